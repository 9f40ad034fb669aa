// Holds a routing problem as flat arrays. Times are seconds, distances metres, costs any one unit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "links.h"
#include "matrix.h"
#include "relations.h"
#include "rests.h"
#include "speeds.h"
#include "walls.h"

namespace routing {

using Time = std::int32_t;
using Distance = std::int32_t;
using Load = std::int32_t;
using Cost = std::int64_t;

// As routing.problem.HORIZON: no plan reaches it. Twice as much stands for "no road"; their sum still fits.
constexpr Time horizon = 1 << 29;
constexpr Time unreachable = 1 << 30;
constexpr int nothing = -1;

struct Window {
    Time open;
    Time close;
};

// Outside its span a visit may start for a price per second.
struct SoftWindow {
    Window span;
    Cost early_cost;
    Cost late_cost;

    Cost cost(Time start) const {
        if (start < span.open) return early_cost * (span.open - start);
        return start > span.close ? late_cost * (start - span.close) : 0;
    }
};

// One visit to be made: the requests' pick-ups and deliveries in the order of the requests, then the reloads.
struct Task {
    int request;  // nothing: a reload
    bool delivery;
    int location;
    Time service;
    int first_window;
    int last_window;           // one past the end
    int first_closed = 0;      // in `windows`: hours that the visit must not overlap
    int last_closed = 0;
    int soft = nothing;        // in `soft_windows`

    bool reload() const { return request == nothing; }
    // Whether one window says it all.
    bool several_windows() const {
        return last_window - first_window != 1 || first_closed < last_closed;
    }
};

struct Request {
    int pickup;  // task, or nothing
    int delivery;
    Cost prize;  // nothing: required
    Time release = 0;           // of the load at the beginning of its trip
    Time max_aboard = horizon;  // horizon: no limit
};

// Visits that end a trip of a vehicle type and begin the next one, all alike; each is used once at a time.
struct Reload {
    int type;
    int first;  // task
    int last;   // one past the end
};

struct VehicleType {
    int count;
    int start;  // location; Problem::nowhere where the route begins at its first visit
    int end;
    Time open;
    Time close;
    Time max_duration;
    std::int64_t max_distance;
    Cost fixed_cost;
    Cost unit_distance_cost;
    Cost unit_duration_cost;
    int profile;
    int max_stops = horizon;
    int max_trips = horizon;
    Time overtime_after = horizon;
    Cost unit_overtime_cost = 0;
    Rests rests = {};
};

struct Problem {
    int locations = 0;
    int nowhere = 0;  // index of the padding location
    int dimensions = 0;
    std::vector<int> zone;
    std::vector<Time> access;
    std::vector<Task> tasks;
    std::vector<Window> windows;
    std::vector<Request> requests;
    std::vector<Load> load;               // requests x dimensions
    std::vector<std::uint8_t> allowed;    // requests x vehicle types
    std::vector<VehicleType> vehicle_types;
    std::vector<Load> capacity;           // vehicle types x dimensions
    std::vector<Walls> walls;             // per vehicle type, or none at all
    std::vector<Matrix> durations;        // per profile; unreachable where no road leads
    std::vector<Matrix> distances;        // per profile; between zones a lower bound over the links
    std::vector<Matrix> tolls;            // per profile, or none
    std::vector<Speeds> speeds;           // per profile, or none at all
    std::vector<SoftWindow> soft_windows;
    std::vector<Reload> reloads;
    LinkTable links;
    Relations relations;

    // What the problem does not use, the search does not pay for.
    bool timed = false;       // some time can bind
    bool linked = false;      // there are zones that only links join
    bool mixed = false;       // loads can grow and shrink along a route
    bool singles = false;     // some request is only a pick-up or only a delivery
    bool choosy = false;      // some request refuses some vehicle type
    bool accessed = false;    // some access time
    bool simulated = false;   // cost or limits need the schedule of the whole route
    bool steady = false;      // they need how long a route takes, and stretches tell (see stretch.h)
    bool released = false;    // some load comes to the beginning of its trip only later
    bool tripped = false;     // trips matter: there are reloads, or loads that come later
    bool aboard = false;      // some request has a limit of its time aboard
    bool hourly = false;       // speeds depend on the time of day
    bool rested = false;      // some vehicle has rest rules
    bool walled = false;      // some vehicle has movable walls
    bool tied = false;        // relations tie routes or requests together
    int level = 0;            // 0: distance and load; 1: and single windows; 2: everything

    // Tasks of requests; the reloads come behind them.
    int task_count() const { return static_cast<int>(tasks.size()) - reload_count; }
    int visit_count() const { return static_cast<int>(tasks.size()); }
    int reload_count = 0;
    int request_count() const { return static_cast<int>(requests.size()); }
    int type_count() const { return static_cast<int>(vehicle_types.size()); }
    // Vehicles that a plan could use: never more than there are requests.
    int slot_count() const {
        int sum = 0;
        for (const auto& type : vehicle_types) sum += std::min(type.count, request_count());
        return sum;
    }
    const Load* load_of(int request) const { return load.data() + request * dimensions; }
    const Load* capacity_of(int type) const { return capacity.data() + type * dimensions; }
    bool may_serve(int request, int type) const {
        return allowed[static_cast<std::size_t>(request * type_count() + type)] != 0;
    }
    bool same_zone(int origin, int destination) const {
        return zone[origin] == zone[destination] || origin == nowhere || destination == nowhere;
    }

    // When a way by road ends, and when it must be begun at the latest.
    Time road_arrival(int profile, Time departure, Time seconds) const {
        if (!hourly || seconds >= unreachable || speeds[profile].empty()) return departure + seconds;
        return speeds[profile].arrival(departure, std::int64_t{seconds} * 1000);
    }
    Time road_departure(int profile, Time deadline, Time seconds) const {
        if (!hourly || seconds >= unreachable || speeds[profile].empty()) return deadline - seconds;
        return speeds[profile].departure(deadline, std::int64_t{seconds} * 1000);
    }
    // Seconds that a way takes at least, at whatever time of day.
    Time least_seconds(int profile, Time seconds) const {
        return !hourly || speeds[profile].empty() ? seconds : speeds[profile].least(seconds);
    }

    // Earliest start at or after `arrival` of a visit that takes `busy`; unreachable when all windows are over.
    Time earliest_start(const Task& task, Time arrival, Time busy) const {
        Time start = arrival;
        int closed = task.first_closed;
        for (int i = task.first_window; i < task.last_window; ++i) {
            start = std::max(start, windows[i].open);
            while (closed < task.last_closed && start + busy > windows[closed].open) {
                if (start < windows[closed].close) start = windows[closed].close;
                ++closed;
            }
            if (start <= windows[i].close) return start;
        }
        return unreachable;
    }

    // Latest start at or before `limit`; negative when no window has opened by then.
    Time latest_start(const Task& task, Time limit, Time busy) const {
        Time start = limit;
        int closed = task.last_closed - 1;
        for (int i = task.last_window - 1; i >= task.first_window; --i) {
            start = std::min(start, windows[i].close);
            while (closed >= task.first_closed && start < windows[closed].close) {
                if (start + busy > windows[closed].open) start = windows[closed].open - busy;
                --closed;
            }
            if (start >= windows[i].open) return start;
        }
        return nothing;
    }

    // From here on the cost of a route is known only from its whole timetable.
    void need_timetables() {
        simulated = timed = true;
        steady = false;
    }
    // Derives the flags above and the distance bounds between zones; to be called once all arrays are filled.
    void prepare();

private:
    void renumber();
};

}  // namespace routing
