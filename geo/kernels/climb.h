// Searches upward in a hierarchy from the seeds of one place.
#pragma once

#include "customise.h"
#include "places.h"

namespace naru::geo {

// The upward half of a metric's search graph (out rows, for sources) or the downward half, read backwards (in rows, for targets).
struct UpwardSteps {
    View<std::int32_t> first, head;
    View<Cost> cost;
};

// Walks up the elimination tree and relaxes the steps of every node on the way. No queue is needed, because the way passes a
// node before all nodes above it, and no memory the size of the map, because on one way up a depth names a node. Seeds
// mostly lie on one way up, as the two ends of an arc do; those that do not take one more walk.
class Climb {
  public:
    Climb(const Hierarchy& hierarchy, const UpwardSteps& steps) : hierarchy_(hierarchy), steps_(steps) {}

    // Calls visit(depth) for every node reached, from the lowest up, once per walk; a walk ends with end_of_walk().
    template <class Visit, class End> void run(std::vector<Seed>& seeds, Visit visit, End end_of_walk) {
        std::sort(seeds.begin(), seeds.end(), [](const Seed& a, const Seed& b) { return a.node < b.node; });
        for (done_.assign(seeds.size(), false); start(seeds); end_of_walk()) {
            std::size_t next = 0;
            for (Node node = bottom_; node >= 0; node = hierarchy_.parent[node]) {
                next = plant(seeds, next, node);
                const std::int32_t depth = hierarchy_.depth[node];
                if (cost_[depth] >= unreachable) continue;
                node_[depth] = node;
                visit(depth);
                relax(node, depth);
            }
        }
    }

    Cost cost(std::int32_t depth) const { return cost_[depth]; }
    Node node(std::int32_t depth) const { return node_[depth]; }
    // Depth of the node before on the best way here; -1 - i where seed i begins it.
    std::int32_t from(std::int32_t depth) const { return from_[depth]; }
    std::int32_t bottom_depth() const { return static_cast<std::int32_t>(cost_.size()) - 1; }

  private:
    // Begins a walk at the lowest seed that no walk has passed yet.
    bool start(const std::vector<Seed>& seeds) {
        const auto waiting = std::find(done_.begin(), done_.end(), false);
        if (waiting == done_.end()) return false;
        bottom_ = seeds[waiting - done_.begin()].node;
        const std::size_t nodes = hierarchy_.depth[bottom_] + 1;
        cost_.assign(nodes, unreachable);
        if (node_.size() < nodes) node_.resize(nodes), from_.resize(nodes);
        return true;
    }

    // Takes over the seeds at a node; `next` is the first seed that is not below it.
    std::size_t plant(const std::vector<Seed>& seeds, std::size_t next, Node node) {
        for (; next < seeds.size() && seeds[next].node <= node; ++next) {
            if (seeds[next].node < node || done_[next]) continue;
            done_[next] = true;
            improve(hierarchy_.depth[node], seeds[next].cost, -1 - static_cast<std::int32_t>(next));
        }
        return next;
    }

    void improve(std::int32_t depth, Cost cost, std::int32_t from) {
        if (cost >= cost_[depth]) return;
        cost_[depth] = cost;
        from_[depth] = from;
    }

    void relax(Node node, std::int32_t depth) {
        const Cost here = cost_[depth];
        const std::int32_t end = steps_.first[node + 1];
        for (std::int32_t step = steps_.first[node]; step < end; ++step)
            improve(hierarchy_.depth[steps_.head[step]], here + steps_.cost[step], depth);
    }

    const Hierarchy& hierarchy_;
    UpwardSteps steps_;
    Node bottom_ = -1;
    std::vector<bool> done_;
    std::vector<Cost> cost_;
    std::vector<std::int32_t> from_;
    std::vector<Node> node_;
};

}  // namespace naru::geo
