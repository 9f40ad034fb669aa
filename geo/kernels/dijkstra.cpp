#include "dijkstra.h"

#include <queue>

namespace naru::geo {
namespace {

using Entry = std::pair<Cost, std::int32_t>;
using Queue = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

std::vector<Cost> search(const Graph& graph, View<Cost> arc_cost, const std::vector<Seed>& seeds) {
    std::vector<Cost> cost(graph.first_out.size() - 1, unreachable);
    Queue queue;
    const auto reach = [&](std::int32_t node, Cost candidate) {
        if (candidate >= cost[node]) return;
        cost[node] = candidate;
        queue.push({candidate, node});
    };
    for (const Seed& seed : seeds) reach(seed.node, seed.cost);
    while (!queue.empty()) {
        const auto [settled, node] = queue.top();
        queue.pop();
        if (settled > cost[node]) continue;
        for (auto arc = graph.first_out[node]; arc < graph.first_out[node + 1]; ++arc)
            reach(graph.head[arc], settled + arc_cost[arc]);
    }
    return cost;
}

std::vector<std::int32_t> tails(const Graph& graph) {
    std::vector<std::int32_t> tail(graph.head.size());
    for (std::int32_t node = 0; node < graph.nodes(); ++node)
        std::fill(tail.begin() + graph.first_out[node], tail.begin() + graph.first_out[node + 1], node);
    return tail;
}

}  // namespace

std::vector<Cost> dijkstra_matrix(const Graph& graph, const ArcCosts& costs, const Places& sources, const Places& targets) {
    const std::vector<std::int32_t> tail = tails(graph);
    const DirectDrives direct(targets, costs);
    std::vector<Seed> seeds;
    std::vector<Cost> matrix(sources.size() * targets.size(), unreachable);
    for (std::size_t source = 0; source < sources.size(); ++source) {
        source_seeds(sources, source, costs, graph.head, seeds);
        const std::vector<Cost> cost = search(graph, costs.whole, seeds);
        Cost* row = matrix.data() + source * targets.size();
        for (std::size_t target = 0; target < targets.size(); ++target) {
            target_seeds(targets, target, costs, tail, seeds);
            for (const Seed& seed : seeds) row[target] = std::min(row[target], cost[seed.node] + seed.cost);
        }
        direct.for_source(sources, source,
                          [&](std::size_t target, const Direct& drive) { row[target] = std::min(row[target], drive.cost); });
    }
    return matrix;
}

}  // namespace naru::geo
