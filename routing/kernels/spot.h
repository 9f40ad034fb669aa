// Says where a request goes in the present routes, and what that costs.
#pragma once

#include <limits>

#include "problem.h"
#include "trips.h"

namespace routing {

constexpr Cost no_cost = std::numeric_limits<Cost>::max() / 4;

// Where a request goes: behind `after`; the delivery of a pair behind `delivery_after`, or behind its own
// pick-up when that is `nothing`.
struct Spot {
    Cost delta = no_cost;
    int after = nothing;
    int delivery_after = nothing;
    Turn turn = {};  // the reload that comes with it

    bool found() const { return after != nothing; }
};

}  // namespace routing
