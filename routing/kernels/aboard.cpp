#include <algorithm>

#include "scheduler.h"

namespace routing {

// Place of the reload with which the trip of a place begins; -1: the vehicle's start.
int Scheduler::trip_begin(int place) const {
    int begin = place - 1;
    while (begin >= 0 && !task_at(begin).reload()) --begin;
    return begin;
}

// Place of the reload with which the trip of a place ends; the number of places: the vehicle's end.
int Scheduler::trip_end(int place) const {
    int end = place + 1;
    while (end < size() && !task_at(end).reload()) ++end;
    return end;
}

// Where the load of a delivery comes aboard.
int Scheduler::loading_of(int place) const {
    const int pickup = problem.requests[task_at(place).request].pickup;
    if (pickup == nothing) return trip_begin(place);
    int loading = place - 1;
    while (loading >= 0 && tasks[static_cast<std::size_t>(loading)] != pickup) --loading;
    return loading < 0 ? place : loading;  // an order made by hand may be the wrong way round
}

// A trip begins no earlier than all that it brings has been released.
void Scheduler::hold_for_releases(Time& departure) {
    result.holds.assign(tasks.size(), 0);
    if (!problem.released) return;
    int begin = -1;
    for (int i = 0; i < size(); ++i) {
        const Task& task = task_at(i);
        if (task.reload()) {
            begin = i;
            continue;
        }
        Time& held = begin < 0 ? departure : result.holds[begin];
        held = std::max(held, problem.requests[task.request].release);
    }
}

// Puts off the loading of what is aboard too long; whether there was any. Not `possible` where nothing between
// loading and unloading can be cut short.
bool Scheduler::hold_for_time_aboard(Time& departure, bool& possible) {
    if (!problem.aboard) return false;
    bool changed = false;
    for (int i = 0; i < size(); ++i) {
        const Task& task = task_at(i);
        if (task.reload()) continue;
        const Request& request = problem.requests[task.request];
        if (request.max_aboard >= horizon) continue;
        if (!task.delivery && request.delivery != nothing) continue;
        const int loading = task.delivery ? loading_of(i) : i;
        const int unloading = task.delivery ? i : trip_end(i);
        const Time begin = loading < 0 ? result.departure : result.stops[loading].finish;
        const Time end = unloading == size() ? result.end.arrival
                         : task.delivery     ? result.stops[unloading].start
                                             : result.stops[unloading].arrival;
        const Time excess = end - begin - request.max_aboard;
        if (excess <= 0) continue;
        changed = true;
        if (!can_shrink(loading, unloading)) {
            possible = false;
            return true;
        }
        Time& held = loading < 0 ? departure : result.holds[loading];
        held = std::max(held, (loading < 0 ? result.departure : result.stops[loading].start) + excess);
    }
    return changed;
}

// Whether the way to a place takes longer than it could at another time of day.
bool Scheduler::is_slow(int place) const {
    const int origin = place > 0 ? task_at(place - 1).location : vehicle.start;
    const int destination = place < size() ? task_at(place).location : vehicle.end;
    const Time left = place > 0 ? result.stops[place - 1].finish : result.departure;
    const Stop& stop = place < size() ? result.stops[place] : result.end;
    return stop.arrival - left > problem.least_seconds(vehicle.profile, road(origin, destination));
}

// Whether something waits, crosses, or drives slowly, between two places.
bool Scheduler::can_shrink(int loading, int unloading) const {
    for (int i = loading + 1; i <= unloading; ++i) {
        const Stop& stop = i < size() ? result.stops[i] : result.end;
        if (stop.link != nothing || (i < size() && stop.start > stop.arrival)) return true;
        if (problem.hourly && is_slow(i)) return true;
    }
    return false;
}

}  // namespace routing
