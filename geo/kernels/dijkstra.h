// Plain Dijkstra, arc by arc: the slow and obvious answer that everything fast is compared with.
#pragma once

#include "graph.h"
#include "places.h"

namespace naru::geo {

// Cost from every source to every target, row by row.
std::vector<Cost> dijkstra_matrix(const Graph& graph, const ArcCosts& costs, const Places& sources, const Places& targets);

}  // namespace naru::geo
