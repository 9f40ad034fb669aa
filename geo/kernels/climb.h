// Searches upward in a hierarchy from the seeds of one place.
#pragma once

#include "customise.h"
#include "places.h"

namespace naru::geo {

// Walks up the elimination tree and relaxes the search graph on the way: no queue is needed, because parents come after their
// children. Used for sources (out rows) and, backwards, for targets (in rows). One object serves many searches.
class Climb {
  public:
    Climb(const Hierarchy& hierarchy, View<std::int32_t> first, View<std::int32_t> head, View<Cost> cost)
        : hierarchy_(hierarchy), first_(first), head_(head), step_cost_(cost), cost_(hierarchy.rank.size(), unreachable),
          from_(hierarchy.rank.size()) {}

    // Finds the cost of every node above the seeds. Forgets the search before.
    void run(const std::vector<Seed>& seeds);

    // Nodes that were reached, lowest first.
    const std::vector<Node>& reached() const { return reached_; }
    Cost cost(Node node) const { return cost_[node]; }
    // The node before, on the best way here; -1 - i when seed i itself is the best way.
    std::int32_t from(Node node) const { return from_[node]; }

  private:
    void relax(Node node);

    const Hierarchy& hierarchy_;
    View<std::int32_t> first_, head_;
    View<Cost> step_cost_;
    std::vector<Cost> cost_;
    std::vector<std::int32_t> from_;
    std::vector<Node> reached_, cursors_;
};

}  // namespace naru::geo
