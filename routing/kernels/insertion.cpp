#include "insertion.h"

#include <algorithm>

namespace routing {

namespace {

// How many spots of a request are priced by the timetable of their route: those with the least detours. With 4 or 24,
// or with wages in the estimate, the plans of our island days came out dearer.
constexpr std::size_t few = 12;

bool is_plain(const Problem& problem, int level) {
    const auto& types = problem.vehicle_types;
    return level < 2 && problem.dimensions <= 1 && !problem.choosy &&
           std::all_of(types.begin(), types.end(), [&](const VehicleType& type) {
               return type.unit_distance_cost == types.front().unit_distance_cost &&
                      type.unit_distance_cost > 0;
           });
}

Cost least_unit(const Problem& problem) {
    Cost least = std::numeric_limits<Cost>::max();
    for (const auto& type : problem.vehicle_types) least = std::min(least, type.unit_distance_cost);
    return problem.vehicle_types.empty() ? 0 : least;
}

}  // namespace

template <int level>
Insertion<level>::Insertion(const Routes<level>& given, const Beside& near, Random& drawn)
    : problem(given.problem),
      routes(given),
      beside(near),
      random(drawn),
      plain(is_plain(given.problem, level)),
      unit(least_unit(given.problem)),
      seen(given.nodes.size(), 0),
      bounded(given.routes.size(), 0),
      least_delivery(given.nodes.size(), 0) {
    if constexpr (level == 2) {
        if (PairInsertion::serves(problem, routes.routes.size())) pairs.emplace(routes);
    }
}

template <int level>
void Insertion<level>::choose(int wanted, Cost ceiling) {
    request = wanted;
    const Request& asked = problem.requests[request];
    const bool pair = asked.pickup != nothing && asked.delivery != nothing;
    first.task = asked.pickup != nothing ? asked.pickup : asked.delivery;
    second.task = pair ? asked.delivery : nothing;
    load = problem.load_of(request);
    profile = nothing;
    use_profile(0);
    ++query;
    spot = Spot{};
    spot.delta = limit = ceiling;
    noted.clear();
}

template <int level>
Spot Insertion<level>::best(int wanted, Cost ceiling) {
    choose(wanted, ceiling);
    // Where the order of visits matters beyond their times, the least detours may all be in vain.
    most_noted = problem.relations.ordered(wanted) ? all_spots : few;
    beside_metres = 0;
    // A trip more costs the same in a used vehicle and in an idle one, which leaves more time.
    if (new_routes && problem.tripped) in_idle_vehicles();
    if (pairs) {
        spot = pairs->best(request, ceiling, [&] { return blinks(); });
        limit = spot.delta;
    } else {
        beside_neighbours();
    }
    if (new_routes && !problem.tripped) in_idle_vehicles();
    price_noted();
    if (!spot.found() && look_everywhere && !pairs) {
        most_noted = all_spots;
        ++query;  // spots that were seen but not priced count again
        everywhere();
        price_noted();
    }
    return spot;
}

template <int level>
void Insertion<level>::take(Cost delta, int after, int delivery_after, const Turn& turn) {
    if (delta >= spot.delta) return;
    spot = {delta, after, delivery_after, turn};
    limit = delta - beside_metres;
}

template <int level>
typename Insertion<level>::Placed Insertion<level>::placed(int task, int wanted) const {
    const int location = problem.tasks[task].location;
    const Matrix& way = problem.distances[wanted];
    const Matrix& road = problem.durations[wanted];
    return {task, location, way.to(location), way.from(location), road.to(location),
            road.from(location)};
}

template <int level>
void Insertion<level>::use_profile(int wanted) {
    if (profile == wanted) return;
    profile = wanted;
    first = placed(first.task, wanted);
    if (second.task != nothing) second = placed(second.task, wanted);
}

template <int level>
bool Insertion<level>::seen_before(int after) {
    if constexpr (level < 2) {
        return false;  // testing twice is cheaper than remembering
    } else {
        if (seen[after] == query) return true;
        seen[after] = query;
        return false;
    }
}

// Whether the vehicle may serve the request and has room for it as far as the whole route tells.
template <int level>
bool Insertion<level>::takes(int index) {
    const Route& route = routes.routes[index];
    if (problem.choosy && !problem.may_serve(request, route.type)) return false;
    if (level == 2 && problem.mixed) return true;
    const Load* capacity = problem.capacity_of(route.type);
    const Load* used = routes.load.data() + index * problem.dimensions;
    for (int k = 0; k < problem.dimensions; ++k) {
        if (used[k] + load[k] > capacity[k]) return false;
    }
    if constexpr (level == 2) return !problem.walled || loads_fit_walls(index);
    return true;
}

template <int level>
void Insertion<level>::in_idle_vehicles() {
    constexpr double overlooked = 0.1;
    const bool several = problem.type_count() > 1;
    for (int type = 0; type < problem.type_count(); ++type) {
        const auto& waiting = routes.idle[type];
        if (waiting.empty() || !takes(waiting.back())) continue;
        if (idle_type == nothing ? several && random.uniform() < overlooked : type != idle_type) continue;
        const int start = routes.start_of(waiting.back());
        consider(start, start + 1);
    }
}

template <int level>
void Insertion<level>::everywhere() {
    for (const int route : routes.used) {
        if (takes(route)) along(route);
    }
}

template <int level>
void Insertion<level>::along(int route) {
    for (int after = routes.start_of(route); after != routes.end_of(route);) {
        const int next = routes.nodes[after].next;
        if (!blinks()) consider(after, next);
        after = next;
    }
}

template <int level>
void Insertion<level>::consider(int after, int next) {
    if (seen_before(after)) return;
    if (level == 2 && second.task != nothing) {
        consider_pair(after, next);
    } else if (level == 2 && problem.tripped) {
        if constexpr (level == 2) consider_in_trip(after, next);
    } else {
        consider_single(after, next);
    }
}

// Now and then one type alone: the one that is cheapest for a first visit need not be so for the whole route.
template <int level>
void Insertion<level>::draw_idle_type() {
    constexpr double rate = 0.3;
    if (problem.type_count() < 2) return;
    idle_type = random.uniform() < rate ? random.below(problem.type_count()) : nothing;
}

// What a vehicle costs the first of its visits. Where its type was chosen for the others', only its part of the room.
template <int level>
Cost Insertion<level>::fixed_cost(int type) const {
    const Cost fixed = problem.vehicle_types[type].fixed_cost;
    if (type != idle_type || problem.dimensions == 0) return fixed;
    const Load room = problem.capacity_of(type)[0];
    return room > 0 ? fixed * std::min(load[0], room) / room : fixed;
}

// Cost of a detour of so many metres; the first visit of a vehicle also pays for the vehicle.
template <int level>
Cost Insertion<level>::price(int index, std::int64_t detour) const {
    const VehicleType& vehicle = routes.vehicle(index);
    const Cost fixed = routes.routes[index].size == 0 ? fixed_cost(routes.routes[index].type) : 0;
    const auto& unpreferred = problem.relations.type_cost;
    const Cost extra =
        unpreferred.empty()
            ? 0
            : unpreferred[request * problem.type_count() + routes.routes[index].type];
    return detour * vehicle.unit_distance_cost + fixed + extra;
}

template <int level>
void Insertion<level>::consider_single(int after, int next) {
    const auto& previous = routes.nodes[after];
    const auto& behind = routes.nodes[next];
    const int index = previous.route;
    const Route& route = routes.routes[index];
    if constexpr (level == 2) use_profile(routes.vehicle(index).profile);
    const std::int64_t detour = static_cast<std::int64_t>(first.way_to[previous.location]) +
                                first.way_from[behind.location] - behind.arc;
    const Cost delta = price(index, detour);
    if (delta >= limit) return;
    if constexpr (level >= 1) {
        if (!single_load_fits(after)) return;
        const Time finish = finish_of(first, route.type, previous.location, previous.finish);
        if (finish >= unreachable || !in_time(first, route.type, finish, next)) return;
    }
    if constexpr (level == 2) {
        if (problem.simulated) {
            note(delta, after, nothing);
            return;
        }
        if (route.distance + detour > routes.vehicle(index).max_distance) return;
        if (problem.steady) {
            const Stretch stretch = stretch_from(previous.location, routes.stretches[after].before, first);
            take_timed(delta, stretch, first, next, after, nothing);
            return;
        }
    }
    take(delta, after, nothing);
}

template <int level>
bool Insertion<level>::single_load_fits(int after) {
    if (level < 2 || !problem.mixed) return true;
    const Load* capacity = problem.capacity_of(routes.routes[routes.nodes[after].route].type);
    const Loads* around = routes.loads.data() + after * problem.dimensions;
    const bool delivery = problem.tasks[first.task].delivery;
    for (int k = 0; k < problem.dimensions; ++k) {
        const Load most_around = delivery ? around[k].most_before : around[k].most_behind;
        if (most_around + load[k] > capacity[k]) return false;
    }
    if constexpr (level == 2) return !problem.walled || single_fits_walls(after);
    return true;
}

// Earliest finish of the task that is being placed; unreachable when it is too late.
template <int level>
Time Insertion<level>::finish_of(const Placed& what, int type, int previous, Time departure) const {
    Time arrival = departure + what.road_to[previous];
    if constexpr (level == 2) {
        if (problem.hourly) arrival = problem.road_arrival(profile, departure, what.road_to[previous]);
        if (problem.linked && !problem.same_zone(previous, what.location)) {
            arrival =
                problem.links.earliest(problem, type, previous, what.location, departure).arrival;
        }
        return routes.finish_of(what.task, previous, arrival);
    } else {
        const Task& task = problem.tasks[what.task];
        const Window& window = problem.windows[task.first_window];
        if (arrival > window.close) return unreachable;
        return std::max(arrival, window.open) + task.service;
    }
}

// Whether the rest of the route is still on time when it goes on to `next` at `finish`.
template <int level>
bool Insertion<level>::in_time(const Placed& what, int type, Time finish, int next) const {
    const auto& node = routes.nodes[next];
    if constexpr (level == 2) {
        const Time latest = what.location == node.location ? node.latest_shared : node.latest;
        if (problem.linked && !problem.same_zone(what.location, node.location)) {
            return problem.links.earliest(problem, type, what.location, node.location, finish)
                       .arrival <= latest;
        }
        return problem.road_arrival(profile, finish, what.road_from[node.location]) <= latest;
    } else if constexpr (level == 1) {
        return finish + what.road_from[node.location] <= node.latest;
    } else {
        return true;
    }
}

template class Insertion<0>;
template class Insertion<1>;
template class Insertion<2>;

}  // namespace routing
