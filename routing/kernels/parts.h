// Divides the routes of a plan among the threads of a search, so that each part lies together on the map.
#pragma once

#include <cstdint>
#include <vector>

#include "plan.h"
#include "problem.h"
#include "random.h"

namespace routing {

// What one thread plans for a while, as if there were nothing else.
struct Part {
    Plan plan;                  // its routes, with the slots that they have in the whole plan
    std::vector<int> unserved;  // its requests without a route
    std::vector<char> open;     // per slot, whether it may be used: by its routes and its share of the idle vehicles
    Plan best;                  // what came of it: the best solution
    Plan present;               // and the last one
};

// Whether the routes of a problem depend on nothing but their own visits.
bool may_be_divided(const Problem& problem);

// Cuts the map as often as needed between two places drawn each time, so that all parts have about as many visits.
std::vector<Part> divide(const Problem& problem, const Plan& plan, int count, Random& random);

// Puts the routes of a plan behind those of another.
void append(Plan& plan, const Plan& more);

}  // namespace routing
