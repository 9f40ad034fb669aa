#include "insertion.h"

#include <algorithm>

namespace routing {

template <int level>
Insertion<level>::Insertion(const Routes<level>& given, const Neighbours& near, Random& drawn)
    : problem(given.problem),
      routes(given),
      neighbours(near),
      random(drawn),
      seen(given.nodes.size(), 0) {}

template <int level>
Spot Insertion<level>::best(int wanted) {
    request = wanted;
    const Request& asked = problem.requests[request];
    const bool pair = asked.pickup != nothing && asked.delivery != nothing;
    first = asked.pickup != nothing ? asked.pickup : asked.delivery;
    second = pair ? asked.delivery : nothing;
    load = problem.load_of(request);
    const int location = problem.tasks[first].location;
    way_to = problem.distances[0].to(location);
    way_from = problem.distances[0].from(location);
    ++query;
    spot = Spot{};
    beside_neighbours();
    if (new_routes) in_idle_vehicles();
    if (!spot.found()) everywhere();
    return spot;
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
bool Insertion<level>::takes(int index) const {
    const Route& route = routes.routes[index];
    if (problem.choosy && !problem.may_serve(request, route.type)) return false;
    if (level == 2 && problem.mixed) return true;
    const Load* capacity = problem.capacity_of(route.type);
    const Load* used = routes.load.data() + index * problem.dimensions;
    for (int k = 0; k < problem.dimensions; ++k) {
        if (used[k] + load[k] > capacity[k]) return false;
    }
    return true;
}

template <int level>
void Insertion<level>::beside_neighbours() {
    for (const int neighbour : neighbours[first]) {
        const auto& node = routes.nodes[neighbour];
        if (node.route == nothing || !takes(node.route)) continue;
        if (!blinks()) consider(neighbour, node.next);
        if (!blinks()) consider(node.previous, neighbour);
    }
}

template <int level>
void Insertion<level>::in_idle_vehicles() {
    for (const auto& waiting : routes.idle) {
        if (waiting.empty() || !takes(waiting.back())) continue;
        const int start = routes.start_of(waiting.back());
        consider(start, start + 1);
    }
}

template <int level>
void Insertion<level>::everywhere() {
    for (const int route : routes.used) {
        if (!takes(route)) continue;
        for (int after = routes.start_of(route); after != routes.end_of(route);) {
            const int next = routes.nodes[after].next;
            if (!blinks()) consider(after, next);
            after = next;
        }
    }
}

template <int level>
void Insertion<level>::consider(int after, int next) {
    if (seen_before(after)) return;
    if (level == 2 && second != nothing) {
        consider_pair(after, next);
    } else {
        consider_single(after, next);
    }
}

template <int level>
void Insertion<level>::take(Cost delta, int after, int delivery_after) {
    spot = Spot{delta, after, delivery_after};
}

template <int level>
void Insertion<level>::consider_single(int after, int next) {
    const auto& previous = routes.nodes[after];
    const auto& behind = routes.nodes[next];
    const int index = previous.route;
    const Route& route = routes.routes[index];
    const VehicleType& vehicle = problem.vehicle_types[route.type];
    std::int64_t detour;
    if constexpr (level == 2) {
        const Matrix& way = problem.distances[vehicle.profile];
        const int location = problem.tasks[first].location;
        detour = static_cast<std::int64_t>(way(previous.location, location)) +
                 way(location, behind.location) - behind.arc;
    } else {
        detour = static_cast<std::int64_t>(way_to[previous.location]) +
                 way_from[behind.location] - behind.arc;
    }
    const Cost delta = detour * vehicle.unit_distance_cost + start_cost(index);
    if (delta >= spot.delta) return;
    if constexpr (level >= 1) {
        const Matrix& road = problem.durations[vehicle.profile];
        if constexpr (level == 2) {
            if (!single_load_fits(after)) return;
        }
        const Arrival here = arrive(route.type, road, first, previous.location, previous.finish);
        if (!here.possible) return;
        if (!in_time(route.type, road, problem.tasks[first].location, here.finish, next)) return;
    }
    if constexpr (level == 2) {
        if (problem.simulated) {
            const Cost exact = exact_delta(index, after, nothing);
            if (exact < spot.delta) take(exact, after, nothing);
            return;
        }
        if (route.distance + detour > vehicle.max_distance) return;
    }
    take(delta, after, nothing);
}

template <int level>
bool Insertion<level>::single_load_fits(int after) const {
    if (level < 2 || !problem.mixed) return true;
    const Load* capacity = problem.capacity_of(routes.routes[routes.nodes[after].route].type);
    const Loads* around = routes.loads.data() + after * problem.dimensions;
    const bool delivery = problem.tasks[first].delivery;
    for (int k = 0; k < problem.dimensions; ++k) {
        const Load most = delivery ? around[k].most_before : around[k].most_behind;
        if (most + load[k] > capacity[k]) return false;
    }
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

template <int level>
typename Insertion<level>::Arrival Insertion<level>::arrive(int type, const Matrix& road, int index,
                                                            int previous, Time departure) const {
    const Task& task = problem.tasks[index];
    Time arrival;
    if constexpr (level == 2) {
        arrival = travel(problem, type, road, previous, task.location, departure).arrival;
    } else {
        arrival = departure + road(previous, task.location);
    }
    const Time start = problem.earliest_start(task, arrival);
    if (start >= unreachable) return {0, false};
    if constexpr (level == 2) return {start + occupied(problem, task, previous), true};
    return {start + task.service, true};
}

// Whether the rest of the route is still on time when the vehicle leaves `location` for `next` at `finish`.
template <int level>
bool Insertion<level>::in_time(int type, const Matrix& road, int location, Time finish,
                               int next) const {
    const auto& node = routes.nodes[next];
    if constexpr (level == 2) {
        const Time latest = location == node.location ? node.latest_shared : node.latest;
        return travel(problem, type, road, location, node.location, finish).arrival <= latest;
    } else if constexpr (level == 1) {
        return finish + road(location, node.location) <= node.latest;
    } else {
        return true;
    }
}

// Extra cost of the whole route with its timetable; no_cost when it breaks a rule.
template <int level>
Cost Insertion<level>::exact_delta(int index, int after, int delivery_after) {
    order.clear();
    for (int i = routes.start_of(index); i != routes.end_of(index); i = routes.nodes[i].next) {
        if (routes.is_task(i)) order.push_back(i);
        if (i == after) {
            order.push_back(first);
            if (second != nothing && delivery_after == nothing) order.push_back(second);
        }
        if (i == delivery_after) order.push_back(second);
    }
    schedule(problem, routes.routes[index].type, order, scratch);
    if (!scratch.on_time || !scratch.within_limits) return no_cost;
    return scratch.cost - routes.routes[index].cost;
}

// Walks on from the pick-up behind `after`, trying the delivery behind every later visit.
template <int level>
void Insertion<level>::consider_pair(int after, int next) {
    if constexpr (level == 2) {
        const auto& nodes = routes.nodes;
        const int index = nodes[after].route;
        const Route& route = routes.routes[index];
        const VehicleType& vehicle = problem.vehicle_types[route.type];
        const Matrix& way = problem.distances[vehicle.profile];
        const Matrix& road = problem.durations[vehicle.profile];
        const Cost fixed = start_cost(index);
        const int pickup = problem.tasks[first].location;
        const int delivery = problem.tasks[second].location;
        const Distance* delivery_to = way.to(delivery);
        const Distance* delivery_from = way.from(delivery);

        const std::int64_t to_pickup = way(nodes[after].location, pickup);
        const std::int64_t around_pickup =
            to_pickup + way(pickup, nodes[next].location) - nodes[next].arc;
        if (around_pickup * vehicle.unit_distance_cost + fixed >= spot.delta) return;
        if (!pair_load_fits(after)) return;
        Arrival here = arrive(route.type, road, first, nodes[after].location, nodes[after].finish);
        if (!here.possible) return;

        int last = after;  // the visit before the delivery; `after` stands for the pick-up itself
        int place = pickup;
        std::int64_t detour = to_pickup + delivery_to[pickup] +
                              delivery_from[nodes[next].location] - nodes[next].arc;
        while (true) {
            const Cost delta = detour * vehicle.unit_distance_cost + fixed;
            const int behind = last == after ? nothing : last;
            if (delta < spot.delta && !blinks()) {
                const Arrival there = arrive(route.type, road, second, place, here.finish);
                if (there.possible && in_time(route.type, road, delivery, there.finish, next)) {
                    if (problem.simulated) {
                        const Cost exact = exact_delta(index, after, behind);
                        if (exact < spot.delta) take(exact, after, behind);
                    } else if (route.distance + detour <= vehicle.max_distance) {
                        take(delta, after, behind);
                    }
                }
            }
            // One visit further, with the load on board.
            if (!routes.is_task(next) || !pair_load_fits(next)) return;
            const bool shared = place == nodes[next].location;
            const Leg leg =
                travel(problem, route.type, road, place, nodes[next].location, here.finish);
            if (leg.arrival > (shared ? nodes[next].latest_shared : nodes[next].latest)) return;
            const Time start = problem.earliest_start(problem.tasks[next], leg.arrival);
            here.finish = start + occupied(problem, problem.tasks[next], place);
            last = next;
            place = nodes[last].location;
            next = nodes[last].next;
            detour = around_pickup + delivery_to[place] + delivery_from[nodes[next].location] -
                     nodes[next].arc;
        }
    } else {
        static_cast<void>(after);
        static_cast<void>(next);
    }
}

template class Insertion<0>;
template class Insertion<1>;
template class Insertion<2>;

}  // namespace routing
