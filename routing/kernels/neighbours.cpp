#include "neighbours.h"

#include <algorithm>
#include <numeric>

#include "schedule.h"

namespace routing {

namespace {

// Cost of going from one task to another, in metres, with waiting and lateness added.
double forth(const Problem& problem, const Task& from, const Task& to, bool waiting) {
    constexpr double weight_wait = 0.2;
    constexpr double weight_late = 1.0;
    constexpr double no_road = 1e12;
    const Time seconds = problem.durations[0](from.location, to.location);
    if (seconds >= unreachable) return no_road;
    double result = problem.distances[0](from.location, to.location);
    if (!waiting) return result;
    const double occupied_by_both =
        static_cast<double>(seconds) + from.service;
    const double earliest = problem.windows[from.first_window].open + occupied_by_both;
    const double latest = problem.windows[from.last_window - 1].close + occupied_by_both;
    result += weight_wait * std::max(0.0, problem.windows[to.first_window].open - latest);
    result += weight_late * std::max(0.0, earliest - problem.windows[to.last_window - 1].close);
    return result;
}

}  // namespace

Neighbours::Neighbours(const Problem& problem, int count, bool waiting)
    : per_task(std::max(0, std::min(count, problem.task_count() - 1))) {
    const int n = problem.task_count();
    constexpr int few = 10;
    double total = 0;
    std::vector<int> order;
    std::vector<double> distance(n);
    list.reserve(static_cast<std::size_t>(n) * per_task);
    for (int i = 0; i < n; ++i) {
        const Task& task = problem.tasks[i];
        order.clear();
        for (int j = 0; j < n; ++j) {
            if (j == i) continue;
            const Task& other = problem.tasks[j];
            distance[j] = std::min(forth(problem, task, other, waiting),
                                   forth(problem, other, task, waiting));
            order.push_back(j);
        }
        const auto nearer = [&](int a, int b) {
            return distance[a] != distance[b] ? distance[a] < distance[b] : a < b;
        };
        std::partial_sort(order.begin(), order.begin() + per_task, order.end(), nearer);
        list.insert(list.end(), order.begin(), order.begin() + per_task);
        const int near = std::min(few, per_task);
        for (int k = 0; k < near; ++k) {
            total += std::min(distance[order[k]], 1e9) / near;
        }
    }
    mean_distance = n > 0 ? total / n : 0;
}

}  // namespace routing
