// Holds a solution outside the search.
#pragma once

#include <cstdint>
#include <vector>

#include "problem.h"
#include "ties.h"

namespace routing {

// Vehicle and tasks of each route.
struct Plan {
    std::vector<int> slots;  // vehicle of each route
    std::vector<int> ends;   // where its tasks end in `tasks`
    std::vector<int> tasks;
    std::vector<Agreement> agreements;   // of each route with the others, where routes are tied
    std::int64_t required_unserved = 0;  // by their weights
    Cost cost = 0;  // with the prizes of unserved optional requests
    int unserved = 0;

    int vehicles() const { return static_cast<int>(slots.size()); }
};

// Where nothing is served.
Plan empty_plan(const Problem& problem);

// Fewest required requests unserved, then fewest vehicles if that is asked, then least cost.
bool is_better(const Plan& plan, const Plan& other, bool minimise_vehicles);

}  // namespace routing
