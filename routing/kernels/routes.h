// Keeps the routes of the search: linked visits with what an insertion test needs, and undo by journal.
//
// Every task is a node; every vehicle has two more nodes, its start and its end. `level` is that of the
// Problem (see problem.h): a node holds, and an update maintains, only what the level needs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "problem.h"
#include "schedule.h"
#include "stretch.h"
#include "ties.h"
#include "trips.h"

namespace routing {

struct Place {
    int previous;
    int next;
    int route;     // nothing: unserved
    int location;
    Distance arc;      // from the previous node
    Distance onwards;  // to the next one
};

struct TimedPlace : Place {
    Time finish;  // earliest, of the task
    Time latest;  // arrival that still lets the rest of the route be on time
};

struct alignas(64) FullPlace : TimedPlace {
    Time latest_shared;  // the same when access is already paid, coming from the same location
    // Copied from the task, so that a walk along a route reads one cache line per visit.
    Time open;
    Time close;
    Time service;
    bool several_windows;  // or closed hours; then `open` and `close` are those of the first and the last
    Time seconds;  // by road from the previous node
};

template <int level>
struct NodeOf {
    using type = Place;
};
template <>
struct NodeOf<1> {
    using type = TimedPlace;
};
template <>
struct NodeOf<2> {
    using type = FullPlace;
};

struct Route {
    int type;
    int size;
    std::uint32_t touched;
    int listed;  // position in the list of used routes, or in its type's list of idle ones
    Cost cost;
    std::int64_t distance;
    std::uint64_t key;  // level 2: tells the order of the visits; equal keys, equal routes
};

// Loads around a node, per dimension: after it, most from the start to it, most from it to the end.
struct Loads {
    Load after;
    Load most_before;
    Load most_behind;
};

template <int level>
class Routes {
public:
    using Node = typename NodeOf<level>::type;
    static constexpr bool timed = level >= 1;
    static constexpr bool full = level == 2;

    explicit Routes(const Problem& given);

    const Problem& problem;
    std::vector<Node> nodes;
    std::vector<Route> routes;
    std::vector<int> used;               // routes with visits
    std::vector<std::vector<int>> idle;  // per vehicle type, routes without
    std::vector<Load> load;              // routes x dimensions; total of the tasks (levels 0 and 1)
    std::vector<Load> room;              // routes; what is left of the first dimension (levels 0 and 1)
    std::vector<Loads> loads;            // nodes x dimensions (level 2)
    std::vector<TripPlace> trips;        // nodes, where trips matter
    std::vector<StretchPlace> stretches; // nodes, where the problem is steady
    bool merge_trips = false;            // a removal also takes out reloads that are not needed any more
    // Per task: the arc that an insertion behind it, or before it, replaces; -horizon when it is
    // unserved. At level 0 `arcs_behind` holds the longer of the two, and the horizon beside a start or end.
    std::vector<Distance> arcs_behind;
    std::vector<Distance> arcs_before;
    Cost cost = 0;                       // of all routes, and of their balance
    int visits = 0;                      // in all routes
    mutable Ties ties;                   // level 2; it has scratch of its own

    int start_of(int route) const { return problem.visit_count() + 2 * route; }
    int end_of(int route) const { return start_of(route) + 1; }
    bool is_task(int node) const { return node < problem.visit_count(); }
    bool serves(int task) const { return nodes[task].route != nothing; }
    const VehicleType& vehicle(int route) const {
        return problem.vehicle_types[routes[route].type];
    }

    // Reads the windows and the service of a task again from the problem.
    void renew(int task);
    // Level 2: when a node is reached that `previous`, its predecessor, is left for at `departure`.
    Time arrival_at(int node, int previous, Time departure) const;
    // Level 2: earliest finish of a task reached at `arrival` from `previous`; unreachable when all its windows
    // are over.
    Time finish_of(int task, int previous, Time arrival) const;
    // From here on changes can be taken back.
    void begin();
    void rollback();
    // Removes the tasks, all of one route, in its order; below level 2 they follow one another. False, and
    // nothing changed, if the route would break a rule (times and distances need not be triangular).
    bool remove(int route, std::span<const int> tasks);
    // Puts a task behind a node; the caller has made sure that it fits.
    void insert(int task, int after);
    // Pick-up behind one node and delivery behind another (the pick-up itself for the very next place).
    void insert_pair(int pickup, int pickup_after, int delivery, int delivery_after);
    // Puts a task behind a node, with a reload before or behind it.
    void insert_with_reload(int task, int after, const Turn& turn);
    // Earliest finish of a node of a route if its trip also brings something that is there at `release`; unreachable
    // if the trip would begin too late for its first visit.
    Time finish_with(int node, Time release) const;
    // The same if the trip ends behind the node.
    Time finish_of_part(int node, Time release) const;
    // When a reload is finished that is reached at `arrival` from `previous`, with loads there at `release`.
    Time reloaded(int reload, int previous, Time arrival, Time release) const;
    int trip_count(int route) const;
    bool is_reload(int node) const {
        return node >= problem.task_count() && node < problem.visit_count();
    }
    bool begins_trip(int node) const { return nodes[node].previous == nothing || is_reload(node); }
    bool ends_trip(int node) const { return nodes[node].next == nothing || is_reload(node); }
    // Whether loads fit if the task, behind a node, begins or ends a trip with a reload.
    bool turn_fits(int task, int after, bool first) const;
    // Makes an idle route hold the tasks; false, and nothing changed, if it would break a rule. Without an agreement
    // it makes one with the routes that there are.
    bool fill(int route, std::span<const int> tasks, const Agreement* agreement = nullptr);
    void clear(int route);
    // Where no route has visits: only vehicles marked so may be used from now on.
    void allot(const std::vector<char>& open);
    void tasks_of(int route, std::vector<int>& out) const;
    // Level 2: the timetable of a route, as the others stand.
    void time(int route, Schedule& result);
    // Of steady problems: how long a route takes, what that costs, and the stretch of a task reached from a location.
    Time duration_of(int route) const {
        return routes[route].size == 0 ? 0 : stretches[end_of(route)].before.duration;
    }
    Cost cost_of_time(int route, Time duration) const {
        const VehicleType& type = vehicle(route);
        return duration * type.unit_duration_cost +
               std::max(0, duration - type.overtime_after) * type.unit_overtime_cost;
    }
    Stretch visit(int task, int previous) const
        requires full
    {
        return {occupied(problem, problem.tasks[task], previous), nodes[task].open, nodes[task].close};
    }
    // Calls `visit` with every route that may have changed since the last such call.
    template <class Visit>
    void visit_altered(const Visit& visit) {
        note_altered();
        for (const int route : altered) {
            is_altered[route] = 0;
            visit(route);
        }
        altered.clear();
    }
    // As if every route had changed.
    void alter_all() {
        for (int route = 0; route < slot_count(); ++route) note_altered(route);
    }
    // Whether a route has been changed since `begin`.
    bool changed(int route) const { return routes[route].touched == stamp; }

private:
    struct Single {  // the only window of a task, beside its service, for level 1
        Time open;
        Time close;
        Time service;
    };
    // Recomputes all that is derived from the order of the visits; false if the route breaks a rule.
    bool refresh(int route);
    bool fits(int route, std::span<const int> tasks);
    Node& touch(int node);
    Route& touch_route(int route);
    void link(int task, int after, int route);
    void unlink(int task);
    void count_room(int route);
    void note_arcs(int task);
    void list_route(int route, bool was_used);
    bool remove_string(int route, std::span<const int> tasks);
    bool remove_any(int route, std::span<const int> tasks);
    void forwards(int node);
    void backwards(int node);
    void count_loads(int route, int first, int last);
    bool time_forwards(int route, int first, int last);
    void time_backwards(int first, int last);
    Time latest_of(int task, Time limit, Time busy) const;
    void refresh_stretch(int route, int first, int last);
    bool price(int route);
    bool time_tied(int route);

    // stretches.cpp
    void begin_stretches(int route);
    void stretch(int route, int first, int last);
    void stretch_forwards(int route, int first);
    void stretch_backwards(int last);

    // trips.cpp
    int spare_reload(int kind);
    void drop_reloads(int route);
    bool may_merge(int reload);
    void count_trip_loads(int route);
    bool time_trips(int route);
    void find_releases(int route);
    Time departure_with(int begin, Time release) const;

    int slot_count() const { return static_cast<int>(routes.size()); }
    void note_altered() {
        for (const auto& [route, saved] : route_journal) note_altered(route);
    }
    void note_altered(int route) {
        if (is_altered[route]) return;
        is_altered[route] = 1;
        altered.push_back(route);
    }

    std::vector<int> altered;
    std::vector<char> is_altered;
    int visits_at_begin = 0;
    std::uint32_t stamp = 1;
    std::vector<std::uint32_t> touched;  // per node, the last stamp at which it was saved
    std::vector<Single> single;
    Cost cost_at_begin = 0;
    std::vector<std::pair<int, Node>> node_journal;
    std::vector<std::pair<int, Route>> route_journal;
    std::vector<Load> load_journal;
    std::vector<Loads> loads_journal;
    std::vector<TripPlace> trips_journal;
    std::vector<StretchPlace> stretches_journal;
    std::vector<int> spare;  // per kind of reload, where to look for one first
    Schedule scratch;
    TripLoads trip_loads;
    std::vector<Load> largest;      // loads of a trip, per dimension
    std::vector<int> order;         // of the route being priced
    std::vector<int> order_before;  // of the route being ruined
    Agreement agreement_before;
    const Agreement* given_agreement = nullptr;  // of the route being filled
};

}  // namespace routing

