#include <algorithm>

#include "scheduler.h"

namespace routing {

// Last moment at the same speed.
Time Scheduler::alike(Time moment) const {
    const Speeds& speeds = problem.speeds[vehicle.profile];
    return speeds.empty() ? unreachable : speeds.last_alike(moment);
}

// How much later the route may be while, up to its first waiting, each way begins and ends at the speeds of now and
// each visit starts as now: then its return changes steadily. Goes back from the first waiting with the latest
// moments at which that holds.
Time Scheduler::pause_at_same_speeds() const {
    const int profile = vehicle.profile;
    const auto place_before = [&](int place) {
        return place > 0 ? task_at(place - 1).location : vehicle.start;
    };
    const auto left_before = [&](int place) {
        return place > 0 ? result.stops[place - 1].finish : result.departure;
    };
    int place = 0;
    while (place < size() && result.stops[place].link == nothing &&
           result.stops[place].start == result.stops[place].arrival) {
        ++place;
    }
    const Stop& stop = place < size() ? result.stops[place] : result.end;
    int destination = place < size() ? task_at(place).location : vehicle.end;
    Time limit = 0;
    if (stop.link != nothing) {
        const Link& link = problem.links[stop.link];
        destination = link.board;
        const Time seconds = road(place_before(place), destination);
        limit = std::min(link.ready, alike(problem.road_arrival(profile, left_before(place), seconds)));
    } else {
        limit = std::min(place < size() ? stop.start : vehicle.close, alike(stop.arrival));
    }
    for (;; --place) {
        const Time seconds = road(place_before(place), destination);
        limit = std::min(problem.road_departure(profile, limit, seconds), alike(left_before(place)));
        if (place == 0) return std::max(0, limit - result.departure);
        const Stop& before = result.stops[place - 1];
        const Time start = before.start + slack_of(tasks[place - 1], before);
        limit = std::min({start, limit - (before.finish - before.start), alike(before.arrival)});
        destination = task_at(place - 1).location;
    }
}

}  // namespace routing
