#include "route.h"

#include "checks.h"
#include "climb.h"

namespace naru::geo {
namespace {

// Replaces edges of the hierarchy by the arcs of the graph that they stand for.
class Unpacker {
  public:
    Unpacker(const Hierarchy& hierarchy, const Metric& metric, std::vector<Arc>& arcs)
        : hierarchy_(hierarchy), metric_(metric), arcs_(arcs) {}

    // The cheapest way from one end of an edge to the other.
    void step(Node from, Node to) {
        const Node low = std::min(from, to), high = std::max(from, to);
        const Arc edge = hierarchy_.edge(low, high);
        require(has(edge, low, high), "metric must belong to this hierarchy.");
        const std::int32_t row = from < to ? 2 * edge : 2 * edge + 1;
        const Cost cost = metric_.both[row];
        for (auto i = hierarchy_.input_first[row]; i < hierarchy_.input_first[row + 1]; ++i)
            if (metric_.arc_cost[hierarchy_.input_arc[i]] == cost) return arcs_.push_back(hierarchy_.input_arc[i]);
        const Node middle = middle_of(from, to, cost);
        step(from, middle);
        step(middle, to);
    }

  private:
    bool has(Arc edge, Node low, Node high) const {
        return edge < hierarchy_.up_first[low + 1] && hierarchy_.up_head[edge] == high;
    }

    // The lower node through which a shortcut leads: a triangle whose other two edges add up to it.
    Node middle_of(Node from, Node to, Cost cost) const {
        const Node low = std::min(from, to), high = std::max(from, to);
        for (auto i = hierarchy_.down_first[low]; i < hierarchy_.down_first[low + 1]; ++i) {
            const Arc to_low = hierarchy_.down_edge[i];
            const Node middle = hierarchy_.up_tail[to_low];
            const Arc to_high = hierarchy_.edge(middle, high);
            if (middle >= low || !has(to_high, middle, high)) continue;
            const Arc first = from == low ? to_low : to_high, second = from == low ? to_high : to_low;
            if (metric_.both[2 * first + 1] + metric_.both[2 * second] == cost) return middle;
        }
        throw std::invalid_argument("metric must belong to this hierarchy.");
    }

    const Hierarchy& hierarchy_;
    const Metric& metric_;
    std::vector<Arc>& arcs_;
};

// One walk up from a place: what it cost to get to every depth, and how.
struct Walk {
    std::vector<Cost> cost;           // [depth]
    std::vector<std::int32_t> from;   // [depth] depth before, or -1 - seed
    std::vector<Node> node;           // [depth]

    // Nodes from a depth down to the seed.
    std::vector<Node> down(std::int32_t depth, std::int32_t& seed) const {
        std::vector<Node> nodes;
        for (; depth >= 0; depth = from[depth]) nodes.push_back(node[depth]);
        seed = -1 - depth;
        return nodes;
    }
};

std::vector<Walk> walks(const Hierarchy& hierarchy, const UpwardSteps& steps, std::vector<Seed>& seeds) {
    std::vector<Walk> all;
    Climb climb(hierarchy, steps);
    climb.run(seeds, [](std::int32_t) {}, [&] {
        Walk walk;
        for (std::int32_t depth = 0; depth <= climb.bottom_depth(); ++depth) {
            walk.cost.push_back(climb.cost(depth));
            walk.from.push_back(climb.from(depth));
            walk.node.push_back(climb.node(depth));
        }
        all.push_back(std::move(walk));
    });
    return all;
}

// Where a walk from the source and one from the target meet at the lowest cost.
struct Meeting {
    const Walk* up = nullptr;
    const Walk* down = nullptr;
    std::int32_t depth = -1;
};

Meeting best_meeting(const std::vector<Walk>& ups, const std::vector<Walk>& downs, Cost& best) {
    Meeting meeting;
    for (const Walk& up : ups)
        for (const Walk& down : downs) {
            const auto depths = static_cast<std::int32_t>(std::min(up.cost.size(), down.cost.size()));
            for (std::int32_t depth = 0; depth < depths; ++depth) {
                const Cost cost = up.cost[depth] + down.cost[depth];
                if (cost >= best || up.node[depth] != down.node[depth]) continue;
                best = cost;
                meeting = {&up, &down, depth};
            }
        }
    return meeting;
}

}  // namespace

Route route(const Hierarchy& hierarchy, const Metric& metric, const Places& source, const Places& target) {
    source.check(hierarchy.arc_tail.size(), "source");
    target.check(hierarchy.arc_tail.size(), "target");
    require(source.size() == 1 && target.size() == 1, "source and target must be one place each.");
    std::vector<Seed> starts, ends;
    source_seeds(source, 0, metric.arc_costs(), hierarchy.arc_head, starts);
    target_seeds(target, 0, metric.arc_costs(), hierarchy.arc_tail, ends);
    const auto ups = walks(hierarchy, {metric.out_first, metric.out_head, metric.out_cost}, starts);
    const auto downs = walks(hierarchy, {metric.in_first, metric.in_tail, metric.in_cost}, ends);

    Route route;
    DirectDrives(target, metric.arc_costs()).for_source(source, 0, [&](std::size_t, const Direct& drive) {
        if (drive.cost >= route.cost) return;
        route = {drive.cost, {source.arc[drive.source_position]}, drive.source_position, drive.target_position};
    });
    const Meeting meeting = best_meeting(ups, downs, route.cost);
    if (meeting.depth < 0) return route;
    std::int32_t start = 0, end = 0;
    const std::vector<Node> up = meeting.up->down(meeting.depth, start), down = meeting.down->down(meeting.depth, end);
    route.source_position = starts[start].position;
    route.target_position = ends[end].position;
    route.arcs.assign(1, source.arc[route.source_position]);
    Unpacker unpacker(hierarchy, metric, route.arcs);
    for (std::size_t i = up.size() - 1; i > 0; --i) unpacker.step(up[i], up[i - 1]);
    for (std::size_t i = 1; i < down.size(); ++i) unpacker.step(down[i - 1], down[i]);
    route.arcs.push_back(target.arc[route.target_position]);
    return route;
}

}  // namespace naru::geo
