#include "insertion.h"

#include <algorithm>
#include <array>
#include <bit>

#include "sift.h"

namespace routing {

namespace {

// The rows of a placed task, as the loops of plain problems read them: from tables, or from coordinates.
struct TableWays {
    const Distance* way_to;
    const Distance* way_from;
    const Time* road_to;
    const Time* road_from;
};
struct StraightWays {
    StraightRow way_to;
    StraightRow way_from;
    StraightRow road_to;
    StraightRow road_from;
};

// Calls a loop with the rows of a task.
template <class Placed, class Loop>
void with_ways(const Problem& problem, const Placed& what, const Loop& loop) {
    const Straight* way = problem.distances[0].straight();
    const Straight* road = problem.durations[0].straight();
    if (way != nullptr && road != nullptr) {
        const StraightRow metres(*way, what.location);
        const StraightRow seconds(*road, what.location);
        loop(StraightWays{metres, metres, seconds, seconds});
    } else if (way == nullptr && road == nullptr) {
        loop(TableWays{what.way_to.table(), what.way_from.table(), what.road_to.table(), what.road_from.table()});
    } else {
        loop(what);
    }
}

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

// Keeps a spot for `price_noted` if its detour is among the least.
template <int level>
void Insertion<level>::note(Cost detour, int after, int delivery_after, const Turn& turn) {
    if (most_noted == all_spots) {
        noted.push_back({detour, after, delivery_after, turn});
        return;
    }
    if (noted.size() == most_noted) {
        if (detour >= noted.back().delta) return;
        noted.pop_back();
    }
    const Spot added{detour, after, delivery_after, turn};
    const auto cheaper = [](const Spot& a, const Spot& b) { return a.delta < b.delta; };
    noted.insert(std::upper_bound(noted.begin(), noted.end(), added, cheaper), added);
    if (noted.size() == most_noted) limit = std::min(spot.delta, noted.back().delta);
}

// Prices the noted spots by the timetable of their whole route, and takes the cheapest one.
template <int level>
void Insertion<level>::price_noted() {
    for (const Spot& one : noted) {
        take(exact_delta(routes.nodes[one.after].route, one), one.after, one.delivery_after, one.turn);
    }
    noted.clear();
    limit = spot.delta;
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
void Insertion<level>::beside_neighbours() {
    if (plain) {
        if constexpr (level == 0) {
            scan_around();
        } else {
            scan_timed<Near::before>(beside.before);
            scan_timed<Near::behind>(beside.behind);
        }
        return;
    }
    if constexpr (level == 0) {
        scan<Near::around>(beside.before);
    } else {
        scan<Near::before>(beside.before);
        scan<Near::behind>(beside.behind);
    }
}

// Tries the positions beside near tasks whose detours, at the least price of a metre, can still win.
template <int level>
template <Near side>
void Insertion<level>::scan(const Neighbours& beside_it) {
    const auto near = beside_it[first.task];
    const Distance* bounds = beside_it.bounds(first.task).data();
    const Distance* arcs = (side == Near::behind ? routes.arcs_before : routes.arcs_behind).data();
    for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
        const std::size_t count = std::min(sifted_at_once, near.size() - begin);
        std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least_detour());
        for (; left != 0; left &= left - 1) {
            const int neighbour = near[begin + static_cast<std::size_t>(std::countr_zero(left))];
            const auto& node = routes.nodes[neighbour];
            if (!takes(node.route)) continue;
            if (side != Near::behind && !blinks()) consider(neighbour, node.next);
            if (side != Near::before && !blinks()) consider(node.previous, neighbour);
        }
    }
}

// Keeps those of the sifted neighbours whose routes have room: without a branch, for nobody can foretell which.
template <int level>
int Insertion<level>::keep_roomy(const int* near, std::uint32_t sifted, Load wanted,
                                 std::array<int, sifted_at_once>& kept) const {
    const Load* room = routes.room.data();
    int count = 0;
    for (; sifted != 0; sifted &= sifted - 1) {
        const int neighbour = near[std::countr_zero(sifted)];
        kept[count] = neighbour;
        count += room[routes.nodes[neighbour].route] >= wanted;
    }
    return count;
}

// The loop in which most of the time of plain problems is spent. What does not change is kept in local variables,
// detours in 32 bits. Neighbours come nearest first, so at a position between two of them the nearer end is met
// first, and the detour is at least twice the way to it less the arc: most neighbours need no more than that.
template <int level>
void Insertion<level>::scan_around() {
    with_ways(problem, first, [&](const auto& ways) { scan_around_by(ways); });
}

template <int level>
template <class Ways>
void Insertion<level>::scan_around_by(const Ways& given) {
    if constexpr (level == 0) {
        const auto near = beside.before[first.task];
        const Distance* bounds = beside.before.bounds(first.task).data();
        const Distance* arcs = routes.arcs_behind.data();
        const auto* nodes = routes.nodes.data();
        const Load wanted = problem.dimensions > 0 ? load[0] : 0;
        const Ways what = given;
        Distance least = least_detour();
        int found = nothing;
        std::array<int, sifted_at_once> with_room;
        const auto test = [&](int after, Distance detour) {
            if (detour >= least || blinks()) return;
            least = detour;
            found = after;
        };
        for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
            const std::size_t count = std::min(sifted_at_once, near.size() - begin);
            const std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least);
            const int roomy = keep_roomy(near.data() + begin, left, wanted, with_room);
            for (int i = 0; i < roomy; ++i) {
                const int neighbour = with_room[i];
                const auto& node = nodes[neighbour];
                const auto& previous = nodes[node.previous];
                const auto& next = nodes[node.next];
                const Distance way_to = what.way_to[node.location];
                const Distance way_from = what.way_from[node.location];
                test(neighbour, way_to + what.way_from[next.location] - node.onwards);
                test(node.previous, what.way_to[previous.location] + way_from - node.arc);
            }
        }
        take_detour(least, found);
    }
}

// The same with times: positions behind the neighbours that may come before, or before those that may come behind.
template <int level>
template <Near side>
void Insertion<level>::scan_timed(const Neighbours& beside_it) {
    with_ways(problem, first, [&](const auto& ways) { scan_timed_by<side>(beside_it, ways); });
}

template <int level>
template <Near side, class Ways>
void Insertion<level>::scan_timed_by(const Neighbours& beside_it, const Ways& given) {
    if constexpr (level == 1) {
        const auto near = beside_it[first.task];
        const Distance* bounds = beside_it.bounds(first.task).data();
        const auto* nodes = routes.nodes.data();
        const Load wanted = problem.dimensions > 0 ? load[0] : 0;
        const Ways what = given;
        const Task& task = problem.tasks[first.task];
        const Window open = problem.windows[task.first_window];
        Distance least = least_detour();
        int found = nothing;
        std::array<int, sifted_at_once> with_room;
        constexpr bool before = side == Near::before;
        const Distance* arcs = (before ? routes.arcs_behind : routes.arcs_before).data();
        for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
            const std::size_t count = std::min(sifted_at_once, near.size() - begin);
            const std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least);
            const int roomy = keep_roomy(near.data() + begin, left, wanted, with_room);
            for (int i = 0; i < roomy; ++i) {
                const int neighbour = with_room[i];
                const auto& node = nodes[neighbour];
                const int after = before ? neighbour : node.previous;
                const auto& previous = before ? node : nodes[after];
                const auto& next = before ? nodes[node.next] : node;
                const Distance detour = what.way_to[previous.location] +
                                        what.way_from[next.location] - next.arc;
                if (detour >= least) continue;
                const Time arrival = previous.finish + what.road_to[previous.location];
                if (arrival > open.close) continue;
                const Time finish = std::max(arrival, open.open) + task.service;
                if (finish + what.road_from[next.location] > next.latest) continue;
                if (blinks()) continue;
                least = detour;
                found = after;
            }
        }
        take_detour(least, found);
    }
}

// Fewest metres that are too many by the limit of the costs.
template <int level>
Distance Insertion<level>::least_detour() const {
    if (unit == 0) return horizon;
    return static_cast<Distance>(std::clamp<Cost>((limit + unit - 1) / unit, 0, horizon));
}

template <int level>
void Insertion<level>::take_detour(Distance detour, int after) {
    if (after != nothing) {
        spot = {detour * unit, after, nothing};
        limit = spot.delta;
    }
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

// A stretch that ends at a location, and the task that is being placed behind it.
template <int level>
Stretch Insertion<level>::stretch_from(int place, const Stretch& stretch, const Placed& what) const {
    if constexpr (level == 2) {
        return stretch.then(what.road_to[place], routes.visit(what.task, place));
    } else {
        return stretch;
    }
}

// Takes a spot for what it costs with the time that the whole route takes then; `stretch` ends with `last`, which
// `next` follows. What the detour costs is known.
template <int level>
void Insertion<level>::take_timed(Cost delta, const Stretch& stretch, const Placed& last, int next, int after,
                                  int delivery_after) {
    if constexpr (level == 2) {
        const auto& node = routes.nodes[next];
        const auto& onwards = routes.stretches[next];
        const bool shared = node.location == last.location;
        const Time duration =
            stretch.then(last.road_from[node.location], shared ? onwards.behind_shared : onwards.behind).duration;
        const int index = node.route;
        if (duration > routes.vehicle(index).max_duration) return;
        take(delta + routes.cost_of_time(index, duration) -
                 routes.cost_of_time(index, routes.duration_of(index)),
             after, delivery_after);
    }
}

// The visits of a route with the request at a spot.
template <int level>
std::span<const int> Insertion<level>::order_with(int index, const Spot& one) {
    const int reload = one.turn.reload == nothing ? nothing : problem.reloads[one.turn.reload].first;
    order.clear();
    for (int i = routes.start_of(index); i != routes.end_of(index); i = routes.nodes[i].next) {
        if (routes.is_task(i)) order.push_back(i);
        if (i == one.after) {
            if (reload != nothing && one.turn.first) order.push_back(reload);
            order.push_back(first.task);
            if (reload != nothing && !one.turn.first) order.push_back(reload);
            if (second.task != nothing && one.delivery_after == nothing) {
                order.push_back(second.task);
            }
        }
        if (i == one.delivery_after) order.push_back(second.task);
    }
    return order;
}

// Extra cost of the whole route with its timetable; no_cost when it breaks a rule.
template <int level>
Cost Insertion<level>::exact_delta(int index, const Spot& one) {
    order_with(index, one);
    const int type = routes.routes[index].type;
    if (problem.tied) {
        if (!routes.ties.schedule(index, type, order, scratch)) return no_cost;
        return scratch.cost - routes.routes[index].cost + routes.ties.change(index, scratch);
    }
    schedule(problem, type, order, scratch);
    if (!scratch.on_time || !scratch.within_limits) return no_cost;
    return scratch.cost - routes.routes[index].cost;
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

template class Insertion<0>;
template class Insertion<1>;
template class Insertion<2>;

}  // namespace routing
