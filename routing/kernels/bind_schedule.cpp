#include <array>
#include <stdexcept>
#include <vector>

#include "bindings.h"
#include "schedule.h"

namespace routing {

namespace {

namespace nb = nanobind;

struct Timetable {
    Schedule schedule;
    std::vector<std::int64_t> stops;  // 5 columns: link, distance, arrival, start, finish
};

Timetable timetable(const Problem& problem, int type, const Array<std::int32_t, 1>& tasks) {
    if (type < 0 || type >= problem.type_count()) {
        throw std::invalid_argument("vehicle_type does not exist.");
    }
    const std::vector<int> in_order(tasks.data(), tasks.data() + tasks.size());
    for (const int task : in_order) {
        if (task < 0 || task >= problem.visit_count()) {
            throw std::invalid_argument("tasks name a task that does not exist.");
        }
    }
    Timetable result;
    schedule(problem, type, in_order, result.schedule);
    const auto add = [&](const Stop& stop) {
        const std::array<std::int64_t, 5> row{stop.link, stop.distance, stop.arrival, stop.start,
                                              stop.finish};
        result.stops.insert(result.stops.end(), row.begin(), row.end());
    };
    for (const auto& stop : result.schedule.stops) add(stop);
    add(result.schedule.end);
    return result;
}

}  // namespace

void bind_schedule(nb::module_& module) {
    nb::class_<Timetable>(module, "Timetable", "The exact times and cost of one route.")
        .def_prop_ro("departure", [](const Timetable& t) { return t.schedule.departure; })
        .def_prop_ro("distance", [](const Timetable& t) { return t.schedule.distance; })
        .def_prop_ro("cost", [](const Timetable& t) { return t.schedule.cost; })
        .def_prop_ro("on_time", [](const Timetable& t) { return t.schedule.on_time; })
        .def_prop_ro(
            "stops", [](const Timetable& t) { return to_numpy(t.stops); }, nb::rv_policy::move,
            "Link or -1, distance, arrival, start and finish of each visit and of the end, in a row.");
    module.def("timetable", &timetable, nb::arg("problem"), nb::arg("vehicle_type"),
               nb::arg("tasks"), "Schedule the tasks of one route in the given order.");
}

}  // namespace routing
