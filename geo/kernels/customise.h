// Puts the weights of one profile on a hierarchy.
#pragma once

#include "hierarchy.h"
#include "places.h"

namespace naru::geo {

// Arrays of a metric. `both` holds for edge i the cost of going up at 2 i and down at 2 i + 1, over paths through lower nodes only:
// what unpacking needs. The out and in rows are the search graphs: only the edges that are a shortest path of the whole graph.
template <template <class> class Array> struct MetricArrays {
    Array<std::int64_t> arc_drive;  // [m] along the arc alone; unreachable where closed
    Array<std::int64_t> arc_cost;   // [m] with the turn at its end
    Array<std::int64_t> both;       // [2 e]
    Array<std::int32_t> out_first;  // [n + 1] upward steps from a node
    Array<std::int32_t> out_head;
    Array<std::int64_t> out_cost;
    Array<std::int32_t> in_first;   // [n + 1] downward steps into a node, by the higher node they come from
    Array<std::int32_t> in_tail;
    Array<std::int64_t> in_cost;
};

struct Metric : MetricArrays<View> {
    ArcCosts arc_costs() const { return {arc_drive, arc_cost}; }
    // Refuses arrays that do not belong to the hierarchy or would lead a search out of bounds.
    void check(const Hierarchy& hierarchy) const;
};

// What a profile says about the arcs of a graph, one entry each: milliseconds and centimetres along the arc (a negative duration
// closes it), milliseconds of the turn at its end, and how many rules that turn breaks.
struct Weights {
    View<std::int32_t> duration, length, turn, breaches;

    // Refuses what does not fit a graph of so many arcs, or into a Cost.
    void check(std::size_t arcs) const;
    Owned<Cost> drive() const;
    Owned<Cost> whole() const;
};

MetricArrays<Owned> customise(const Hierarchy& hierarchy, const Weights& weights);

}  // namespace naru::geo
