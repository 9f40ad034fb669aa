#include <algorithm>
#include <stdexcept>

#include "bindings.h"
#include "problem.h"

namespace routing {

namespace {

namespace nb = nanobind;
using IntTable = Array<std::int32_t, 2>;

Rests& rests_of(Problem& problem, int type) {
    if (type < 0 || type >= problem.type_count()) {
        throw std::invalid_argument("rests name a vehicle type that does not exist.");
    }
    return problem.vehicle_types[static_cast<std::size_t>(type)].rests;
}

void sort_lengths(Rests& rests) {
    for (const RestRule& rule : rests.rules) rests.lengths.push_back(rule.rest);
    for (const Meal& meal : rests.meals) rests.lengths.push_back(meal.duration);
    std::sort(rests.lengths.begin(), rests.lengths.end());
    rests.lengths.erase(std::unique(rests.lengths.begin(), rests.lengths.end()), rests.lengths.end());
}

// Both begin with the vehicle type and end with whether waiting and crossing count. In between, of rules: rest, within,
// whether of work; of meals: open, close, duration.
void set_rests(Problem& problem, const IntTable& rules, const IntTable& meals) {
    if (rules.shape(1) != 6 || meals.shape(1) != 6) {
        throw std::invalid_argument("rules or meals have wrong columns.");
    }
    for (std::size_t i = 0; i < rules.shape(0); ++i) {
        rests_of(problem, rules(i, 0))
            .rules.push_back({rules(i, 1), rules(i, 2), rules(i, 3) != 0, rules(i, 4) != 0, rules(i, 5) != 0});
    }
    for (std::size_t i = 0; i < meals.shape(0); ++i) {
        rests_of(problem, meals(i, 0))
            .meals.push_back({meals(i, 1), meals(i, 2), meals(i, 3), meals(i, 4) != 0, meals(i, 5) != 0});
    }
    for (VehicleType& vehicle : problem.vehicle_types) sort_lengths(vehicle.rests);
    problem.rested = true;
    problem.need_timetables();
    problem.level = 2;
}

}  // namespace

void bind_rests(nb::class_<Problem>& type) {
    type.def("set_rests", &set_rests, nb::kw_only(), nb::arg("rules"), nb::arg("meals"),
             "Give drivers rests and meals; see routing.rests.");
}

}  // namespace routing
