#include "pairs.h"

#include <algorithm>

namespace routing {

bool PairInsertion::serves(const Problem& problem, std::size_t routes) {
    constexpr std::size_t most = 4'000'000;  // spots of 24 bytes
    const auto& types = problem.vehicle_types;
    return problem.mixed && !problem.singles && !problem.linked && !problem.simulated && !problem.steady &&
           !problem.tripped && !problem.tied && !problem.walled && !problem.hourly && !problem.accessed &&
           problem.dimensions <= 1 && problem.durations.size() == 1 &&
           routes * problem.requests.size() <= most &&
           std::all_of(problem.tasks.begin(), problem.tasks.end(),
                       [](const Task& task) { return !task.several_windows(); }) &&
           std::all_of(types.begin(), types.end(), [&](const VehicleType& type) {
               return type.unit_distance_cost == types.front().unit_distance_cost &&
                      type.unit_distance_cost > 0 && type.max_distance >= horizon;
           });
}

PairInsertion::PairInsertion(const Routes<2>& given)
    : problem(given.problem),
      routes(given),
      unit(problem.vehicle_types.front().unit_distance_cost),
      lines(given.routes.size()) {}

PairInsertion::Placed PairInsertion::placed(int task) const {
    const int location = problem.tasks[task].location;
    const Window& window = problem.windows[problem.tasks[task].first_window];
    const Matrix& way = problem.distances[0];
    const Matrix& road = problem.durations[0];
    return {location,           window.open,          window.close,
            problem.tasks[task].service, way.to(location), way.from(location),
            road.to(location),  road.from(location)};
}

std::span<const PairInsertion::Stop> PairInsertion::stops_of(int route) {
    Line& line = lines[route];
    if (line.key == routes.routes[route].key) return line.stops;
    line.key = routes.routes[route].key;
    line.stops.clear();
    for (int i = routes.start_of(route); i != nothing; i = routes.nodes[i].next) {
        const auto& node = routes.nodes[i];
        const Load aboard = problem.dimensions > 0 ? routes.loads[i].after : 0;
        line.stops.push_back({i, node.location, node.arc, node.seconds, node.finish, node.latest,
                              node.open, node.service, aboard});
    }
    return line.stops;
}

PairInsertion::Range PairInsertion::range_of(const Placed& what, std::span<const Stop> stops) {
    const Time ready = what.open + what.service;
    int first = 0;
    int last = static_cast<int>(stops.size()) - 2;
    while (first <= last && stops[first + 1].latest < ready) ++first;
    while (last >= first && stops[last].finish > what.close) --last;
    return {first, last};
}

Spot PairInsertion::look_in(int route, Distance limit) {
    const std::span<const Stop> stops = stops_of(route);
    Range to_pick = range_of(pickup, stops);
    Range to_deliver = range_of(delivery, stops);
    to_deliver.first = std::max(to_deliver.first, to_pick.first);
    to_pick.last = std::min(to_pick.last, to_deliver.last);
    Spot spot;
    if (to_pick.first > to_pick.last || to_deliver.first > to_deliver.last) return spot;

    if (detour.size() < stops.size()) {
        detour.resize(2 * stops.size());
        least.resize(2 * stops.size());
    }
    Distance smallest = horizon;
    for (int i = to_deliver.last; i >= to_deliver.first; --i) {
        detour[i] = delivery.way_to[stops[i].location] + delivery.way_from[stops[i + 1].location] -
                    stops[i + 1].arc;
        least[i] = smallest = std::min(smallest, detour[i]);
    }
    for (int i = to_pick.first; i < to_deliver.first; ++i) least[i] = smallest;
    least[to_deliver.last + 1] = horizon;

    const Load room = problem.dimensions > 0
                          ? problem.capacity_of(routes.routes[route].type)[0] - load
                          : 0;
    const Distance apart = pickup.way_from[delivery.location];
    const Time drive = pickup.road_from[delivery.location];
    const auto try_delivery = [&](int i, int k, Distance metres, Time arrival) {
        if (metres >= limit || arrival > delivery.close) return;
        const Time finish = std::max(arrival, delivery.open) + delivery.service;
        const Stop& next = stops[k + 1];
        if (finish + delivery.road_from[next.location] > next.latest) return;
        limit = metres;
        spot = {metres * unit, stops[i].node, k == i ? nothing : stops[k].node};
    };
    for (int i = to_pick.first; i <= to_pick.last; ++i) {
        const Stop& before = stops[i];
        const Stop& behind = stops[i + 1];
        if (before.load > room) continue;
        const Distance to_pickup = pickup.way_to[before.location];
        const Distance around = to_pickup + pickup.way_from[behind.location] - behind.arc;
        if (around >= limit) continue;
        const Distance at_once =
            to_pickup + apart + delivery.way_from[behind.location] - behind.arc;
        if (at_once >= limit && around + least[i + 1] >= limit) continue;
        const Time reached = before.finish + pickup.road_to[before.location];
        if (reached > pickup.close) continue;
        Time left = std::max(reached, pickup.open) + pickup.service;
        if (i >= to_deliver.first) try_delivery(i, i, at_once, left + drive);
        Time arrival = left + pickup.road_from[behind.location];
        for (int k = i + 1; k <= to_deliver.last; ++k) {
            const Stop& stop = stops[k];
            if (stop.load > room || arrival > stop.latest || around + least[k] >= limit) break;
            left = std::max(arrival, stop.open) + stop.service;
            if (k >= to_deliver.first) {
                try_delivery(i, k, around + detour[k], left + delivery.road_to[stop.location]);
            }
            arrival = left + stops[k + 1].seconds;
        }
    }
    return spot;
}

}  // namespace routing
