#include "climb.h"

namespace naru::geo {

void Climb::run(const std::vector<Seed>& seeds) {
    for (const Node node : reached_) cost_[node] = unreachable;
    reached_.clear();
    cursors_.clear();
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        if (seeds[i].cost >= cost_[seeds[i].node]) continue;
        cost_[seeds[i].node] = seeds[i].cost;
        from_[seeds[i].node] = -1 - static_cast<std::int32_t>(i);
        cursors_.push_back(seeds[i].node);
    }
    // The ways to the root of several seeds join: the lowest cursor moves, and those on the same node move together.
    while (!cursors_.empty()) {
        const Node node = *std::min_element(cursors_.begin(), cursors_.end());
        relax(node);
        const Node parent = hierarchy_.parent(node);
        std::erase_if(cursors_, [node](Node cursor) { return cursor == node; });
        if (parent >= 0) cursors_.push_back(parent);
    }
}

void Climb::relax(Node node) {
    const Cost here = cost_[node];
    if (here >= unreachable) return;
    reached_.push_back(node);
    for (std::int32_t step = first_[node]; step < first_[node + 1]; ++step) {
        const Cost candidate = here + step_cost_[step];
        if (candidate >= cost_[head_[step]]) continue;
        cost_[head_[step]] = candidate;
        from_[head_[step]] = node;
    }
}

}  // namespace naru::geo
