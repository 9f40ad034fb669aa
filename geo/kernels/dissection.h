// Orders the nodes of a graph by nested dissection: small separators last.
#pragma once

#include <vector>

#include "graph.h"

namespace naru::geo {

// Rank of every node: within each part, the nodes that separate its two halves come after both halves.
std::vector<std::int32_t> nested_dissection(const Graph& graph, View<double> lat, View<double> lon);

}  // namespace naru::geo
