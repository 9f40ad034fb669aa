#include "customise.h"

namespace naru::geo {
namespace {

// Every edge starts with the cheapest arc of the graph that it stands for.
Owned<Cost> input_costs(const Hierarchy& hierarchy, const Owned<Cost>& arc_cost) {
    Owned<Cost> both(2 * hierarchy.up_head.size(), unreachable);
    for (std::size_t row = 0; row < both.size(); ++row)
        for (auto i = hierarchy.input_first[row]; i < hierarchy.input_first[row + 1]; ++i)
            both[row] = std::min(both[row], arc_cost[hierarchy.input_arc[i]]);
    return both;
}

// Calls visit(xy, xz, yz) for the edges of every triangle x < y < z above x.
template <class Visit> void for_triangles(const Hierarchy& hierarchy, Node x, Visit visit) {
    const std::int32_t end = hierarchy.up_first[x + 1];
    for (std::int32_t xy = hierarchy.up_first[x]; xy < end; ++xy) {
        // All higher neighbours of x are neighbours of each other, so yz is always found before y's row ends.
        std::int32_t yz = hierarchy.up_first[hierarchy.up_head[xy]];
        for (std::int32_t xz = xy + 1; xz < end; ++xz, ++yz) {
            while (hierarchy.up_head[yz] != hierarchy.up_head[xz]) ++yz;
            visit(xy, xz, yz);
        }
    }
}

void improve(Cost& cost, Cost one, Cost other) { cost = std::min(cost, one + other); }

// Basic customisation: after it, an edge costs what the best path through lower nodes costs.
void relax_lower_triangles(const Hierarchy& hierarchy, Owned<Cost>& both) {
    for (Node x = 0; x < hierarchy.nodes(); ++x)
        for_triangles(hierarchy, x, [&](std::int32_t xy, std::int32_t xz, std::int32_t yz) {
            improve(both[2 * yz], both[2 * xy + 1], both[2 * xz]);
            improve(both[2 * yz + 1], both[2 * xz + 1], both[2 * xy]);
        });
}

// Perfect customisation: after it, an edge costs what the best path of the whole graph costs.
void relax_upper_triangles(const Hierarchy& hierarchy, Owned<Cost>& both) {
    for (Node x = hierarchy.nodes() - 1; x >= 0; --x)
        for_triangles(hierarchy, x, [&](std::int32_t xy, std::int32_t xz, std::int32_t yz) {
            improve(both[2 * xy], both[2 * xz], both[2 * yz + 1]);
            improve(both[2 * xz], both[2 * xy], both[2 * yz]);
            improve(both[2 * xy + 1], both[2 * yz], both[2 * xz + 1]);
            improve(both[2 * xz + 1], both[2 * yz + 1], both[2 * xy + 1]);
        });
}

// Keeps the edges in one direction whose own cost is that of the best path; the others are never needed.
void keep_shortest(const Hierarchy& hierarchy, const Owned<Cost>& basic, const Owned<Cost>& perfect, int direction,
                   Owned<std::int32_t>& first, Owned<std::int32_t>& head, Owned<Cost>& cost) {
    first.assign(1, 0);
    first.reserve(hierarchy.up_first.size());
    for (Node node = 0; node < hierarchy.nodes(); ++node) {
        for (std::int32_t edge = hierarchy.up_first[node]; edge < hierarchy.up_first[node + 1]; ++edge)
            if (const Cost own = basic[2 * edge + direction]; own < unreachable && own == perfect[2 * edge + direction]) {
                head.push_back(hierarchy.up_head[edge]);
                cost.push_back(own);
            }
        first.push_back(static_cast<std::int32_t>(head.size()));
    }
}

}  // namespace

void Weights::check(std::size_t arcs) const {
    require(duration.size() == arcs, "durations must have one entry per arc.");
    require(length.size() == arcs, "lengths must have one entry per arc.");
    require(turn.size() == arcs, "turns must have one entry per arc.");
    require(breaches.size() == arcs, "breaches must have one entry per arc.");
    bool quick = true, short_enough = true, positive = true, few = true;
    for (std::size_t arc = 0; arc < arcs; ++arc) {
        if (duration[arc] < 0) continue;
        quick &= Cost{duration[arc]} + turn[arc] <= largest_duration;
        short_enough &= length[arc] <= largest_length;
        positive &= length[arc] >= 0 && turn[arc] >= 0;
        few &= breaches[arc] >= 0 && breaches[arc] <= 1;
    }
    require(quick, "durations must be below 2^29 milliseconds, turns included.");
    require(short_enough, "lengths must be below 2^30 centimetres.");
    require(positive, "lengths and turns must not be negative on open arcs.");
    require(few, "breaches must be 0 or 1 on open arcs.");
}

Owned<Cost> Weights::drive() const {
    Owned<Cost> costs(duration.size());
    for (std::size_t arc = 0; arc < costs.size(); ++arc)
        costs[arc] = duration[arc] < 0 ? unreachable : cost_of(duration[arc], length[arc]);
    return costs;
}

Owned<Cost> Weights::whole() const {
    Owned<Cost> costs = drive();
    for (std::size_t arc = 0; arc < costs.size(); ++arc)
        if (duration[arc] >= 0) costs[arc] += cost_of(turn[arc], 0, breaches[arc]);
    return costs;
}

MetricArrays<Owned> customise(const Hierarchy& hierarchy, const Weights& weights) {
    weights.check(hierarchy.arc_tail.size());
    MetricArrays<Owned> metric;
    metric.arc_drive = weights.drive();
    metric.arc_cost = weights.whole();
    metric.both = input_costs(hierarchy, metric.arc_cost);
    relax_lower_triangles(hierarchy, metric.both);
    Owned<Cost> perfect = metric.both;
    relax_upper_triangles(hierarchy, perfect);
    keep_shortest(hierarchy, metric.both, perfect, 0, metric.out_first, metric.out_head, metric.out_cost);
    keep_shortest(hierarchy, metric.both, perfect, 1, metric.in_first, metric.in_tail, metric.in_cost);
    return metric;
}

void Metric::check(const Hierarchy& hierarchy) const {
    const std::size_t n = hierarchy.rank.size();
    require(arc_drive.size() == hierarchy.arc_tail.size(), "arc_drive must have one entry per arc.");
    require(arc_cost.size() == hierarchy.arc_tail.size(), "arc_cost must have one entry per arc.");
    require(both.size() == 2 * hierarchy.up_head.size(), "both must have two entries per edge.");
    require(out_cost.size() == out_head.size(), "out_cost must have one entry per out_head.");
    require(in_cost.size() == in_tail.size(), "in_cost must have one entry per in_tail.");
    require_rows(out_first, n, out_head.size(), "out_first");
    require_rows(in_first, n, in_tail.size(), "in_first");
    require_indices(out_head, n, "out_head");
    require_indices(in_tail, n, "in_tail");
    const std::vector<Node> lowest = hierarchy.lowest_below();
    const auto require_ancestors = [&](View<std::int32_t> first, View<std::int32_t> head, const char* rule) {
        bool above = true;
        for (Node node = 0; node < hierarchy.nodes(); ++node)
            for (auto step = first[node]; step < first[node + 1]; ++step)
                above &= node < head[step] && lowest[head[step]] <= node;
        require(above, rule);
    };
    require_ancestors(out_first, out_head, "out_head must be above the node in the elimination tree.");
    require_ancestors(in_first, in_tail, "in_tail must be above the node in the elimination tree.");
}

}  // namespace naru::geo
