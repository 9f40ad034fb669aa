#include <array>
#include <stdexcept>
#include <vector>

#include <nanobind/stl/optional.h>

#include "bindings.h"
#include "schedule.h"
#include "ties.h"

namespace routing {

namespace {

namespace nb = nanobind;

struct Timetable {
    Schedule schedule;
    std::vector<std::int32_t> rests;  // 3 columns: place, begin, end
    std::vector<std::int64_t> stops;  // 5 columns: link, distance, arrival, start, finish
};

// `full` has one entry per sailing with a limit, `holds` earliest and latest start of each visit, or none.
Timetable timetable(const Problem& problem, int type, const Array<std::int32_t, 1>& tasks,
                    const std::optional<Array<std::uint8_t, 1>>& full,
                    const std::optional<Array<std::int32_t, 2>>& holds) {
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
    if (problem.tied) {
        Agreement agreement;
        if (full) agreement.full.assign(full->data(), full->data() + full->size());
        for (std::size_t i = 0; holds && i < holds->shape(0); ++i) {
            agreement.holds.push_back({(*holds)(i, 0), (*holds)(i, 1)});
        }
        Ties(problem, 0).schedule(nothing, type, in_order, agreement, result.schedule);
    } else {
        schedule(problem, type, in_order, result.schedule);
    }
    const auto add = [&](const Stop& stop) {
        const std::array<std::int64_t, 5> row{stop.link, stop.distance, stop.arrival, stop.start,
                                              stop.finish};
        result.stops.insert(result.stops.end(), row.begin(), row.end());
    };
    for (const auto& stop : result.schedule.stops) add(stop);
    add(result.schedule.end);
    for (const RestTaken& rest : result.schedule.rests) {
        result.rests.insert(result.rests.end(), {rest.place, rest.begin, rest.end});
    }
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
            "rests", [](const Timetable& t) { return to_numpy(t.rests); }, nb::rv_policy::move,
            "Number of the visit before which it is taken, begin and end of each rest, in a row.")
        .def_prop_ro(
            "stops", [](const Timetable& t) { return to_numpy(t.stops); }, nb::rv_policy::move,
            "Link or -1, distance, arrival, start and finish of each visit and of the end, in a row.");
    module.def("timetable", &timetable, nb::arg("problem"), nb::arg("vehicle_type"),
               nb::arg("tasks"), nb::arg("full") = nb::none(), nb::arg("holds") = nb::none(),
               "Schedule the tasks of one route in the given order.");
}

}  // namespace routing
