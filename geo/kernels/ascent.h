// Searches upward in a hierarchy from a batch of sources at once.
#pragma once

#include "customise.h"
#include "lanes.h"
#include "node_map.h"
#include "places.h"

namespace naru::geo {

// Collects the ways up the elimination tree from all sources and relaxes each node on them once, for all lanes. Sources near
// each other share most of their ways.
class Ascent {
  public:
    Ascent(const Hierarchy& hierarchy, const Metric& metric)
        : hierarchy_(hierarchy), metric_(metric), slot_of_(hierarchy.rank.size()) {}
    ~Ascent() {
        forget();
        slot_of_.keep();
    }
    Ascent(const Ascent&) = delete;
    Ascent& operator=(const Ascent&) = delete;

    // Batch: up to batch_size sources, one lane each.
    void run(const Places& sources, View<std::size_t> batch);

    // Calls visit(node, row) for every node reached.
    template <class Visit> void for_reached(Visit visit) const {
        for (std::size_t slot = 0; slot < nodes_.size(); ++slot)
            if (reached_[slot]) visit(nodes_[slot], rows_[slot]);
    }

  private:
    void forget();
    void collect(Node node);
    void relax(std::size_t slot);

    const Hierarchy& hierarchy_;
    const Metric& metric_;
    NodeMap slot_of_;                    // 1 + slot of a node on a way, else 0
    std::vector<Node> nodes_;            // [slot]
    Owned<Row> rows_;                    // [slot]
    std::vector<std::uint8_t> reached_;  // [slot]
    std::vector<std::size_t> ways_;      // first slot of each way; a way ends where it meets an earlier one
    std::vector<Seed> seeds_;
};

}  // namespace naru::geo
