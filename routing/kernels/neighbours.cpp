#include "neighbours.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

namespace routing {

Neighbours::Neighbours(const Problem& problem, int count, Near kind, const Effort& effort)
    : width(static_cast<std::size_t>(std::clamp(count, 0, std::max(0, problem.task_count() - 1)))) {
    const int n = problem.task_count();
    counts.resize(n);
    mean.resize(n);
    list.resize(n * width);
    bound.resize(n * width);
    if (width == 0) return;
    const Nearness nearness(problem, kind);
    constexpr int block = 16;  // tasks between two looks at whether to end
    std::atomic<int> next = 0;
    std::atomic<bool> ended = false;
    const auto work = [&](bool asks) {
        Nearness::Scratch scratch;
        while (!ended) {
            const int first = next.fetch_add(block);
            if (first >= n) return;
            fill(nearness, first, std::min(n, first + block), scratch);
            if (asks && effort.ended()) ended = true;
        }
    };
    std::vector<std::jthread> others;
    for (int i = 1; i < effort.threads; ++i) others.emplace_back(work, false);
    work(true);
    others.clear();
    mean_distance = std::accumulate(mean.begin(), mean.end(), 0.0) / n;
}

void Neighbours::fill(const Nearness& nearness, int first, int last, Nearness::Scratch& scratch) {
    constexpr int few = 10;
    for (int task = first; task < last; ++task) {
        nearness.nearest(task, width, scratch);
        const auto& chosen = scratch.chosen;
        std::transform(chosen.begin(), chosen.end(), list.begin() + static_cast<std::ptrdiff_t>(begin_of(task)),
                       &Nearness::task_in);
        counts[task] = static_cast<int>(chosen.size());
        set_bounds(nearness, task);
        const int near = std::min(few, counts[task]);
        for (int k = 0; k < near; ++k) {
            mean[task] += Nearness::rank_in(chosen[k]) / static_cast<double>(Nearness::ranks_of_a_metre) / near;
        }
    }
}

void Neighbours::set_bounds(const Nearness& nearness, int task) {
    const std::int64_t beyond = nearness.fewest_metres_beyond(task);
    for (int k = 0; k < counts[task]; ++k) {
        const std::size_t at = begin_of(task) + static_cast<std::size_t>(k);
        const Distance metres = nearness.metres_between(task, list[at]);
        const std::int64_t other = nearness.kind == Near::around ? metres : beyond;
        bound[at] = static_cast<Distance>(std::min<std::int64_t>(metres + other, horizon));
    }
}

}  // namespace routing
