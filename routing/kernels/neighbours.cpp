#include "neighbours.h"

#include <algorithm>
#include <limits>

#include "schedule.h"

namespace routing {

namespace {

constexpr double never = 1e15;

// Metres from one task to the next, with waiting added; `never` when the windows do not let the one follow.
double forth(const Problem& problem, const Task& from, const Task& to, bool timed) {
    constexpr double weight_of_waiting = 0.2;
    // By the best of the profiles, since any vehicle may come.
    Time seconds = unreachable;
    Distance metres = std::numeric_limits<Distance>::max();
    for (std::size_t profile = 0; profile < problem.durations.size(); ++profile) {
        const Time by_profile = problem.durations[profile](from.location, to.location);
        if (by_profile >= unreachable) continue;
        seconds = std::min(seconds, by_profile);
        metres = std::min(metres, problem.distances[profile](from.location, to.location));
    }
    if (seconds >= unreachable) return never;
    if (!timed) return metres;
    const double spent = static_cast<double>(seconds) + from.service;
    const double earliest = problem.windows[from.first_window].open + spent;
    const double latest = problem.windows[from.last_window - 1].close + spent;
    if (earliest > problem.windows[to.last_window - 1].close) return never;
    return metres + weight_of_waiting *
                        std::max(0.0, problem.windows[to.first_window].open - latest);
}

// Metres between a task and a neighbour, by the shortest of the profiles.
Distance metres_between(const Problem& problem, const Task& task, const Task& other, Near kind) {
    Distance least = std::numeric_limits<Distance>::max();
    for (const Matrix& way : problem.distances) {
        if (kind != Near::behind) least = std::min(least, way(other.location, task.location));
        if (kind != Near::before) least = std::min(least, way(task.location, other.location));
    }
    return least;
}

// Fewest metres on the other side of a task: after it for neighbours that come before, and the other way round.
Distance fewest_metres_beyond(const Problem& problem, int task, Near kind) {
    if (kind == Near::around) return 0;
    const Near side = kind == Near::before ? Near::behind : Near::before;
    const Task& here = problem.tasks[task];
    Distance least = horizon;
    for (int other = 0; other < problem.task_count(); ++other) {
        if (other == task) continue;
        least = std::min(least, metres_between(problem, here, problem.tasks[other], side));
    }
    for (const VehicleType& type : problem.vehicle_types) {
        for (const int location : {type.start, type.end}) {
            Task there{};
            there.location = location;
            least = std::min(least, metres_between(problem, here, there, side));
        }
    }
    return least;
}

double nearness(const Problem& problem, const Task& task, const Task& other, Near kind) {
    if (kind == Near::before) return forth(problem, other, task, true);
    if (kind == Near::behind) return forth(problem, task, other, true);
    return std::min(forth(problem, task, other, false), forth(problem, other, task, false));
}

}  // namespace

Neighbours::Neighbours(const Problem& problem, int count, Near kind) : starts{0} {
    const int n = problem.task_count();
    constexpr int few = 10;
    double total = 0;
    std::vector<int> order;
    std::vector<double> distance(n);
    for (int i = 0; i < n; ++i) {
        order.clear();
        for (int j = 0; j < n; ++j) {
            if (j == i) continue;
            distance[j] = nearness(problem, problem.tasks[i], problem.tasks[j], kind);
            if (distance[j] < never) order.push_back(j);
        }
        const auto nearer = [&](int a, int b) {
            return distance[a] != distance[b] ? distance[a] < distance[b] : a < b;
        };
        const int kept = std::min(count, static_cast<int>(order.size()));
        std::partial_sort(order.begin(), order.begin() + kept, order.end(), nearer);
        list.insert(list.end(), order.begin(), order.begin() + kept);
        const bool sifted = problem.level < 2;  // nobody asks for the bounds of rich problems
        const std::int64_t beyond = sifted ? fewest_metres_beyond(problem, i, kind) : 0;
        for (int k = 0; sifted && k < kept; ++k) {
            const Distance metres =
                metres_between(problem, problem.tasks[i], problem.tasks[order[k]], kind);
            const std::int64_t other = kind == Near::around ? metres : beyond;
            bound.push_back(static_cast<Distance>(std::min<std::int64_t>(metres + other, horizon)));
        }
        starts.push_back(static_cast<int>(list.size()));
        const int near = std::min(few, kept);
        for (int k = 0; k < near; ++k) total += distance[order[k]] / near;
    }
    mean_distance = n > 0 ? total / n : 0;
}

}  // namespace routing
