#include "selection.h"

namespace naru::geo {
namespace {

// Marks (with 0) every node from which a step down leads towards a seed, the seeds included.
void mark_above(const Metric& metric, const std::vector<Seed>& seeds, std::vector<std::int32_t>& row_of) {
    std::vector<Node> stack;
    const auto mark = [&](Node node) {
        if (row_of[node] >= 0) return;
        row_of[node] = 0;
        stack.push_back(node);
    };
    for (const Seed& seed : seeds) mark(seed.node);
    while (!stack.empty()) {
        const Node node = stack.back();
        stack.pop_back();
        for (auto step = metric.in_first[node]; step < metric.in_first[node + 1]; ++step) mark(metric.in_tail[step]);
    }
}

}  // namespace

Selection select(const Hierarchy& hierarchy, const Metric& metric, const Places& targets) {
    Selection selection;
    selection.row_of.assign(hierarchy.rank.size(), -1);
    std::vector<std::vector<Seed>> seeds(targets.size());
    for (std::size_t target = 0; target < targets.size(); ++target) {
        seeds[target] = target_seeds(targets, target, metric.arc_cost, hierarchy.arc_tail);
        mark_above(metric, seeds[target], selection.row_of);
    }
    const auto pull = [&](Node node, Cost cost) {
        selection.from.push_back(selection.row_of[node]);
        selection.cost.push_back(cost);
    };
    const auto close_row = [&] { selection.first.push_back(static_cast<std::int32_t>(selection.from.size())); };
    close_row();
    for (Node node = hierarchy.nodes() - 1; node >= 0; --node) {
        if (selection.row_of[node] < 0) continue;
        for (auto step = metric.in_first[node]; step < metric.in_first[node + 1]; ++step)
            pull(metric.in_tail[step], metric.in_cost[step]);
        selection.row_of[node] = static_cast<std::int32_t>(selection.nodes++);
        close_row();
    }
    for (const auto& row : seeds) {
        for (const Seed& seed : row) pull(seed.node, seed.cost);
        close_row();
    }
    return selection;
}

}  // namespace naru::geo
