#include "ascent.h"

namespace naru::geo {

void Ascent::run(const Places& sources, View<std::size_t> batch) {
    forget();
    for (std::size_t lane = 0; lane < batch.size(); ++lane) {
        source_seeds(sources, batch[lane], metric_.arc_costs(), hierarchy_.arc_head, seeds_);
        for (const Seed& seed : seeds_) {
            collect(seed.node);
            const std::int32_t slot = slot_of_[seed.node] - 1;
            rows_[slot].lower(static_cast<int>(lane), seed.cost);
            reached_[slot] = 1;
        }
    }
    // No way joins one that was collected after it, so the last comes first.
    std::size_t end = nodes_.size();
    for (std::size_t way = ways_.size(); way-- > 0; end = ways_[way])
        for (std::size_t slot = ways_[way]; slot < end; ++slot)
            if (reached_[slot]) relax(slot);
}

void Ascent::forget() {
    for (const Node node : nodes_) slot_of_[node] = 0;
    nodes_.clear();
    rows_.clear();
    reached_.clear();
    ways_.clear();
}

void Ascent::collect(Node node) {
    if (slot_of_[node] != 0) return;
    ways_.push_back(nodes_.size());
    for (; node >= 0 && slot_of_[node] == 0; node = hierarchy_.parent[node]) {
        nodes_.push_back(node);
        slot_of_[node] = static_cast<std::int32_t>(nodes_.size());
        rows_.push_back(no_road());
        reached_.push_back(0);
    }
}

void Ascent::relax(std::size_t slot) {
    const Node node = nodes_[slot];
    const Row here = rows_[slot];
    const std::int32_t end = metric_.out_first[node + 1];
    for (std::int32_t step = metric_.out_first[node]; step < end; ++step) {
        const std::int32_t above = slot_of_[metric_.out_head[step]] - 1;
        rows_[above].lower(here, metric_.out_cost[step]);
        reached_[above] = 1;
    }
}

}  // namespace naru::geo
