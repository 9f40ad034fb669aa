// The hierarchy of a graph: the chordal supergraph that contracting its nodes in rank order leaves, without weights.
//
// J. Dibbelt, B. Strasser, D. Wagner: Customizable Contraction Hierarchies. ACM JEA 21 (2016), doi:10.1145/2886843.
#pragma once

#include <vector>

#include "graph.h"
#include "owned.h"

namespace naru::geo {

// Arrays of a hierarchy with n nodes and e edges over a graph with m arcs. An edge joins a lower node (its tail) to a
// higher one (its head); edges are sorted by tail, then head. The parent of a node in the elimination tree is the head of its
// first edge; every head of a node is one of its ancestors. Ranks are a postorder of that tree, so subtrees are contiguous.
template <template <class> class Array> struct HierarchyArrays {
    Array<std::int32_t> rank;         // [n] graph node -> its node here
    Array<std::int32_t> parent;       // [n] in the elimination tree, -1 above roots
    Array<std::int32_t> depth;        // [n] nodes above it in the elimination tree
    Array<std::int32_t> arc_tail;     // [m] graph arc -> node it leaves
    Array<std::int32_t> arc_head;     // [m] graph arc -> node it enters
    Array<std::int32_t> up_first;     // [n + 1] first edge of each tail
    Array<std::int32_t> up_head;      // [e]
    Array<std::int32_t> up_tail;      // [e]
    Array<std::int32_t> down_first;   // [n + 1] row of each head in down_edge
    Array<std::int32_t> down_edge;    // [e] edges by head, then tail
    Array<std::int32_t> input_first;  // [2 e + 1] rows 2 i (upward) and 2 i + 1 (downward) of edge i in input_arc
    Array<std::int32_t> input_arc;    // [m - loops] graph arcs between the two ends of the edge, in that direction
};

struct Hierarchy : HierarchyArrays<View> {
    std::int32_t nodes() const { return static_cast<std::int32_t>(rank.size()); }
    std::int32_t edges() const { return static_cast<std::int32_t>(up_head.size()); }

    // The edge from `low` up to `high`, which must be there.
    Arc edge(Node low, Node high) const {
        const auto begin = up_head.begin() + up_first[low], end = up_head.begin() + up_first[low + 1];
        return static_cast<Arc>(std::lower_bound(begin, end, high) - up_head.begin());
    }

    // Refuses arrays that would lead a search out of bounds.
    void check() const;
    void check_tree() const;

    // [n] the lowest node of every subtree: a is an ancestor of b if lowest[a] <= b < a.
    std::vector<Node> lowest_below() const;
};

// Builds the hierarchy for an order of the nodes (rank: a permutation). Ranks are renumbered to a postorder, which
// leaves the supergraph as it is.
HierarchyArrays<Owned> build_hierarchy(const Graph& graph, View<std::int32_t> rank);

}  // namespace naru::geo
