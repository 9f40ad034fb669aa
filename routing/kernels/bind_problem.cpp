#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <variant>

#include <nanobind/stl/variant.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"
#include "problem.h"

namespace routing {

namespace {

namespace nb = nanobind;
using Ints = Array<std::int32_t, 1>;
using Longs = Array<std::int64_t, 1>;
using Doubles = Array<double, 1>;
using IntTable = Array<std::int32_t, 2>;
using LongTable = Array<std::int64_t, 2>;
using ByteTable = Array<std::uint8_t, 2>;

void expect(bool kept, const char* rule) {
    if (!kept) throw std::invalid_argument(rule);
}

using Travel = std::variant<Straight, IntTable>;

// Columns of coordinates, with no numbers for "nowhere".
void make_straight(Straight* self, const Doubles& x, const Doubles& y, double scale, double shift) {
    expect(x.size() == y.size(), "x and y must be equally long.");
    auto* straight = new (self) Straight{{}, scale, shift};
    for (std::size_t i = 0; i < x.size(); ++i) straight->points.push_back({x(i), y(i)});
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    straight->points.push_back({none, none});
}

Matrix padded(const IntTable& given, int locations, std::int32_t missing) {
    expect(given.shape(0) == static_cast<std::size_t>(locations) &&
               given.shape(1) == static_cast<std::size_t>(locations),
           "durations and distances must have one row and column per location.");
    const auto side = static_cast<std::size_t>(locations) + 1;
    std::vector<std::int32_t> values(side * side, 0);
    for (std::size_t i = 0; i + 1 < side; ++i) {
        for (std::size_t j = 0; j + 1 < side; ++j) {
            const std::int32_t value = given(i, j);
            values[i * side + j] = value < 0 ? missing : value;
        }
    }
    return {std::move(values), static_cast<int>(side)};
}

Matrix travel(const Travel& given, int locations, std::int32_t missing) {
    if (const auto* table = std::get_if<IntTable>(&given)) return padded(*table, locations, missing);
    const Straight& straight = std::get<Straight>(given);
    expect(straight.points.size() == static_cast<std::size_t>(locations) + 1,
           "durations and distances must have coordinates for each location.");
    return Matrix(straight);
}

// Columns: request or -1 for a reload, is_delivery, location, service, first window, end of windows, first and end
// of closed hours.
void set_tasks(Problem& problem, const IntTable& tasks, const IntTable& windows) {
    expect(tasks.shape(1) == 8 && windows.shape(1) == 2, "tasks or windows have wrong columns.");
    for (std::size_t i = 0; i < windows.shape(0); ++i) {
        problem.windows.push_back({windows(i, 0), windows(i, 1)});
    }
    for (std::size_t i = 0; i < tasks.shape(0); ++i) {
        Task task{tasks(i, 0), tasks(i, 1) != 0, tasks(i, 2), tasks(i, 3),
                  tasks(i, 4), tasks(i, 5),      tasks(i, 6), tasks(i, 7)};
        expect(task.location >= 0 && task.location < problem.locations,
               "tasks name a location that does not exist.");
        expect(task.first_window < task.last_window, "tasks must have a window.");
        expect(task.request >= nothing && task.request < problem.request_count(),
               "tasks name a request that does not exist.");
        expect(task.reload() || problem.reload_count == 0, "tasks must end with the reloads.");
        if (task.reload()) {
            ++problem.reload_count;
            problem.tasks.push_back(task);
            continue;
        }
        Request& request = problem.requests[task.request];
        (task.delivery ? request.delivery : request.pickup) = static_cast<int>(i);
        problem.tasks.push_back(task);
    }
}

// Columns: count, start, end, open, close, max_duration, max_distance, fixed, per metre, per second, profile,
// max_stops, max_trips, overtime_after, per second of overtime.
void set_vehicle_types(Problem& problem, const LongTable& types) {
    expect(types.shape(1) == 15, "vehicle_types has wrong columns.");
    const auto whole = [&](std::size_t i, std::size_t j) { return static_cast<int>(types(i, j)); };
    const auto place = [&](int location) { return location < 0 ? problem.nowhere : location; };
    for (std::size_t i = 0; i < types.shape(0); ++i) {
        problem.vehicle_types.push_back({whole(i, 0), place(whole(i, 1)), place(whole(i, 2)),
                                         whole(i, 3), whole(i, 4), whole(i, 5), types(i, 6),
                                         types(i, 7), types(i, 8), types(i, 9), whole(i, 10),
                                         whole(i, 11), whole(i, 12), whole(i, 13), types(i, 14)});
    }
}

// Columns: vehicle type, first task, end of tasks.
void set_reloads(Problem& problem, const IntTable& reloads) {
    for (std::size_t i = 0; i < reloads.shape(0); ++i) {
        const Reload reload{reloads(i, 0), reloads(i, 1), reloads(i, 2)};
        expect(reload.type >= 0 && reload.type < problem.type_count() &&
                   reload.first >= problem.task_count() && reload.last <= problem.visit_count(),
               "reloads name a vehicle type or task that does not exist.");
        problem.reloads.push_back(reload);
    }
}

// Columns: task, open, close, cost per second early, and late.
void set_soft_windows(Problem& problem, const LongTable& soft) {
    for (std::size_t i = 0; i < soft.shape(0); ++i) {
        const auto task = static_cast<std::size_t>(soft(i, 0));
        expect(task < problem.tasks.size(), "soft_windows name a task that does not exist.");
        problem.tasks[task].soft = static_cast<int>(problem.soft_windows.size());
        problem.soft_windows.push_back(
            {{static_cast<Time>(soft(i, 1)), static_cast<Time>(soft(i, 2))}, soft(i, 3), soft(i, 4)});
    }
}

// Columns: board, alight, ready, departure, arrival.
void set_links(Problem& problem, const IntTable& links, const LongTable& fares) {
    std::vector<Link> all;
    for (std::size_t i = 0; i < links.shape(0); ++i) {
        all.push_back({links(i, 0), links(i, 1), links(i, 2), links(i, 3), links(i, 4)});
    }
    problem.links.build(problem, std::move(all),
                        std::vector<std::int64_t>(fares.data(), fares.data() + fares.size()));
}

void make(Problem* self, const Ints& zones, const Ints& access, const IntTable& tasks,
          const IntTable& windows, const IntTable& loads, const Longs& prizes,
          const Ints& releases, const Ints& most_aboard, const ByteTable& allowed, const LongTable& types, const IntTable& capacities,
          const IntTable& reloads, const LongTable& soft_windows, const IntTable& links,
          const LongTable& fares, const std::vector<Travel>& durations,
          const std::vector<Travel>& distances, const std::vector<IntTable>& tolls) {
    auto* problem = new (self) Problem();
    try {
        problem->locations = problem->nowhere = static_cast<int>(zones.size());
        problem->dimensions = static_cast<int>(loads.shape(1));
        problem->zone.assign(zones.data(), zones.data() + zones.size());
        problem->zone.push_back(0);
        problem->access.assign(access.data(), access.data() + access.size());
        problem->access.push_back(0);
        for (std::size_t i = 0; i < prizes.size(); ++i) {
            problem->requests.push_back({nothing, nothing, prizes(i), releases(i), most_aboard(i)});
        }
        set_tasks(*problem, tasks, windows);
        problem->load.assign(loads.data(), loads.data() + loads.size());
        problem->allowed.assign(allowed.data(), allowed.data() + allowed.size());
        set_vehicle_types(*problem, types);
        problem->capacity.assign(capacities.data(), capacities.data() + capacities.size());
        for (const auto& one : durations) {
            problem->durations.push_back(travel(one, problem->locations, unreachable));
        }
        for (const auto& one : distances) {
            problem->distances.push_back(travel(one, problem->locations, 0));
        }
        for (const auto& matrix : tolls) {
            problem->tolls.push_back(padded(matrix, problem->locations, 0));
        }
        set_reloads(*problem, reloads);
        set_soft_windows(*problem, soft_windows);
        set_links(*problem, links, fares);
        problem->prepare();
    } catch (...) {
        problem->~Problem();
        throw;
    }
}

}  // namespace

void bind_problem(nb::module_& module) {
    nb::class_<Straight>(module, "Straight", "Distances from coordinates; see routing.Straight.")
        .def("__init__", &make_straight, nb::arg("x"), nb::arg("y"), nb::arg("scale"), nb::arg("shift"));
    nb::class_<Problem> type(module, "Problem",
                             "A routing problem as flat arrays; see routing.native.");
    type.def("__init__", &make, nb::kw_only(), nb::arg("zones"), nb::arg("access"), nb::arg("tasks"),
             nb::arg("windows"), nb::arg("loads"), nb::arg("prizes"), nb::arg("releases"),
             nb::arg("most_aboard"), nb::arg("allowed"), nb::arg("vehicle_types"),
             nb::arg("capacities"), nb::arg("reloads"), nb::arg("soft_windows"), nb::arg("links"),
             nb::arg("fares"), nb::arg("durations"), nb::arg("distances"), nb::arg("tolls"))
        .def_ro("level", &Problem::level,
                "0: distance and load; 1: and single windows; 2: everything.");
    bind_relations(type);
    bind_rests(type);
    bind_speeds(type);
    bind_walls(type);
}

}  // namespace routing
