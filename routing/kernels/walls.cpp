#include "walls.h"

#include <algorithm>

#include "problem.h"

namespace routing {

bool Walls::hold(std::span<const std::int32_t> most) const {
    for (const Shared& room : shared) {
        std::int64_t sum = 0;
        for (const int dimension : room.dimensions) sum += most[dimension];
        if (sum > room.total) return false;
    }
    if (configurations.empty()) return true;
    const std::size_t size = most.size();
    for (std::size_t first = 0; first < configurations.size(); first += size) {
        const auto walls = configurations.begin() + static_cast<std::ptrdiff_t>(first);
        if (std::equal(most.begin(), most.end(), walls, std::less_equal<>())) return true;
    }
    return false;
}

void TripLoads::add(const Problem& problem, int request, int sign) {
    const Load* amounts = problem.load_of(request);
    for (int k = 0; k < problem.dimensions; ++k) aboard[k] += sign * amounts[k];
}

bool TripLoads::fit(const Problem& problem, int type, std::span<const int> order) {
    const Walls& walls = problem.walls[type];
    const auto is_reload = [&](int task) { return problem.tasks[task].reload(); };
    aboard.assign(problem.dimensions, 0);
    for (auto begin = order.begin();;) {
        const auto end = std::find_if(begin, order.end(), is_reload);
        for (auto task = begin; task != end; ++task) {
            const int request = problem.tasks[*task].request;
            if (problem.requests[request].pickup == nothing) add(problem, request, 1);
        }
        most = aboard;
        collected.assign(problem.dimensions, 0);
        for (; begin != end; ++begin) {
            const Task& task = problem.tasks[*begin];
            add(problem, task.request, task.delivery ? -1 : 1);
            const Load* amounts = problem.load_of(task.request);
            const bool stays = problem.requests[task.request].delivery == nothing;
            for (int k = 0; k < problem.dimensions; ++k) {
                most[k] = std::max(most[k], aboard[k]);
                if (stays) collected[k] += amounts[k];
            }
        }
        if (!walls.hold(most)) return false;
        if (end == order.end()) return true;
        for (int k = 0; k < problem.dimensions; ++k) aboard[k] -= collected[k];
        ++begin;
    }
}

}  // namespace routing
