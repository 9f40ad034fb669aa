// Prices the spread of the routes' durations: so much per second between the longest and the shortest.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "problem.h"

namespace routing {

class Balance {
public:
    Balance(const Problem& given, int routes)
        : weight(given.relations.balance_cost), durations(static_cast<std::size_t>(routes), nothing) {}

    bool active() const { return weight != 0; }
    void set(int route, Time duration) { durations[route] = duration; }
    Time duration(int route) const { return durations[route]; }

    // What the spread costs if one route had another duration; `nothing` for one that stays at home.
    Cost cost_with(int route, Time duration) const {
        if (!active()) return 0;
        Time longest = duration;
        Time shortest = duration < 0 ? std::numeric_limits<Time>::max() : duration;
        for (int i = 0; i < static_cast<int>(durations.size()); ++i) {
            if (i == route || durations[i] < 0) continue;
            longest = std::max(longest, durations[i]);
            shortest = std::min(shortest, durations[i]);
        }
        return longest < 0 ? 0 : weight * (longest - shortest);
    }

private:
    Cost weight;
    std::vector<Time> durations;  // per route; nothing where it stays at home
};

}  // namespace routing
