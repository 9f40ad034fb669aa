// Puts the weights of one profile on a hierarchy.
#pragma once

#include "hierarchy.h"

namespace naru::geo {

// Arrays of a metric. `both` holds for edge i the cost of going up at 2 i and down at 2 i + 1, over paths through lower nodes only:
// what unpacking needs. The out and in rows are the search graphs: only the edges that are a shortest path of the whole graph.
template <template <class> class Array> struct MetricArrays {
    Array<std::int64_t> arc_cost;   // [m] unreachable where closed
    Array<std::int64_t> both;       // [2 e]
    Array<std::int32_t> out_first;  // [n + 1] upward steps from a node
    Array<std::int32_t> out_head;
    Array<std::int64_t> out_cost;
    Array<std::int32_t> in_first;   // [n + 1] downward steps into a node, by the higher node they come from
    Array<std::int32_t> in_tail;
    Array<std::int64_t> in_cost;
};

struct Metric : MetricArrays<View> {
    // Refuses arrays that do not belong to the hierarchy or would lead a search out of bounds.
    void check(const Hierarchy& hierarchy) const;
};

// The costs of a graph's arcs, from milliseconds and centimetres; a negative duration closes the arc.
Owned<Cost> arc_costs(std::size_t arcs, View<std::int32_t> duration, View<std::int32_t> length);

// Duration and length as for arc_costs, one entry per arc of the graph.
MetricArrays<Owned> customise(const Hierarchy& hierarchy, View<std::int32_t> duration, View<std::int32_t> length);

}  // namespace naru::geo
