// Finds vertex separators of rising balance between two ends of a cell.
//
// M. Hamann, B. Strasser: Graph Bisection with Pareto Optimization. ACM JEA 23 (2018), doi:10.1145/3173045 (FlowCutter);
// L. Gottesbüren, M. Hamann, T. Uhl, D. Wagner: Faster and Better Nested Dissection Orders for Customizable Contraction
// Hierarchies. Algorithms 12 (2019), doi:10.3390/a12090196 (the ends are the first and last nodes along a line). Here units
// of flow share no nodes, so that the cuts are vertex separators at once.
#pragma once

#include <array>

#include "cell.h"

namespace naru::geo {

// Two sides grow towards each other from the two ends of a line through the cell, the smaller one first. Between them is
// always a maximum flow of units that share no nodes; each unit passes one node of the separator next to either side.
class VertexFlow {
  public:
    // `line` names all nodes in order; its first and last `end_size` nodes are where the sides begin.
    VertexFlow(const Cell& cell, const std::vector<std::int32_t>& line, std::int32_t end_size);

    // Grows the smaller side by one step; false once that cannot be done.
    bool advance();

    std::int32_t cut_size() const { return flow_; }
    // Nodes on the smaller side, without the separator.
    std::int32_t small_side() const { return sides_[smaller()].reached; }
    // The separator next to the smaller side.
    std::vector<std::int32_t> separator() const;

  private:
    // Every node has a near half, where a unit of flow from this side arrives, and a far half, where it leaves. In between is
    // room for one unit. The far half of one node and the near half of the next are joined without a limit.
    struct Half {
        std::int32_t node;
        bool far;
    };
    struct Side {
        std::vector<bool> terminal, near, far;                 // [n] part of the side for good; halves reached by the search
        std::vector<Half> before_near, before_far;             // [n] where the search reached the halves from
        std::vector<std::int32_t> link;                        // [n] on the flow, the neighbour towards this side; or -1
        std::vector<std::int32_t> terminals;                   // those that may still have other neighbours
        std::vector<std::int32_t> tentative;                   // reached nodes that are not terminals
        std::vector<std::int32_t> blocked;                     // nodes reached when they were full: the separator is among them
        std::vector<Half> queue;
        std::int32_t reached = 0;                              // nodes whose far half is reached
    };

    int smaller() const { return sides_[0].reached <= sides_[1].reached ? 0 : 1; }
    bool carries_flow(std::int32_t node) const { return sides_[0].link[node] >= 0; }
    void add_terminal(int side, std::int32_t node);
    void claim_reached(int side);
    void restart(int side);
    void reach_near(Side& side, std::int32_t node, Half before);
    void reach_far(Side& side, std::int32_t node, Half before);
    std::int32_t leave_far(int side, std::int32_t node);
    std::int32_t search(int side);
    void augment(std::int32_t node, std::int32_t target);
    void saturate();
    std::int32_t node_to_claim(int side) const;
    bool touches(const Side& side, std::int32_t node) const;

    const Cell& cell_;
    std::vector<std::int32_t> place_;  // [n] position of a node on the line
    std::array<Side, 2> sides_;
    std::int32_t found_from_ = -1;     // the node from which a search reached the other side
    std::int32_t flow_ = 0;
};

}  // namespace naru::geo
