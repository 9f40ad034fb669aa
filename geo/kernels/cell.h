// A part of the map while it is dissected: an undirected graph without loops or parallel edges.
#pragma once

#include <vector>

#include "graph.h"

namespace naru::geo {

struct Cell {
    std::vector<std::int32_t> name;   // [n] what the whole graph calls each node
    std::vector<std::int32_t> first;  // [n + 1]
    std::vector<std::int32_t> near;   // neighbours of every node

    std::int32_t size() const { return static_cast<std::int32_t>(name.size()); }
    View<std::int32_t> around(std::int32_t node) const {
        return {near.data() + first[node], static_cast<std::size_t>(first[node + 1] - first[node])};
    }
};

// The whole graph, directions forgotten, its nodes named by number.
Cell whole(const Graph& graph);

// The nodes of `cell` that have the same part number, with the edges between them; nodes with part -1 are left out.
// A part is expected to be small or large, so the cost is that of the parts, not of parts times nodes.
std::vector<Cell> split(const Cell& cell, const std::vector<std::int32_t>& part, std::int32_t parts);

// Numbers the connected components of the nodes whose part is not -1, in place. Returns how many there are.
std::int32_t connect(const Cell& cell, std::vector<std::int32_t>& part);

}  // namespace naru::geo
