// Looks for a place in routes of several trips, or whose loads come later; see trips.h.

#include <algorithm>

#include "insertion.h"

namespace routing {

template <int level>
void Insertion<level>::consider_in_trip(int after, int next) {
    const int index = routes.nodes[after].route;
    use_profile(routes.vehicle(index).profile);
    const bool brought = problem.tasks[first.task].delivery;
    const Time release = brought ? problem.requests[request].release : 0;
    consider_in_place(after, next, release);
    if (problem.reload_count == 0 || routes.routes[index].size == 0) return;
    const VehicleType& vehicle = routes.vehicle(index);
    if (vehicle.max_trips < horizon && routes.trip_count(index) >= vehicle.max_trips) return;
    for (int kind = 0; kind < static_cast<int>(problem.reloads.size()); ++kind) {
        if (problem.reloads[kind].type == routes.routes[index].type) {
            consider_turn(kind, after, next, release);
        }
    }
}

template <int level>
void Insertion<level>::take_or_note(int after, std::int64_t detour, const Turn& turn) {
    const Route& route = routes.routes[routes.nodes[after].route];
    const Cost delta = price(routes.nodes[after].route, detour);
    if (problem.simulated) {
        note(delta, after, nothing, turn);
    } else if (route.distance + detour <= routes.vehicle(routes.nodes[after].route).max_distance) {
        take(delta, after, nothing, turn);
    }
}

// Within the trip as it is.
template <int level>
void Insertion<level>::consider_in_place(int after, int next, Time release) {
    const auto& previous = routes.nodes[after];
    const auto& behind = routes.nodes[next];
    const std::int64_t detour = std::int64_t{first.way_to[previous.location]} +
                                first.way_from[behind.location] - behind.arc;
    if (price(previous.route, detour) >= limit || !single_load_fits(after)) return;
    const int type = routes.routes[previous.route].type;
    const Time left = routes.finish_with(after, release);
    if (left >= unreachable) return;
    const Time finish = finish_of(first, type, previous.location, left);
    if (finish >= unreachable || !in_time(first, type, finish, next)) return;
    take_or_note(after, detour, {});
}

// With a reload just before or just behind it, where that leaves no trip empty.
template <int level>
void Insertion<level>::consider_turn(int kind, int after, int next, Time release) {
    const auto& previous = routes.nodes[after];
    const auto& behind = routes.nodes[next];
    const Matrix& way = problem.distances[routes.vehicle(previous.route).profile];
    const int depot = problem.tasks[problem.reloads[kind].first].location;
    for (const bool reload_first : {true, false}) {
        if (reload_first ? routes.begins_trip(after) : routes.ends_trip(next)) continue;
        const std::int64_t detour =
            reload_first ? std::int64_t{way(previous.location, depot)} + first.way_to[depot] +
                               first.way_from[behind.location] - behind.arc
                         : std::int64_t{first.way_to[previous.location]} + first.way_from[depot] +
                               way(depot, behind.location) - behind.arc;
        if (price(previous.route, detour) >= limit) continue;
        if (!routes.turn_fits(first.task, after, reload_first)) continue;
        const Time left = finish_turned(kind, after, next, release, reload_first);
        if (left >= unreachable) continue;
        if (problem.walled &&
            !spot_fits_walls(previous.route, {0, after, nothing, {kind, reload_first}})) {
            continue;
        }
        take_or_note(after, detour, {kind, reload_first});
    }
}

// Arrival at `next` after the task and the reload; unreachable when something is too late.
template <int level>
Time Insertion<level>::finish_turned(int kind, int after, int next, Time release,
                                     bool reload_first) const {
    const auto& nodes = routes.nodes;
    const int type = routes.routes[nodes[after].route].type;
    const Matrix& road = problem.durations[problem.vehicle_types[type].profile];
    const int depot = problem.tasks[problem.reloads[kind].first].location;
    const Time later = routes.ends_trip(next) ? 0 : routes.trips[next].release_behind;
    Time now = routes.finish_of_part(after, reload_first ? 0 : release);
    if (now >= unreachable) return unreachable;
    int place = nodes[after].location;
    const auto go_on = [&](int there) {
        now = travel(problem, type, road, place, there, now).arrival;
        return now < unreachable;
    };
    const auto visit = [&] {
        if (!go_on(first.location)) return;
        now = routes.finish_of(first.task, place, now);
        place = first.location;
    };
    if (!reload_first) visit();
    if (now >= unreachable || !go_on(depot)) return unreachable;
    now = routes.reloaded(kind, place, now, reload_first ? std::max(later, release) : later);
    place = depot;
    if (now < unreachable && reload_first) visit();
    if (now >= unreachable || !go_on(nodes[next].location)) return unreachable;
    const Time latest = place == nodes[next].location ? nodes[next].latest_shared : nodes[next].latest;
    return now <= latest ? now : unreachable;
}

template void Insertion<2>::consider_in_trip(int after, int next);

}  // namespace routing
