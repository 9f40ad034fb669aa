// The part of a metric that leads down to a set of targets, in the order in which a sweep visits it.
//
// D. Delling, A. Goldberg, R. Werneck: Faster Batched Shortest Paths in Road Networks. ATMOS 2011,
// doi:10.4230/OASIcs.ATMOS.2011.52 (RPHAST).
#pragma once

#include "customise.h"
#include "places.h"

namespace naru::geo {

// Rows 0 .. nodes - 1 are nodes of the hierarchy, highest first; the rows after them are the targets. A row's cost is the
// smallest of its pulls: cost of an earlier row plus cost of the step down from there.
struct Selection {
    std::vector<std::int32_t> row_of;  // [n] row of a node, -1 where it leads to no target
    std::size_t nodes = 0;
    std::vector<std::int32_t> first;   // [rows + 1]
    std::vector<std::int32_t> from;
    std::vector<Cost> cost;
};

Selection select(const Hierarchy& hierarchy, const Metric& metric, const Places& targets);

}  // namespace naru::geo
