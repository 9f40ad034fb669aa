#include <stdexcept>
#include <utility>
#include <vector>

#include <nanobind/stl/function.h>
#include <nanobind/stl/vector.h>

#include "bind_agreements.h"
#include "bindings.h"
#include "search.h"

namespace routing {

namespace {

namespace nb = nanobind;

struct Found {
    std::vector<std::int32_t> vehicle_types;
    std::vector<std::int32_t> ends;
    std::vector<std::int32_t> tasks;
    std::vector<std::uint8_t> full;   // routes x sailings with a limit
    std::vector<std::int32_t> holds;  // tasks x 2
    std::int64_t iterations = 0;
};

// iterations, seconds, cost, vehicles, unserved -> whether to stop.
using Ask = std::function<bool(std::int64_t, double, std::int64_t, int, int)>;

// Hands over what the routes of the best plan have agreed, in rows.
void add_agreements(const Problem& problem, const Plan& plan, Found& found) {
    for (std::size_t i = 0; i < plan.agreements.size(); ++i) {
        const Agreement& one = plan.agreements[i];
        const int visits = plan.ends[i] - (i > 0 ? plan.ends[i - 1] : 0);
        if (problem.relations.decks) {
            found.full.insert(found.full.end(), one.full.begin(), one.full.end());
        }
        for (int visit = 0; visit < visits; ++visit) {
            const Window span = one.holds.empty() ? Window{0, horizon} : one.holds[visit];
            found.holds.push_back(span.open);
            found.holds.push_back(span.close);
        }
    }
}

// Gives every route of a start solution a vehicle of its type.
Plan plan_of(const Problem& problem, const std::vector<int>& types,
             const std::vector<std::vector<int>>& routes, const std::optional<Array<std::uint8_t, 2>>& full,
             const std::optional<Array<std::int32_t, 2>>& holds) {
    std::vector<int> next_slot;
    std::vector<int> slots_end;
    int slot = 0;
    for (const auto& type : problem.vehicle_types) {
        next_slot.push_back(slot);
        slot += std::min(type.count, problem.request_count());
        slots_end.push_back(slot);
    }
    Plan plan;
    const std::vector<Agreement> agreements = agreements_of(problem, routes, full, holds);
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const int type = types[i];
        if (routes[i].empty() || next_slot[type] == slots_end[type]) continue;
        plan.slots.push_back(next_slot[type]++);
        plan.tasks.insert(plan.tasks.end(), routes[i].begin(), routes[i].end());
        plan.ends.push_back(static_cast<int>(plan.tasks.size()));
        if (!agreements.empty()) plan.agreements.push_back(agreements[i]);
    }
    return plan;
}

Found run(const Problem& problem, const Settings& settings, const std::vector<int>& initial_types,
          const std::vector<std::vector<int>>& initial_routes,
          const Ask& ask, const std::optional<Array<std::uint8_t, 2>>& full,
          const std::optional<Array<std::int32_t, 2>>& holds) {
    const auto polled = [&](const Progress& progress) {
        const nb::gil_scoped_acquire held;
        if (PyErr_CheckSignals() != 0) throw nb::python_error();
        return ask(progress.iterations, progress.seconds, progress.best->cost,
                   progress.best->vehicles(), progress.best->unserved);
    };
    Found found;
    Plan plan;
    {
        const nb::gil_scoped_release released;
        plan = search(problem, settings, plan_of(problem, initial_types, initial_routes, full, holds), polled,
                      found.iterations);
    }
    std::vector<int> type_of_slot;
    for (int type = 0; type < problem.type_count(); ++type) {
        const int count = std::min(problem.vehicle_types[type].count, problem.request_count());
        type_of_slot.insert(type_of_slot.end(), static_cast<std::size_t>(count), type);
    }
    for (const int slot : plan.slots) found.vehicle_types.push_back(type_of_slot[slot]);
    add_agreements(problem, plan, found);
    found.ends = std::move(plan.ends);
    found.tasks = std::move(plan.tasks);
    return found;
}

}  // namespace

void bind_search(nb::module_& module) {
    nb::class_<RuinSettings>(module, "RuinSettings", "How much a ruin removes.")
        .def_rw("mean_removed", &RuinSettings::mean_removed)
        .def_rw("longest_string", &RuinSettings::longest_string)
        .def_rw("long_rate", &RuinSettings::long_rate)
        .def_rw("long_factor", &RuinSettings::long_factor)
        .def_rw("split_rate", &RuinSettings::split_rate)
        .def_rw("keep_more_rate", &RuinSettings::keep_more_rate)
        .def_rw("trip_rate", &RuinSettings::trip_rate)
        .def_rw("merge_rate", &RuinSettings::merge_rate);
    nb::class_<Settings>(module, "Settings", "When a search stops, and its tuning.")
        .def(nb::init<>())
        .def_rw("seed", &Settings::seed)
        .def_rw("threads", &Settings::threads)
        .def_rw("max_iterations", &Settings::max_iterations, "Negative: no such limit.")
        .def_rw("max_seconds", &Settings::max_seconds, "Negative: no such limit.")
        .def_rw("processor_time", &Settings::processor_time,
                "Whether seconds are those of the processor: fair on a busy machine.")
        .def_rw("max_lull", &Settings::max_lull, "Negative: no such limit.")
        .def_rw("minimise_vehicles", &Settings::minimise_vehicles)
        .def_rw("ruin", &Settings::ruin)
        .def_rw("near", &Settings::near)
        .def_rw("blink_rate", &Settings::blink_rate)
        .def_rw("start_temperature", &Settings::start_temperature)
        .def_rw("end_temperature", &Settings::end_temperature)
        .def_rw("part_size", &Settings::part_size)
        .def_rw("warm_share", &Settings::warm_share)
        .def_rw("fleet_share", &Settings::fleet_share);
    nb::class_<Found>(module, "Found", "The routes of the best solution.")
        .def_prop_ro("vehicle_types", [](const Found& f) { return to_numpy(f.vehicle_types); },
                     nb::rv_policy::move)
        .def_prop_ro(
            "ends", [](const Found& f) { return to_numpy(f.ends); }, nb::rv_policy::move,
            "Where the tasks of each route end in `tasks`.")
        .def_prop_ro("tasks", [](const Found& f) { return to_numpy(f.tasks); },
                     nb::rv_policy::move)
        .def_prop_ro(
            "full", [](const Found& f) { return to_numpy(f.full); }, nb::rv_policy::move,
            "Per route, the sailings with a limit that it leaves to others; empty without any.")
        .def_prop_ro(
            "holds", [](const Found& f) { return to_numpy(f.holds); }, nb::rv_policy::move,
            "Earliest and latest start of each visit for the sake of others; empty if all are free.")
        .def_ro("iterations", &Found::iterations);
    module.def("search", &run, nb::arg("problem"), nb::arg("settings"), nb::arg("initial_types"),
               nb::arg("initial_routes"), nb::arg("ask"), nb::arg("full") = nb::none(),
               nb::arg("holds") = nb::none(),
               "Search for good routes; `ask` gets iterations, seconds, cost, vehicles and unserved "
               "about every 20 ms and says whether to stop.");
}

}  // namespace routing
