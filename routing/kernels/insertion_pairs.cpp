// Looks for a place for a pick-up and its delivery in the same route.

#include <algorithm>

#include "insertion.h"

namespace routing {

// Whether the load of a pair fits between a node and the next one.
template <int level>
bool Insertion<level>::pair_load_fits(int after) const {
    const Load* capacity = problem.capacity_of(routes.routes[routes.nodes[after].route].type);
    const Loads* around = routes.loads.data() + after * problem.dimensions;
    for (int k = 0; k < problem.dimensions; ++k) {
        if (around[k].after + load[k] > capacity[k]) return false;
    }
    return true;
}

// Least detour for the delivery behind a visit or any later one of its route.
template <int level>
std::int64_t Insertion<level>::least_delivery_from(int node) {
    const auto& nodes = routes.nodes;
    const int index = nodes[node].route;
    if (bounded[index] != query) {
        bounded[index] = query;
        std::int64_t least = no_cost;
        const int start = routes.start_of(index);
        for (int next = routes.end_of(index); next != start; next = nodes[next].previous) {
            const int last = nodes[next].previous;
            const std::int64_t detour =
                static_cast<std::int64_t>(second.way_to[nodes[last].location]) +
                second.way_from[nodes[next].location] - nodes[next].arc;
            least = std::min(least, detour);
            least_delivery[last] = least;
        }
    }
    return least_delivery[node];
}

template <int level>
void Insertion<level>::consider_pair(int after, int next) {
    const auto& nodes = routes.nodes;
    const int index = nodes[after].route;
    use_profile(routes.vehicle(index).profile);
    const std::int64_t to_pickup = first.way_to[nodes[after].location];
    const std::int64_t around_pickup =
        to_pickup + first.way_from[nodes[next].location] - nodes[next].arc;
    if (price(index, around_pickup) >= limit) return;
    const std::int64_t at_once = to_pickup + second.way_to[first.location] +
                                 second.way_from[nodes[next].location] - nodes[next].arc;
    std::int64_t least = at_once;
    if (routes.is_task(next)) least = std::min(least, around_pickup + least_delivery_from(next));
    if (price(index, least) >= limit) return;
    if (pair_load_fits(after)) walk_pair(after, next, around_pickup);
}

// The delivery behind `last` (the pick-up itself when that is the node before it) and before `next`.
template <int level>
void Insertion<level>::try_delivery(int after, int last, int next, const Way& way, std::int64_t detour) {
    const int index = routes.nodes[after].route;
    const Route& route = routes.routes[index];
    const Cost delta = price(index, detour);
    if (delta >= limit || blinks()) return;
    const int behind = last == after ? nothing : last;
    const int place = last == after ? first.location : routes.nodes[last].location;
    const Time finish = finish_of(second, route.type, place, way.left);
    if (finish >= unreachable || !in_time(second, route.type, finish, next)) return;
    if constexpr (level == 2) {
        if (problem.walled && !spot_fits_walls(index, {delta, after, behind, {}})) return;
    }
    if (problem.simulated) {
        note(delta, after, behind);
    } else if (route.distance + detour <= routes.vehicle(index).max_distance) {
        if (problem.steady) {
            take_timed(delta, stretch_from(place, way.stretch, second), second, next, after, behind);
        } else {
            take(delta, after, behind);
        }
    }
}

// Walks on from the pick-up behind `after`, with the load on board, trying the delivery behind every visit.
template <int level>
void Insertion<level>::walk_pair(int after, int next, std::int64_t around_pickup) {
    if constexpr (level == 2) {
        const auto& nodes = routes.nodes;
        const int index = nodes[after].route;
        const int type = routes.routes[index].type;
        Way way{finish_of(first, type, nodes[after].location, nodes[after].finish), {}};
        if (way.left >= unreachable) return;
        if (problem.steady) {
            way.stretch = stretch_from(nodes[after].location, routes.stretches[after].before, first);
        }
        try_delivery(after, after, next, way,
                     static_cast<std::int64_t>(first.way_to[nodes[after].location]) +
                         second.way_to[first.location] + second.way_from[nodes[next].location] -
                         nodes[next].arc);
        int place = first.location;
        bool on_road = false;  // the visit before `next` is its predecessor in the route
        while (routes.is_task(next) && pair_load_fits(next) &&
               price(index, around_pickup + least_delivery_from(next)) < limit) {
            const auto& node = nodes[next];
            Time arrival;
            if (on_road) {
                arrival = routes.arrival_at(next, place, way.left);
            } else if (problem.linked && !problem.same_zone(place, node.location)) {
                arrival =
                    problem.links.earliest(problem, type, place, node.location, way.left).arrival;
            } else {
                arrival = problem.road_arrival(profile, way.left, first.road_from[node.location]);
            }
            if (arrival > (place == node.location ? node.latest_shared : node.latest)) return;
            if (problem.released && routes.is_reload(next)) {
                arrival = std::max(arrival, routes.trips[next].release_behind);
            }
            if (problem.steady) {
                way.stretch = way.stretch.then(arrival - way.left, routes.visit(next, place));
            }
            way.left = routes.finish_of(next, place, arrival);
            place = node.location;
            on_road = true;
            const auto& behind = nodes[node.next];
            try_delivery(after, next, node.next, way,
                         around_pickup + second.way_to[place] + second.way_from[behind.location] -
                             behind.arc);
            next = node.next;
        }
    } else {
        static_cast<void>(after);
        static_cast<void>(next);
        static_cast<void>(around_pickup);
    }
}

template void Insertion<0>::consider_pair(int after, int next);
template void Insertion<1>::consider_pair(int after, int next);
template void Insertion<2>::consider_pair(int after, int next);

}  // namespace routing
