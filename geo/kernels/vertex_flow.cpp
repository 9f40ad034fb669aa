#include "vertex_flow.h"

namespace naru::geo {

VertexFlow::VertexFlow(const Cell& cell, const std::vector<std::int32_t>& line, std::int32_t end_size)
    : cell_(cell), place_(line.size()) {
    const auto n = cell.size();
    for (Side& side : sides_) {
        side.terminal.assign(n, false);
        side.near.assign(n, false);
        side.far.assign(n, false);
        side.before_near.resize(n);
        side.before_far.resize(n);
        side.link.assign(n, -1);
    }
    for (std::int32_t i = 0; i < n; ++i) place_[line[i]] = i;
    for (std::int32_t i = 0; i < end_size; ++i) add_terminal(0, line[i]);
    // No separator fits between neighbours, so a node beside the first end cannot belong to the last.
    for (std::int32_t i = n - end_size; i < n; ++i)
        if (!sides_[0].terminal[line[i]] && !touches(sides_[0], line[i])) add_terminal(1, line[i]);
    saturate();
    restart(1);
    search(1);
}

bool VertexFlow::advance() {
    const int side = smaller(), other = 1 - side;
    claim_reached(side);
    const std::int32_t node = node_to_claim(side);
    if (node < 0) return false;
    const bool more_flow = sides_[other].near[node];
    add_terminal(side, node);
    if (more_flow) {
        restart(0);
        saturate();
        restart(1);
        search(1);
    } else {
        sides_[side].queue.push_back({node, true});
        search(side);
    }
    return true;
}

std::vector<std::int32_t> VertexFlow::separator() const {
    const Side& side = sides_[smaller()];
    std::vector<std::int32_t> nodes;
    for (const auto node : side.blocked)
        if (!side.far[node]) nodes.push_back(node);
    return nodes;
}

void VertexFlow::add_terminal(int index, std::int32_t node) {
    Side& side = sides_[index];
    side.terminal[node] = true;
    side.near[node] = true;
    if (!side.far[node]) ++side.reached;
    side.far[node] = true;
    side.terminals.push_back(node);
}

// What the search reached without filling a separator up belongs to the side for good.
void VertexFlow::claim_reached(int index) {
    Side& side = sides_[index];
    std::erase_if(side.blocked, [&](auto node) { return side.far[node]; });
    std::erase_if(side.tentative, [&](auto node) {
        if (side.far[node] && !side.terminal[node]) add_terminal(index, node);
        return side.far[node];
    });
}

// Forgets what was reached, because the flow changed, and begins again at the terminals.
void VertexFlow::restart(int index) {
    Side& side = sides_[index];
    for (const auto node : side.tentative) {
        if (side.terminal[node]) continue;
        if (side.far[node]) --side.reached;
        side.near[node] = side.far[node] = false;
    }
    side.tentative.clear();
    side.blocked.clear();
    side.queue.clear();
    std::erase_if(side.terminals, [&](auto node) {
        for (const auto other : cell_.around(node))
            if (!side.terminal[other]) return false;
        return true;
    });
    for (const auto node : side.terminals) side.queue.push_back({node, true});
}

void VertexFlow::reach_near(Side& side, std::int32_t node, Half before) {
    if (side.near[node]) return;
    if (!side.far[node]) side.tentative.push_back(node);
    side.near[node] = true;
    side.before_near[node] = before;
    side.queue.push_back({node, false});
    if (carries_flow(node) && !side.far[node]) side.blocked.push_back(node);
}

void VertexFlow::reach_far(Side& side, std::int32_t node, Half before) {
    if (side.far[node]) return;
    if (!side.near[node]) side.tentative.push_back(node);
    side.far[node] = true;
    ++side.reached;
    side.before_far[node] = before;
    side.queue.push_back({node, true});
}

// Returns a terminal of the other side when one is next to the node, else -1.
std::int32_t VertexFlow::leave_far(int index, std::int32_t node) {
    Side& side = sides_[index];
    const Side& other = sides_[1 - index];
    for (const auto neighbour : cell_.around(node)) {
        if (other.terminal[neighbour]) return neighbour;
        reach_near(side, neighbour, {node, true});
    }
    if (!side.terminal[node] && carries_flow(node)) reach_near(side, node, {node, true});
    return -1;
}

// Reaches every half to which one more unit of flow could be led; ends early at a terminal of the other side.
std::int32_t VertexFlow::search(int index) {
    Side& side = sides_[index];
    for (std::size_t i = 0; i < side.queue.size(); ++i) {
        const Half half = side.queue[i];
        if (half.far) {
            found_from_ = half.node;
            if (const auto target = leave_far(index, half.node); target >= 0) return target;
        } else if (!carries_flow(half.node)) {
            reach_far(side, half.node, half);
        } else {
            reach_far(side, side.link[half.node], half);  // the unit that fills the node can be led from there instead
        }
    }
    side.queue.clear();
    return -1;
}

// Leads one more unit from side 0 along the way that its search found, to `node` and its neighbour `target` of side 1.
void VertexFlow::augment(std::int32_t node, std::int32_t target) {
    Side& source = sides_[0];
    Side& sink = sides_[1];
    while (true) {
        if (!sink.terminal[target]) source.link[target] = node;
        if (source.terminal[node]) return;
        sink.link[node] = target;
        // Go back to the step by which the search entered a node from a neighbour.
        std::int32_t entered = source.before_far[node].node;
        while (source.before_near[entered].node == entered) {  // its unit of flow was led away: it carries none now
            source.link[entered] = sink.link[entered] = -1;
            entered = source.before_far[entered].node;
        }
        target = entered;
        node = source.before_near[entered].node;
    }
}

void VertexFlow::saturate() {
    if (sides_[0].queue.empty()) restart(0);
    for (std::int32_t target; (target = search(0)) >= 0; restart(0)) {
        augment(found_from_, target);
        ++flow_;
    }
}

// The next node of the separator that joins the side: if possible one that lets no more flow through, then the one
// nearest to the side's end of the line.
std::int32_t VertexFlow::node_to_claim(int index) const {
    const Side& side = sides_[index];
    const Side& other = sides_[1 - index];
    std::int32_t best = -1;
    const auto before = [&](std::int32_t a, std::int32_t b) {
        if (other.near[a] != other.near[b]) return bool{other.near[b]};
        return index == 0 ? place_[a] < place_[b] : place_[a] > place_[b];
    };
    for (const auto node : side.blocked)
        if (!side.far[node] && !other.terminal[node] && !touches(other, node) && (best < 0 || before(node, best))) best = node;
    return best;
}

bool VertexFlow::touches(const Side& side, std::int32_t node) const {
    for (const auto neighbour : cell_.around(node))
        if (side.terminal[neighbour]) return true;
    return false;
}

}  // namespace naru::geo
