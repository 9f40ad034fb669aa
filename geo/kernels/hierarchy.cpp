#include "hierarchy.h"

#include <numeric>

namespace naru::geo {
namespace {

using Lists = std::vector<std::vector<Node>>;

void require_permutation(View<std::int32_t> rank, std::size_t nodes) {
    require(rank.size() == nodes, "rank must have one entry per node.");
    require_indices(rank, nodes, "rank");
    std::vector<bool> seen(nodes);
    for (const Node node : rank) {
        require(!seen[node], "rank must name every position once.");
        seen[node] = true;
    }
}

// The higher neighbours of every node, by rank, in any order and possibly more than once.
Lists higher_neighbours(const Graph& graph, View<std::int32_t> rank) {
    Lists higher(rank.size());
    for (std::int32_t tail = 0; tail < graph.nodes(); ++tail)
        for (auto arc = graph.first_out[tail]; arc < graph.first_out[tail + 1]; ++arc) {
            const Node a = rank[tail], b = rank[graph.head[arc]];
            if (a != b) higher[std::min(a, b)].push_back(std::max(a, b));
        }
    return higher;
}

// Contracts node after node: the lowest neighbour inherits all the others.
void fill_in(Lists& higher) {
    for (auto& heads : higher) {
        std::sort(heads.begin(), heads.end());
        heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
        heads.shrink_to_fit();
        if (heads.size() > 1) {
            auto& inherited = higher[heads[0]];
            inherited.insert(inherited.end(), heads.begin() + 1, heads.end());
        }
    }
}

// New positions in a postorder of the elimination tree. Parents stay above their children.
std::vector<Node> postorder(const Lists& higher) {
    const auto n = static_cast<Node>(higher.size());
    std::vector<Node> size(n, 1), next(n), position(n);
    for (Node node = 0; node < n; ++node)
        if (!higher[node].empty()) size[higher[node][0]] += size[node];
    Node roots_end = 0;
    for (Node node = n - 1; node >= 0; --node) {
        Node& begin = higher[node].empty() ? roots_end : next[higher[node][0]];
        next[node] = begin;
        begin += size[node];
        position[node] = begin - 1;
    }
    return position;
}

void place_edges(HierarchyArrays<Owned>& arrays, const Lists& higher, const std::vector<Node>& position) {
    const std::size_t n = higher.size();
    arrays.up_first.assign(n + 1, 0);
    for (std::size_t node = 0; node < n; ++node)
        arrays.up_first[position[node] + 1] = static_cast<std::int32_t>(higher[node].size());
    std::int64_t edges = 0;
    for (const auto& heads : higher) edges += static_cast<std::int64_t>(heads.size());
    require(edges < (std::int64_t{1} << 30), "the order leaves more than 2^30 edges: use a better one.");
    std::partial_sum(arrays.up_first.begin(), arrays.up_first.end(), arrays.up_first.begin());
    arrays.up_head.resize(edges);
    arrays.up_tail.resize(edges);
    for (std::size_t node = 0; node < n; ++node) {
        std::int32_t edge = arrays.up_first[position[node]];
        for (const Node head : higher[node]) {
            arrays.up_tail[edge] = position[node];
            arrays.up_head[edge++] = position[head];
        }
    }
}

void climb_tree(HierarchyArrays<Owned>& arrays) {
    const std::size_t n = arrays.rank.size();
    arrays.parent.assign(n, -1);
    arrays.depth.assign(n, 0);
    for (std::size_t node = n; node-- > 0;) {
        if (arrays.up_first[node] == arrays.up_first[node + 1]) continue;
        arrays.parent[node] = arrays.up_head[arrays.up_first[node]];
        arrays.depth[node] = arrays.depth[arrays.parent[node]] + 1;
    }
}

// Turns counts at [row + 1] into row starts, and sorts `items` into the rows by calling row_of.
template <class RowOf>
void group(std::size_t items, std::size_t rows, RowOf row_of, Owned<std::int32_t>& first, Owned<std::int32_t>& grouped) {
    first.assign(rows + 1, 0);
    for (std::size_t item = 0; item < items; ++item)
        if (const auto row = row_of(item); row >= 0) ++first[row + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    grouped.resize(first[rows]);
    std::vector<std::int32_t> next(first.begin(), first.end() - 1);
    for (std::size_t item = 0; item < items; ++item)
        if (const auto row = row_of(item); row >= 0) grouped[next[row]++] = static_cast<std::int32_t>(item);
}

void map_arcs(HierarchyArrays<Owned>& arrays, const Graph& graph) {
    const std::size_t m = graph.head.size();
    arrays.arc_tail.resize(m);
    arrays.arc_head.resize(m);
    for (std::int32_t tail = 0; tail < graph.nodes(); ++tail)
        for (auto arc = graph.first_out[tail]; arc < graph.first_out[tail + 1]; ++arc) {
            arrays.arc_tail[arc] = arrays.rank[tail];
            arrays.arc_head[arc] = arrays.rank[graph.head[arc]];
        }
    Hierarchy view;
    view.up_first = arrays.up_first;
    view.up_head = arrays.up_head;
    std::vector<std::int32_t> row(m);
    for (std::size_t arc = 0; arc < m; ++arc) {
        const Node tail = arrays.arc_tail[arc], head = arrays.arc_head[arc];
        if (tail == head) row[arc] = -1;
        else row[arc] = tail < head ? 2 * view.edge(tail, head) : 2 * view.edge(head, tail) + 1;
    }
    group(m, 2 * arrays.up_head.size(), [&](std::size_t arc) { return row[arc]; }, arrays.input_first, arrays.input_arc);
}

}  // namespace

HierarchyArrays<Owned> build_hierarchy(const Graph& graph, View<std::int32_t> rank) {
    graph.check();
    require_permutation(rank, graph.first_out.size() - 1);
    Lists higher = higher_neighbours(graph, rank);
    fill_in(higher);
    const std::vector<Node> position = postorder(higher);
    HierarchyArrays<Owned> arrays;
    arrays.rank.resize(rank.size());
    for (std::size_t node = 0; node < rank.size(); ++node) arrays.rank[node] = position[rank[node]];
    place_edges(arrays, higher, position);
    climb_tree(arrays);
    group(arrays.up_head.size(), rank.size(), [&](std::size_t edge) { return arrays.up_head[edge]; },
          arrays.down_first, arrays.down_edge);
    map_arcs(arrays, graph);
    return arrays;
}

void Hierarchy::check() const {
    const std::size_t n = rank.size(), e = up_head.size(), m = arc_tail.size();
    require(arc_head.size() == m, "arc_head must have one entry per arc.");
    require(up_tail.size() == e, "up_tail must have one entry per edge.");
    require_indices(rank, n, "rank");
    require_indices(arc_tail, n, "arc_tail");
    require_indices(arc_head, n, "arc_head");
    check_tree();
    require_rows(up_first, n, e, "up_first");
    require_rows(down_first, n, down_edge.size(), "down_first");
    require_indices(down_edge, e, "down_edge");
    require_rows(input_first, 2 * e, input_arc.size(), "input_first");
    require_indices(input_arc, m, "input_arc");
    require_indices(up_head, n, "up_head");
    require_indices(up_tail, n, "up_tail");
    bool upward = true, own = true;
    for (Node node = 0; node < nodes(); ++node)
        for (auto edge = up_first[node]; edge < up_first[node + 1]; ++edge) {
            own &= up_tail[edge] == node;
            upward &= node < up_head[edge];
        }
    require(own, "up_tail must be the node whose row the edge is in.");
    require(upward, "up_head must be above up_tail.");
}

// Searches rely on it that what is above a node is on its way to the root, and that subtrees are contiguous.
void Hierarchy::check_tree() const {
    const std::size_t n = rank.size();
    require(parent.size() == n, "parent must have one entry per node.");
    require(depth.size() == n, "depth must have one entry per node.");
    std::vector<Node> size(n, 1);
    std::vector<Node> lowest(n);
    std::iota(lowest.begin(), lowest.end(), 0);
    bool upward = true, contiguous = true;
    for (Node node = 0; node < nodes(); ++node) {
        const Node above = parent[node];
        contiguous &= size[node] == node - lowest[node] + 1;
        if (above == -1) {
            upward &= depth[node] == 0;
        } else if (above > node && above < nodes()) {
            upward &= depth[node] == depth[above] + 1;
            size[above] += size[node];
            lowest[above] = std::min(lowest[above], lowest[node]);
        } else {
            upward = false;
        }
    }
    require(upward, "parent must be above every node, and depth one more than the parent's.");
    require(contiguous, "parent must be that of a postorder.");
}

std::vector<Node> Hierarchy::lowest_below() const {
    std::vector<Node> lowest(rank.size());
    std::iota(lowest.begin(), lowest.end(), 0);
    for (Node node = 0; node < nodes(); ++node)
        if (parent[node] >= 0) lowest[parent[node]] = std::min(lowest[parent[node]], lowest[node]);
    return lowest;
}

}  // namespace naru::geo
