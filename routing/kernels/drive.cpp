#include <algorithm>

#include "rested.h"

namespace routing {

std::int64_t along(const Problem& problem, const Matrix& way, int origin, int destination, int link) {
    if (link == nothing) {
        return problem.same_zone(origin, destination) ? way(origin, destination) : 0;
    }
    const Link& taken = problem.links[link];
    return static_cast<std::int64_t>(way(origin, taken.board)) + way(taken.alight, destination);
}

namespace {

// How often loadings are put off; as routing.drive.MOST_TRIALS.
constexpr int most_trials = 1000;

}  // namespace

Stop Scheduler::reach(int origin, int destination, Time departure) {
    const Leg leg = travel(problem, type, road, origin, destination, departure);
    Stop stop{leg.link, along(problem, way, origin, destination, leg.link), leg.arrival, leg.arrival,
              leg.arrival, 0, 0, 0};
    if (leg.arrival >= unreachable) {
        stop.arrival = stop.start = stop.finish = departure;
        result.on_time = false;
    } else if (toll != nullptr) {
        stop.tolls = along(problem, *toll, origin, destination, leg.link);
    }
    return stop;
}

// Earliest schedule that leaves at `departure`, or later where a load is not there before or would be aboard too
// long.
void Scheduler::drive(Time departure) {
    if (!problem.released && !problem.aboard) {
        drive_once(departure);
        return;
    }
    Time held = departure;
    hold_for_releases(held);
    bool possible = true;
    for (int trial = 0; trial < most_trials && possible; ++trial) {
        drive_once(held);
        if (!result.on_time) break;
        if (!hold_for_time_aboard(held, possible)) return;
    }
    // Show the route without the delays that do not help.
    held = departure;
    hold_for_releases(held);
    drive_once(held);
    result.on_time = false;
}

void Scheduler::drive_once(Time departure) {
    const bool held = problem.released || problem.aboard;
    result.on_time = true;
    result.departure = departure;
    result.stops.clear();
    result.rests.clear();
    int place = vehicle.start;
    Time now = departure;
    for (int i = 0; i < size(); ++i) {
        const Task& task = task_at(i);
        Stop stop = reach(place, task.location, now);
        const Time stay = occupied(problem, task, place);
        const Time ready = held ? std::max(stop.arrival, result.holds[i]) : stop.arrival;
        stop.start = problem.earliest_start(task, ready, stay);
        if (stop.start >= unreachable) {
            result.on_time = false;
            stop.start = stop.arrival;
        }
        stop.finish = stop.start + stay;
        if (task.soft != nothing) stop.price = problem.soft_windows[task.soft].cost(stop.start);
        now = stop.finish;
        place = task.location;
        result.stops.push_back(stop);
    }
    result.end = reach(place, vehicle.end, now);
    if (result.end.arrival > vehicle.close) result.on_time = false;
    if (rested) take_rests();
}

// Turns a timetable without rests into one with them; into one that is not on time if they cannot be taken.
void Scheduler::take_rests() {
    const std::span<const Time> holds =
        problem.released || problem.aboard ? std::span<const Time>(result.holds) : std::span<const Time>();
    Rested driver(problem, type, tasks, holds, result.rest_labels);
    if (!result.on_time || driver.needs_none(result)) return;
    result.on_time = driver.drive(result.departure);
    if (!result.on_time) return;
    driver.visits(result.visited);
    driver.rests(result.rests);
    int place = vehicle.start;
    const auto settle = [&](Stop& stop, const RestLabel& label, int destination) {
        stop.link = label.link;
        stop.distance = along(problem, way, place, destination, label.link);
        stop.tolls = toll == nullptr ? 0 : along(problem, *toll, place, destination, label.link);
        stop.arrival = label.arrival;
        stop.start = label.start;
        stop.finish = label.state.time;
        stop.spare = label.spare;
        place = destination;
    };
    for (int i = 0; i < size(); ++i) {
        const Task& task = task_at(i);
        Stop& stop = result.stops[i];
        settle(stop, result.visited[i], task.location);
        if (task.soft != nothing) stop.price = problem.soft_windows[task.soft].cost(stop.start);
    }
    settle(result.end, driver.home(), vehicle.end);
}

// Latest departure that still returns by `deadline`, as far as windows and links tell.
Time Scheduler::backwards(Time deadline) const {
    Time limit = deadline;
    int next = vehicle.end;
    for (int i = size(); i-- > 0;) {
        const Task& task = task_at(i);
        const Time stay = busy(i);
        limit = latest_departure(problem, type, road, task.location, next, limit);
        limit = problem.latest_start(task, limit - stay, stay);
        next = task.location;
    }
    return latest_departure(problem, type, road, vehicle.start, next, limit);
}

}  // namespace routing
