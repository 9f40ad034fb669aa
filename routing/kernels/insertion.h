// Finds the cheapest place for a request in the present routes.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "neighbours.h"
#include "random.h"
#include "routes.h"

namespace routing {

constexpr Cost no_cost = std::numeric_limits<Cost>::max() / 4;

// Where a request goes: behind `after`; the delivery of a pair behind `delivery_after`, or behind its own
// pick-up when that is `nothing`.
struct Spot {
    Cost delta = no_cost;
    int after = nothing;
    int delivery_after = nothing;

    bool found() const { return delta < no_cost; }
};

template <int level>
class Insertion {
public:
    Insertion(const Routes<level>& routes, const Neighbours& neighbours, Random& random);

    // Cheapest spot beside near neighbours or in an idle vehicle; anywhere if there is none. Each position is
    // overlooked with the blink rate.
    Spot best(int request);

    bool new_routes = true;  // idle vehicles may be used
    double blink_rate = 0.01;

private:
    struct Arrival {  // of the task that is being placed
        Time finish;
        bool possible;
    };

    bool blinks() {
        if (--until_blink >= 0) return false;
        until_blink = random.failures(std::log(1.0 - blink_rate));
        return true;
    }
    bool seen_before(int after);
    bool takes(int route) const;
    void beside_neighbours();
    void in_idle_vehicles();
    void everywhere();
    void consider(int after, int next);
    void consider_single(int after, int next);
    void consider_pair(int after, int next);
    bool single_load_fits(int after) const;
    bool pair_load_fits(int after) const;
    Arrival arrive(int type, const Matrix& road, int task, int previous, Time departure) const;
    bool in_time(int type, const Matrix& road, int location, Time finish, int next) const;
    Cost exact_delta(int route, int after, int delivery_after);
    void take(Cost delta, int after, int delivery_after);
    Cost start_cost(int route) const {
        return routes.routes[route].size == 0 ? routes.vehicle(route).fixed_cost : 0;
    }

    const Problem& problem;
    const Routes<level>& routes;
    const Neighbours& neighbours;
    Random& random;
    int until_blink = 0;

    // Of the request that is being placed.
    int request = nothing;
    int first = nothing;   // its only task, or its pick-up
    int second = nothing;  // the delivery of a pair
    const Load* load = nullptr;
    const Distance* way_to = nullptr;    // distances to and from `first`, with profile 0
    const Distance* way_from = nullptr;
    Spot spot;
    std::vector<std::uint32_t> seen;
    std::uint32_t query = 0;
    std::vector<int> order;
    Schedule scratch;
};

}  // namespace routing
