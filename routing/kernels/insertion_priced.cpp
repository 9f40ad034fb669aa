// Prices spots by the time that the whole route takes, where costs or limits ask for it.

#include <algorithm>

#include "insertion.h"

namespace routing {

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

template void Insertion<0>::note(Cost detour, int after, int delivery_after, const Turn& turn);
template void Insertion<0>::price_noted();
template Stretch Insertion<0>::stretch_from(int place, const Stretch& stretch, const Placed& what) const;
template void Insertion<0>::take_timed(Cost delta, const Stretch& stretch, const Placed& last, int next, int after, int delivery_after);
template Cost Insertion<0>::exact_delta(int index, const Spot& one);
template std::span<const int> Insertion<0>::order_with(int index, const Spot& one);
template void Insertion<1>::note(Cost detour, int after, int delivery_after, const Turn& turn);
template void Insertion<1>::price_noted();
template Stretch Insertion<1>::stretch_from(int place, const Stretch& stretch, const Placed& what) const;
template void Insertion<1>::take_timed(Cost delta, const Stretch& stretch, const Placed& last, int next, int after, int delivery_after);
template Cost Insertion<1>::exact_delta(int index, const Spot& one);
template std::span<const int> Insertion<1>::order_with(int index, const Spot& one);
template void Insertion<2>::note(Cost detour, int after, int delivery_after, const Turn& turn);
template void Insertion<2>::price_noted();
template Stretch Insertion<2>::stretch_from(int place, const Stretch& stretch, const Placed& what) const;
template void Insertion<2>::take_timed(Cost delta, const Stretch& stretch, const Placed& last, int next, int after, int delivery_after);
template Cost Insertion<2>::exact_delta(int index, const Spot& one);
template std::span<const int> Insertion<2>::order_with(int index, const Spot& one);

}  // namespace routing
