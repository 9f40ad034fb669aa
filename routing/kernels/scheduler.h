// Drives one route from departures that may be the best one; the parts of `schedule`.
#pragma once

#include <span>

#include "schedule.h"

namespace routing {

// Road metres (or tolls) of a leg; of the two parts by road when a link is taken.
std::int64_t along(const Problem& problem, const Matrix& way, int origin, int destination, int link);

class Scheduler {
public:
    Scheduler(const Problem& problem, int type, std::span<const int> tasks, Schedule& result);

    void run();

private:
    // schedule.cpp: which departure.
    Time first_departure();
    void leave(Time departure);
    void leave_last(Time first, Time last);
    void look_later();
    void look_at_soft_windows();
    bool may_gain_later() const;
    bool waits() const;
    Time slack() const;
    Time pause() const;
    // same_speeds.cpp: how long nothing but the clock changes where speeds depend on it.
    Time pause_at_same_speeds() const;
    Time alike(Time moment) const;
    Time slack_of(int task, const Stop& stop) const;
    void add_up();
    int count_stops() const;
    int count_trips() const;
    Cost fare(int link) const { return link == nothing ? 0 : problem.links.fare(link, type); }

    // drive.cpp: the earliest schedule of a departure, and the latest departure for a return.
    void drive(Time departure);
    void drive_once(Time departure);
    void take_rests();
    Stop reach(int origin, int destination, Time departure);
    Time backwards(Time deadline) const;
    Time busy(int place) const {
        return occupied(problem, task_at(place), place > 0 ? task_at(place - 1).location : vehicle.start);
    }

    // aboard.cpp: what holds a loading back.
    void hold_for_releases(Time& departure);
    bool hold_for_time_aboard(Time& departure, bool& possible);
    bool can_shrink(int loading, int unloading) const;
    bool is_slow(int place) const;
    int trip_begin(int place) const;
    int trip_end(int place) const;
    int loading_of(int place) const;

    const Task& task_at(int place) const { return problem.tasks[tasks[static_cast<std::size_t>(place)]]; }
    int size() const { return static_cast<int>(tasks.size()); }

    const Problem& problem;
    int type;
    const VehicleType& vehicle;
    const Matrix& road;
    const Matrix& way;
    const Matrix* toll;  // null: none
    std::span<const int> tasks;
    Schedule& result;
    bool exact_backwards;  // the latest departure for a return can be found by going backwards
    bool rested;           // the vehicle has rest rules
    bool soft;             // some visit has a soft window
};

}  // namespace routing
