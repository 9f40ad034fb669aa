// Computes the exact timetable of a route: the one truth about times and costs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "problem.h"

namespace routing {

// Leaves `origin` at `departure`, by road or, between zones, by the link that arrives first.
inline Leg travel(const Problem& problem, int type, const Matrix& road, int origin, int destination,
                  Time departure) {
    if (!problem.linked || problem.same_zone(origin, destination)) {
        const int profile = problem.vehicle_types[type].profile;
        return {problem.road_arrival(profile, departure, road(origin, destination)), nothing};
    }
    return problem.links.earliest(problem, type, origin, destination, departure);
}

// Latest departure from `origin` that is at `destination` by `deadline`; negative when impossible.
inline Time latest_departure(const Problem& problem, int type, const Matrix& road, int origin,
                             int destination, Time deadline) {
    if (!problem.linked || problem.same_zone(origin, destination)) {
        const int profile = problem.vehicle_types[type].profile;
        return problem.road_departure(profile, deadline, road(origin, destination));
    }
    return problem.links.latest(problem, type, origin, destination, deadline);
}

// Seconds from the start of a task to its end when the vehicle comes from `previous`.
inline Time occupied(const Problem& problem, const Task& task, int previous) {
    return task.service + (previous == task.location ? 0 : problem.access[task.location]);
}

// A rest from one moment to another, on the way to a visit or there before its start.
struct RestTaken {
    Time begin;
    Time end;
    int place;  // of the visit in the route; the number of visits: on the way home
};

struct Stop {
    int link;
    std::int64_t distance;
    Time arrival;
    Time start;
    Time finish;
    Cost tolls;  // of the way here
    Cost price;  // of a start outside the soft window
    Time spare;  // with rest rules: how much later at the quay or the visit, with nothing but the clock changing
};

struct Schedule {
    std::vector<Stop> stops;
    Stop end{};
    Time departure = 0;
    std::int64_t distance = 0;
    Cost cost = 0;
    bool on_time = false;      // every visit starts in a window, every leg exists, the shift is kept
    bool within_limits = false;  // of duration, distance, stops and trips
    std::vector<RestTaken> rests;
    RestLabels rest_labels;          // scratch
    std::vector<RestLabel> visited;  // scratch
    std::vector<Time> holds;     // scratch: before which no visit may start, for loads and their time aboard

    Time duration() const { return end.arrival - departure; }
};

// Schedules the tasks (and reloads) in order: for every return the departure is as late as possible, and of the returns the one of
// least cost is taken, among equals the earliest. A route that cannot be on time leaves when its shift opens; late
// visits start on arrival and missing legs take no time.
void schedule(const Problem& problem, int type, std::span<const int> tasks, Schedule& result);

}  // namespace routing
