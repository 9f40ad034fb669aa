// Finds the cheapest place for a request in the present routes.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "neighbours.h"
#include "pairs.h"
#include "random.h"
#include "routes.h"
#include "sift.h"
#include "spot.h"

namespace routing {

// As the number of spots that are kept to be priced: every one.
constexpr std::size_t all_spots = std::numeric_limits<std::size_t>::max();

template <int level>
class Insertion {
public:
    Insertion(const Routes<level>& routes, const Beside& beside, Random& random);

    // Cheapest spot beside near neighbours or in an idle vehicle; elsewhere if there is none and that is wished.
    // Each position is overlooked with the blink rate.
    // Only a spot that costs less than `ceiling` will do.
    Spot best(int request, Cost ceiling = no_cost);

    // Cheapest spot of all in every route and every idle vehicle, priced exactly; nothing is overlooked.
    Spot best_of_all(int request);
    // The same in one route.
    Spot best_in(int request, int route);

    // Draws of which type an idle vehicle may be, until the next draw.
    void draw_idle_type();

    bool new_routes = true;  // idle vehicles may be used
    bool look_everywhere = true;  // when there is no place beside a neighbour
    double blink_rate = 0.01;

private:
    // A task that is being placed, with its rows of the matrices of one profile.
    struct Placed {
        int task = nothing;
        int location = nothing;
        Row way_to;
        Row way_from;
        Row road_to;
        Row road_from;
    };

    bool blinks() {
        if (--until_blink >= 0) return false;
        until_blink = random.failures(std::log(1.0 - blink_rate));
        return true;
    }
    void choose(int request, Cost ceiling);
    // At least this much dearer gets a route: whatever the spot, and what comes on top of the price of its metres.
    struct Bound {
        Cost least;
        Cost beside_metres;
        int route;
    };
    void choose_exactly(int request);
    Bound bound(int route);
    void try_all(const Bound& bound);
    void use_profile(int profile);
    Placed placed(int task, int profile) const;
    bool seen_before(int after);
    bool takes(int route);
    void beside_neighbours();
    template <Near side>
    void scan(const Neighbours& near);
    int keep_roomy(const int* near, std::uint32_t sifted, Load wanted,
                   std::array<int, sifted_at_once>& kept) const;
    void scan_around();
    template <Near side>
    void scan_timed(const Neighbours& near);
    template <class Ways>
    void scan_around_by(const Ways& ways);
    template <Near side, class Ways>
    void scan_timed_by(const Neighbours& near, const Ways& ways);
    Distance least_detour() const;
    void take_detour(Distance detour, int after);
    void in_idle_vehicles();
    void everywhere();
    void along(int route);
    void consider(int after, int next);
    void consider_single(int after, int next);
    void consider_pair(int after, int next);
    void walk_pair(int after, int next, std::int64_t around_pickup);
    // On the way from a pick-up to its delivery.
    struct Way {
        Time left;        // earliest, the last visit
        Stretch stretch;  // from the start of the route
    };
    void try_delivery(int after, int last, int next, const Way& way, std::int64_t detour);
    Stretch stretch_from(int place, const Stretch& stretch, const Placed& what) const;
    void take_timed(Cost delta, const Stretch& stretch, const Placed& last, int next, int after,
                    int delivery_after);
    std::int64_t least_delivery_from(int node);
    bool single_load_fits(int after);
    bool pair_load_fits(int after) const;
    Time finish_of(const Placed& what, int type, int previous, Time departure) const;
    bool in_time(const Placed& what, int type, Time finish, int next) const;
    Cost price(int route, std::int64_t detour) const;
    Cost fixed_cost(int type) const;
    void take(Cost delta, int after, int delivery_after, const Turn& turn = {});
    void note(Cost detour, int after, int delivery_after, const Turn& turn = {});
    // insertion_walls.cpp
    bool loads_fit_walls(int route);
    bool single_fits_walls(int after);
    bool spot_fits_walls(int route, const Spot& spot);
    // insertion_trips.cpp
    void consider_in_trip(int after, int next);
    void consider_in_place(int after, int next, Time release);
    void consider_turn(int kind, int after, int next, Time release);
    Time finish_turned(int kind, int after, int next, Time release, bool reload_first) const;
    void take_or_note(int after, std::int64_t detour, const Turn& turn);
    void price_noted();
    Cost exact_delta(int route, const Spot& spot);
    std::span<const int> order_with(int route, const Spot& spot);

    const Problem& problem;
    const Routes<level>& routes;
    const Beside& beside;
    Random& random;
    int until_blink = 0;
    bool plain;  // one load dimension at most, one price per metre, no vehicle refused, level 0 or 1

    Cost unit;   // least price of a metre
    int idle_type = nothing;  // the only one whose idle vehicles count; nothing: all do

    // Of the request that is being placed.
    int request = nothing;
    int profile = nothing;
    Placed first;   // its only task, or its pick-up
    Placed second;  // the delivery of a pair
    const Load* load = nullptr;
    Spot spot;
    Cost beside_metres = 0;   // of a spot at least, when the best of all is asked for
    Cost limit = no_cost;     // what costs as much by its metres alone need not be looked at
    std::vector<Spot> noted;  // by their metres, cheapest first; to be priced by the timetable
    std::size_t most_noted = 0;
    std::uint32_t query = 0;
    std::vector<std::uint32_t> seen;      // per node
    std::vector<std::uint32_t> bounded;   // per route: its `least_delivery` holds for this query
    std::vector<std::int64_t> least_delivery;  // per node: least detour for the delivery behind it or later
    std::vector<int> order;
    std::vector<Load> most;  // of a trip, per dimension
    TripLoads trip_loads;
    Schedule scratch;
    std::optional<PairInsertion> pairs;  // where it serves
};

// Puts a request where a spot says.
template <int level>
void put(Routes<level>& routes, const Request& asked, const Spot& spot) {
    const int first = asked.pickup != nothing ? asked.pickup : asked.delivery;
    if (asked.pickup != nothing && asked.delivery != nothing) {
        routes.insert_pair(asked.pickup, spot.after, asked.delivery,
                           spot.delivery_after == nothing ? asked.pickup : spot.delivery_after);
        return;
    }
    if constexpr (level == 2) {
        if (spot.turn.reload != nothing) {
            routes.insert_with_reload(first, spot.after, spot.turn);
            return;
        }
    }
    routes.insert(first, spot.after);
}

}  // namespace routing
