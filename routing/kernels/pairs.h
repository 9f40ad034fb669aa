// Finds the cheapest place for a pick-up and its delivery, and remembers it as long as the route does not change.
//
// For problems of pairs with single windows, by road only; all others go through Insertion.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "random.h"
#include "routes.h"
#include "spot.h"

namespace routing {

class PairInsertion {
public:
    // Whether a problem is so simple, and not too large for the memory of spots.
    static bool serves(const Problem& problem, std::size_t routes);

    explicit PairInsertion(const Routes<2>& routes);

    // Cheapest spot in the used routes that costs less than `ceiling`; that of a route is overlooked when `blinks`.
    template <class Blinks>
    Spot best(int request, Cost ceiling, const Blinks& blinks);

private:
    // What a test needs of a visit, or of the start or end of a route; those of one route side by side.
    struct Stop {
        int node;
        int location;
        Distance arc;    // from the previous stop
        Time seconds;    // likewise
        Time finish;     // earliest
        Time latest;     // arrival that still lets the rest be on time
        Time open;
        Time service;
        Load load;       // behind it
    };
    struct Line {
        std::uint64_t key = unknown;  // of the route when its stops were copied
        std::vector<Stop> stops;
    };
    struct Known {
        std::uint64_t key = unknown;
        Spot spot;
    };
    // A task of the pair, with its rows of the matrices.
    struct Placed {
        int location;
        Time open;
        Time close;
        Time service;
        Row way_to;
        Row way_from;
        Row road_to;
        Row road_from;
    };
    // Positions behind whose stop the windows of a task let it be, first and last.
    struct Range {
        int first;
        int last;
    };

    static constexpr std::uint64_t unknown = ~std::uint64_t{0};

    Placed placed(int task) const;
    std::span<const Stop> stops_of(int route);
    static Range range_of(const Placed& what, std::span<const Stop> stops);
    Spot look_in(int route, Distance limit);  // the cheapest spot, if it takes less metres than the limit

    const Problem& problem;
    const Routes<2>& routes;
    Cost unit;                 // cost of a metre
    std::vector<Line> lines;   // per route
    std::vector<Known> known;  // requests x routes: the cheapest spot of all, or none
    std::vector<int> open;     // routes in which to look

    // Of the request that is being placed.
    Placed pickup{};
    Placed delivery{};
    Load load = 0;
    std::vector<Distance> detour;  // for the delivery, per position
    std::vector<Distance> least;   // the same there or later
};

template <class Blinks>
Spot PairInsertion::best(int request, Cost ceiling, const Blinks& blinks) {
    if (known.empty()) known.resize(routes.routes.size() * problem.requests.size());
    const std::size_t row = static_cast<std::size_t>(request) * routes.routes.size();
    Spot spot;
    spot.delta = ceiling;
    open.clear();
    for (const int route : routes.used) {
        const Known& there = known[row + route];
        if (there.key != routes.routes[route].key) {
            open.push_back(route);
        } else if (there.spot.delta < spot.delta && !blinks()) {
            spot = there.spot;
        }
    }
    if (open.empty()) return spot;
    const Request& asked = problem.requests[request];
    pickup = placed(asked.pickup);
    delivery = placed(asked.delivery);
    load = problem.dimensions > 0 ? problem.load_of(request)[0] : 0;
    for (const int route : open) {
        // Routes that this iteration has not touched will be asked about again; in the others only what is cheaper
        // counts.
        const bool changed = routes.changed(route);
        const Cost limit = changed ? (spot.delta + unit - 1) / unit : horizon;
        Spot found;
        if (problem.may_serve(request, routes.routes[route].type)) {
            found = look_in(route, static_cast<Distance>(std::min<Cost>(limit, horizon)));
        }
        if (!changed) known[row + route] = {routes.routes[route].key, found};
        if (found.delta < spot.delta && !blinks()) spot = found;
    }
    return spot;
}

}  // namespace routing
