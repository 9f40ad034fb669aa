// Says whether the order of visits of a route keeps goods apart and pins in place.
#pragma once

#include <span>
#include <vector>

#include "problem.h"

namespace routing {

// Goods that must not be aboard, or in the same vehicle, together never are.
bool keeps_goods_apart(const Problem& problem, std::span<const int> tasks,
                       std::vector<int>& scratch);

// Frozen visits come first, and what is pinned in order keeps the order of the previous plan.
bool keeps_pins(const Problem& problem, int type, std::span<const int> tasks);

}  // namespace routing
