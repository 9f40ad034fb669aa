#include "customise.h"

namespace naru::geo {
namespace {

// Costs of an edge upward and downward side by side, so that one instruction works on both.
using Pair = Cost __attribute__((vector_size(16), may_alias));

Pair swapped(Pair pair) { return __builtin_shufflevector(pair, pair, 1, 0); }
void lower(Pair& held, Pair candidate) { held = candidate < held ? candidate : held; }

// Every edge starts with the cheapest arc of the graph that it stands for.
Owned<Cost> input_costs(const Hierarchy& hierarchy, const Owned<Cost>& arc_cost) {
    Owned<Cost> both(2 * hierarchy.up_head.size());
    for (std::size_t row = 0; row < both.size(); ++row) {
        Cost cost = unreachable;
        for (auto i = hierarchy.input_first[row]; i < hierarchy.input_first[row + 1]; ++i)
            cost = std::min(cost, arc_cost[hierarchy.input_arc[i]]);
        both[row] = cost;
    }
    return both;
}

// Calls visit(xz, yz) for the other two edges of every triangle x < y < z with the edge xy, up to the end of the row of x.
template <class Visit> void for_triangles(const Hierarchy& hierarchy, std::int32_t xy, std::int32_t end, Visit visit) {
    // All higher neighbours of x are neighbours of each other, so yz is always found before y's row ends.
    std::int32_t yz = hierarchy.up_first[hierarchy.up_head[xy]];
    for (std::int32_t xz = xy + 1; xz < end; ++xz, ++yz) {
        while (hierarchy.up_head[yz] != hierarchy.up_head[xz]) ++yz;
        visit(xz, yz);
    }
}

// Basic customisation: after it, an edge costs what the best path through lower nodes costs.
void relax_lower_triangles(const Hierarchy& hierarchy, Pair* both) {
    for (Node x = 0; x < hierarchy.nodes(); ++x) {
        const std::int32_t end = hierarchy.up_first[x + 1];
        for (std::int32_t xy = hierarchy.up_first[x]; xy < end; ++xy) {
            const Pair yx = swapped(both[xy]);
            for_triangles(hierarchy, xy, end, [&](std::int32_t xz, std::int32_t yz) { lower(both[yz], yx + both[xz]); });
        }
    }
}

// Perfect customisation: what the best path of the whole graph costs. It leaves x along an edge whose own cost is known, and goes on
// between higher nodes, which are done.
Owned<Cost> relax_upper_triangles(const Hierarchy& hierarchy, const Pair* both) {
    Owned<Cost> costs(2 * hierarchy.up_head.size());
    Pair* const perfect = reinterpret_cast<Pair*>(costs.data());
    for (Node x = hierarchy.nodes() - 1; x >= 0; --x) {
        const std::int32_t begin = hierarchy.up_first[x], end = hierarchy.up_first[x + 1];
        std::copy(both + begin, both + end, perfect + begin);
        for (std::int32_t xy = begin; xy < end; ++xy) {
            const Pair own = both[xy];
            Pair best = perfect[xy];
            for_triangles(hierarchy, xy, end, [&](std::int32_t xz, std::int32_t yz) {
                lower(best, both[xz] + swapped(perfect[yz]));
                lower(perfect[xz], own + perfect[yz]);
            });
            perfect[xy] = best;
        }
    }
    return costs;
}

// Steps of a search graph in one direction, as they are gathered.
struct Steps {
    Owned<std::int32_t>& first;
    Owned<std::int32_t>& head;
    Owned<Cost>& cost;

    void reserve(const Hierarchy& hierarchy) {
        first.resize(hierarchy.up_first.size());
        head.resize(hierarchy.up_head.size());
        cost.resize(hierarchy.up_head.size());
        first[0] = 0;
    }
    // Written in any case and kept by counting: which edges are kept cannot be foretold.
    void add(std::int32_t& count, Node node, Cost own, Cost best) {
        head[count] = node;
        cost[count] = own;
        count += own == best && own < unreachable;
    }
    void end() {
        head.resize(first.back());
        cost.resize(first.back());
    }
};

// Keeps the edges whose own cost is that of the best path; the others are never needed.
void keep_shortest(const Hierarchy& hierarchy, const Owned<Cost>& perfect, MetricArrays<Owned>& metric) {
    Steps out{metric.out_first, metric.out_head, metric.out_cost}, in{metric.in_first, metric.in_tail, metric.in_cost};
    out.reserve(hierarchy);
    in.reserve(hierarchy);
    std::int32_t outs = 0, ins = 0;
    for (Node node = 0; node < hierarchy.nodes(); ++node) {
        for (std::int32_t edge = hierarchy.up_first[node]; edge < hierarchy.up_first[node + 1]; ++edge) {
            out.add(outs, hierarchy.up_head[edge], metric.both[2 * edge], perfect[2 * edge]);
            in.add(ins, hierarchy.up_head[edge], metric.both[2 * edge + 1], perfect[2 * edge + 1]);
        }
        out.first[node + 1] = outs;
        in.first[node + 1] = ins;
    }
    out.end();
    in.end();
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
    Pair* const both = reinterpret_cast<Pair*>(metric.both.data());
    relax_lower_triangles(hierarchy, both);
    keep_shortest(hierarchy, relax_upper_triangles(hierarchy, both), metric);
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
