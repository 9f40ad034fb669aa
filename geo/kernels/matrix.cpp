#include "matrix.h"

#include <atomic>
#include <thread>

#include "checks.h"
#include "sweep.h"

namespace naru::geo {
namespace {

// Sources in the order of their nodes, so that a batch shares much of its way up.
std::vector<std::size_t> by_neighbourhood(const Hierarchy& hierarchy, const Places& sources) {
    std::vector<std::pair<Node, std::size_t>> keys(sources.size());
    for (std::size_t source = 0; source < sources.size(); ++source) {
        const auto position = sources.first[source];
        keys[source] = {position < sources.first[source + 1] ? hierarchy.arc_head[sources.arc[position]] : -1, source};
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::size_t> order;
    for (const auto& key : keys) order.push_back(key.second);
    return order;
}

// Writes the rows of a batch. Targets are taken some at a time, so that what is read once per lane stays near.
void write(Sweep& sweep, View<std::size_t> batch, std::size_t targets, const MatrixOut& out) {
    constexpr std::size_t at_once = 64;
    for (std::size_t begin = 0; begin < targets; begin += at_once) {
        const std::size_t end = std::min(begin + at_once, targets);
        for (std::size_t target = begin; target < end; ++target)
            for (Pack& pack : sweep.target(target).pack) to_cell(pack, out.fine);
        for (std::size_t lane = 0; lane < batch.size(); ++lane) {
            std::int32_t* durations = out.durations + batch[lane] * targets;
            std::int32_t* distances = out.distances + batch[lane] * targets;
            for (std::size_t target = begin; target < end; ++target) {
                const Cost cell = sweep.target(target).get(static_cast<int>(lane));
                durations[target] = duration_in(cell);
                distances[target] = distance_in(cell);
            }
        }
    }
}

}  // namespace

void matrix(const Hierarchy& hierarchy, const Metric& metric, const Places& sources, const Places& targets, int threads,
            const MatrixOut& out) {
    require(threads >= 1, "threads must be at least 1.");
    sources.check(hierarchy.arc_tail.size(), "sources");
    targets.check(hierarchy.arc_tail.size(), "targets");
    const Selection selection = select(hierarchy, metric, targets);
    const DirectDrives direct(targets, metric.arc_costs());
    const std::vector<std::size_t> order = by_neighbourhood(hierarchy, sources);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        Sweep sweep(hierarchy, metric, selection);
        for (std::size_t begin; (begin = next.fetch_add(batch_size)) < order.size();) {
            const auto size = std::min<std::size_t>(batch_size, order.size() - begin);
            const View<std::size_t> batch = View<std::size_t>(order).subspan(begin, size);
            sweep.run(sources, batch);
            for (std::size_t lane = 0; lane < size; ++lane)
                direct.for_source(sources, batch[lane], [&](std::size_t target, const Direct& drive) {
                    sweep.target(target).lower(static_cast<int>(lane), drive.cost);
                });
            write(sweep, batch, targets.size(), out);
        }
    };
    const auto useful = static_cast<int>(std::min<std::size_t>(threads, (order.size() + batch_size - 1) / batch_size));
    std::vector<std::jthread> others;
    for (int i = 1; i < useful; ++i) others.emplace_back(work);
    work();
}

}  // namespace naru::geo
