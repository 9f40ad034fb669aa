// Takes the nodes off a graph that need no separators.
#pragma once

#include "cell.h"

namespace naru::geo {

// Contracts nodes with at most two neighbours, round after round, as long as there are any: dead ends, trees and chains.
// Within a round no two are neighbours, so chains become shallow. Returns their names in order and leaves the core in `cell`.
std::vector<std::int32_t> peel(Cell& cell);

}  // namespace naru::geo
