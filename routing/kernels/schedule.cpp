#include "schedule.h"

#include <algorithm>

namespace routing {

namespace {

// Road metres of a leg; the two parts by road when a link is taken.
std::int64_t metres(const Problem& problem, const Matrix& way, int origin, int destination,
                    int link) {
    if (link == nothing) {
        return problem.same_zone(origin, destination) ? way(origin, destination) : 0;
    }
    const Link& taken = problem.links[link];
    return static_cast<std::int64_t>(way(origin, taken.board)) + way(taken.alight, destination);
}

class Scheduler {
public:
    Scheduler(const Problem& given, int vehicle_type, std::span<const int> in_order, Schedule& out)
        : problem(given),
          type(vehicle_type),
          vehicle(given.vehicle_types[vehicle_type]),
          road(given.durations[vehicle.profile]),
          way(given.distances[vehicle.profile]),
          tasks(in_order),
          result(out) {}

    void run() {
        leave(vehicle.open);
        if (result.on_time && may_gain_later()) look_later();
    }

private:
    Cost fare(int link) const { return link == nothing ? 0 : problem.links.fare(link, type); }

    Stop reach(int origin, int destination, Time departure) {
        const Leg leg = travel(problem, type, road, origin, destination, departure);
        Stop stop{leg.link, metres(problem, way, origin, destination, leg.link), leg.arrival,
                  leg.arrival, leg.arrival};
        if (leg.arrival >= unreachable) {
            stop.arrival = stop.start = stop.finish = departure;
            result.on_time = false;
        }
        return stop;
    }

    // Leaves at `departure` or, when that brings the vehicle home as early, later.
    void leave(Time departure) {
        forwards(departure);
        if (result.on_time) {
            const Time latest = backwards(result.end.arrival);
            if (latest > departure) forwards(latest);
        }
        add_up();
    }

    void add_up() {
        result.distance = result.end.distance;
        Cost fares = fare(result.end.link);
        for (const auto& stop : result.stops) {
            result.distance += stop.distance;
            fares += fare(stop.link);
        }
        result.cost = vehicle.fixed_cost + result.distance * vehicle.unit_distance_cost +
                      result.duration() * vehicle.unit_duration_cost + fares;
        result.within_limits = result.duration() <= vehicle.max_duration &&
                               result.distance <= vehicle.max_distance;
    }

    // The return is a convex function of the departure unless a link or a further window makes it jump: only
    // then can a vehicle that leaves later than the earliest return asks for be the cheaper one.
    bool may_gain_later() const {
        if (!problem.linked && vehicle.unit_duration_cost == 0 && vehicle.max_duration >= horizon) {
            return false;
        }
        return std::any_of(result.stops.begin(), result.stops.end(),
                           [](const Stop& stop) { return stop.link != nothing; }) ||
               result.end.link != nothing ||
               (waits() && std::any_of(tasks.begin(), tasks.end(), [&](int index) {
                    const Task& task = problem.tasks[index];
                    return task.last_window - task.first_window > 1;
                }));
    }

    bool waits() const {
        return std::any_of(result.stops.begin(), result.stops.end(),
                           [](const Stop& stop) { return stop.start > stop.arrival; });
    }

    // How much later everything may be with nothing but the clock changing; none where something waits.
    Time slack() const {
        if (waits() || result.end.link != nothing) return 0;
        Time least = vehicle.close - result.end.arrival;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const Stop& stop = result.stops[i];
            if (stop.link != nothing) return 0;
            const Task& task = problem.tasks[tasks[i]];
            int window = task.first_window;
            while (problem.windows[window].close < stop.start) ++window;
            least = std::min(least, problem.windows[window].close - stop.start);
        }
        return least;
    }

    // Tries later departures, from one change of the return to the next, for a cheaper schedule.
    void look_later() {
        const Time last = backwards(vehicle.close);
        Time best = result.departure;
        Cost least = result.cost;
        bool kept = result.duration() <= vehicle.max_duration;
        while (result.departure < last) {
            const Time next = result.departure + slack() + 1;
            if (next > last) break;
            leave(next);
            if (!result.on_time) break;
            const bool keeps = result.duration() <= vehicle.max_duration;
            if (keeps > kept || (keeps == kept && result.cost < least)) {
                best = result.departure;
                least = result.cost;
                kept = keeps;
            }
        }
        if (result.departure != best) {
            forwards(best);
            add_up();
        }
    }

    // Earliest schedule that leaves at `departure`.
    void forwards(Time departure) {
        result.on_time = true;
        result.departure = departure;
        result.stops.clear();
        int place = vehicle.start;
        Time now = departure;
        for (const int index : tasks) {
            const Task& task = problem.tasks[index];
            Stop stop = reach(place, task.location, now);
            stop.start = problem.earliest_start(task, stop.arrival);
            if (stop.start >= unreachable) {
                result.on_time = false;
                stop.start = stop.arrival;
            }
            stop.finish = stop.start + occupied(problem, task, place);
            now = stop.finish;
            place = task.location;
            result.stops.push_back(stop);
        }
        result.end = reach(place, vehicle.end, now);
        if (result.end.arrival > vehicle.close) result.on_time = false;
    }

    // Latest departure that still returns by `deadline`.
    Time backwards(Time deadline) const {
        Time limit = deadline;
        int next = vehicle.end;
        for (std::size_t i = tasks.size(); i-- > 0;) {
            const Task& task = problem.tasks[tasks[i]];
            const int previous = i > 0 ? problem.tasks[tasks[i - 1]].location : vehicle.start;
            limit = latest_departure(problem, type, road, task.location, next, limit);
            limit = problem.latest_start(task, limit - occupied(problem, task, previous));
            next = task.location;
        }
        return latest_departure(problem, type, road, vehicle.start, next, limit);
    }

    const Problem& problem;
    int type;
    const VehicleType& vehicle;
    const Matrix& road;
    const Matrix& way;
    std::span<const int> tasks;
    Schedule& result;
};

}  // namespace

void schedule(const Problem& problem, int type, std::span<const int> tasks, Schedule& result) {
    Scheduler(problem, type, tasks, result).run();
}

}  // namespace routing
