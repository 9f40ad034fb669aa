// Looks for the cheapest spot of all: nothing is overlooked, and the timetable of the whole route decides. Routes
// and spots that cannot be cheaper than the best one so far, whatever their timetable says, are passed over.

#include <algorithm>

#include "insertion.h"

namespace routing {

namespace {

struct Detour {
    std::int64_t metres = no_cost;
    std::int64_t seconds = no_cost;

    void lower_to(std::int64_t by_way, std::int64_t by_road) {
        metres = std::min(metres, by_way);
        seconds = std::min(seconds, by_road);
    }
    Detour and_then(const Detour& other) const {
        return {metres + other.metres, seconds + other.seconds};
    }
};

Detour least_of(const Detour& a, const Detour& b) {
    return {std::min(a.metres, b.metres), std::min(a.seconds, b.seconds)};
}

}  // namespace

template <int level>
void Insertion<level>::choose_exactly(int wanted) {
    choose(wanted, no_cost);
    until_blink = std::numeric_limits<int>::max();
    idle_type = nothing;
    most_noted = all_spots;
}

template <int level>
Spot Insertion<level>::best_of_all(int wanted) {
    choose_exactly(wanted);
    std::vector<Bound> bounds;
    for (const int route : routes.used) {
        if (takes(route)) bounds.push_back(bound(route));
    }
    for (const auto& waiting : routes.idle) {
        if (!waiting.empty() && takes(waiting.back())) bounds.push_back(bound(waiting.back()));
    }
    std::sort(bounds.begin(), bounds.end(), [](const Bound& a, const Bound& b) {
        return a.least != b.least ? a.least < b.least : a.route < b.route;
    });
    for (const Bound& one : bounds) {
        if (one.least >= spot.delta) break;
        try_all(one);
    }
    return spot;
}

template <int level>
Spot Insertion<level>::best_in(int wanted, int route) {
    choose_exactly(wanted);
    if (takes(route)) try_all(bound(route));
    return spot;
}

// All metres and seconds at their least, and no waiting, fares or other prices in the new timetable.
template <int level>
typename Insertion<level>::Bound Insertion<level>::bound(int index) {
    const Route& route = routes.routes[index];
    const VehicleType& vehicle = routes.vehicle(index);
    const Matrix& road = problem.durations[vehicle.profile];
    const auto least = [&](Time seconds_by_matrix) {
        return std::int64_t{problem.least_seconds(vehicle.profile, seconds_by_matrix)};
    };
    use_profile(vehicle.profile);
    const bool pair = second.task != nothing;
    const bool used = route.size > 0;
    std::int64_t metres = 0;
    std::int64_t seconds = problem.tasks[first.task].service;
    if (pair) seconds += problem.tasks[second.task].service;
    Detour by_first;
    Detour by_second;
    Detour at_once;
    const auto& nodes = routes.nodes;
    for (int i = nodes[routes.start_of(index)].next; i != nothing; i = nodes[i].next) {
        const int a = nodes[nodes[i].previous].location;
        const int b = nodes[i].location;
        const std::int64_t arc = used ? nodes[i].arc : 0;
        const std::int64_t hop = used ? least(road(a, b)) : 0;
        by_first.lower_to(std::int64_t{first.way_to[a]} + first.way_from[b] - arc,
                          least(first.road_to[a]) + least(first.road_from[b]) - hop);
        if (pair) {
            const int p = first.location;
            by_second.lower_to(std::int64_t{second.way_to[a]} + second.way_from[b] - arc,
                               least(second.road_to[a]) + least(second.road_from[b]) - hop);
            at_once.lower_to(
                std::int64_t{first.way_to[a]} + second.way_to[p] + second.way_from[b] - arc,
                least(first.road_to[a]) + least(second.road_to[p]) + least(second.road_from[b]) - hop);
        }
        metres += arc;
        seconds += hop;
        if (routes.is_task(i)) seconds += occupied(problem, problem.tasks[i], a);
    }
    const Detour detour = pair ? least_of(by_first.and_then(by_second), at_once) : by_first;
    const Cost kept = used ? vehicle.fixed_cost - route.cost : 0;
    const Cost rest = kept - routes.ties.balance_cost() + metres * vehicle.unit_distance_cost +
                        (seconds + detour.seconds) * vehicle.unit_duration_cost;
    return {rest + price(index, detour.metres), rest, index};
}

template <int level>
void Insertion<level>::try_all(const Bound& bound) {
    beside_metres = bound.beside_metres;
    limit = spot.delta - beside_metres;
    along(bound.route);
    std::sort(noted.begin(), noted.end(),
              [](const Spot& a, const Spot& b) { return a.delta < b.delta; });
    for (const Spot& one : noted) {
        if (bound.beside_metres + one.delta >= spot.delta) break;
        take(exact_delta(bound.route, one), one.after, one.delivery_after, one.turn);
    }
    noted.clear();
}

template Spot Insertion<2>::best_of_all(int request);
template Spot Insertion<2>::best_in(int request, int route);

}  // namespace routing
