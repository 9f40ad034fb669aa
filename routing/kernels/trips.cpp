// What `Routes` does about trips; see trips.h. A route of the search holds its reloads as visits among the others.

#include <algorithm>

#include "routes.h"

namespace routing {

// Finds a copy of a reload that no route uses; there are more than trips can be.
template <int level>
int Routes<level>::spare_reload(int kind) {
    const Reload& reload = problem.reloads[kind];
    int& next = spare[kind];
    for (int tried = reload.first; tried < reload.last; ++tried) {
        const int node = next;
        next = next + 1 < reload.last ? next + 1 : reload.first;
        if (nodes[node].route == nothing) return node;
    }
    return nothing;
}

template <int level>
void Routes<level>::insert_with_reload(int task, int after, const Turn& turn) {
    const int index = nodes[after].route;
    const int reload = spare_reload(turn.reload);
    link(turn.first ? reload : task, after, index);
    link(turn.first ? task : reload, turn.first ? reload : task, index);
    refresh_stretch(index, turn.first ? reload : task, turn.first ? task : reload);
}

template <int level>
int Routes<level>::trip_count(int index) const {
    int count = 1;
    for (int i = nodes[start_of(index)].next; is_task(i); i = nodes[i].next) count += is_reload(i);
    return count;
}

// Takes out reloads that end or begin an empty trip and, if that is wished, those whose trips fit into one.
template <int level>
void Routes<level>::drop_reloads(int index) {
    for (int i = nodes[start_of(index)].next; is_task(i);) {
        const int next = nodes[i].next;
        if (is_reload(i) && (begins_trip(nodes[i].previous) || ends_trip(next) ||
                             (merge_trips && may_merge(i)))) {
            unlink(i);
        }
        i = next;
    }
}

// Whether all that two trips bring, and all that they collect, fits at once; pairs are left alone.
template <int level>
bool Routes<level>::may_merge(int reload) {
    int first = nodes[reload].previous;
    while (!begins_trip(first)) first = nodes[first].previous;
    const int type = routes[nodes[reload].route].type;
    const Load* capacity = problem.capacity_of(type);
    largest.clear();
    for (int k = 0; k < problem.dimensions; ++k) {
        Load brought = 0;
        Load collected = 0;
        for (int i = nodes[first].next; is_task(i) && (i == reload || !is_reload(i)); i = nodes[i].next) {
            if (i == reload) continue;
            const Request& request = problem.requests[problem.tasks[i].request];
            if (request.pickup != nothing && request.delivery != nothing) return false;
            Load& sum = request.pickup == nothing ? brought : collected;
            sum += problem.load_of(problem.tasks[i].request)[k];
            if (brought + collected > capacity[k]) return false;
        }
        largest.push_back(brought + collected);
    }
    return !problem.walled || problem.walls[type].hold(largest);
}

// Loads around each node within its trip; what a trip brings is aboard from its beginning, what it collects until
// its end, and pairs stay aboard at reloads.
template <int level>
void Routes<level>::count_trip_loads(int index) {
    const int dimensions = problem.dimensions;
    for (int i = start_of(index); i != nothing; i = nodes[i].next) touch(i);
    for (int k = 0; k < dimensions; ++k) {
        Load aboard = 0;     // of pairs
        Load collected = 0;  // by the present trip
        Load most = 0;
        int end = start_of(index);
        for (int i = start_of(index); i != nothing; i = nodes[i].next) {
            Loads& here = loads[i * dimensions + k];
            if (begins_trip(i)) {
                Load brought = 0;
                for (end = nodes[i].next; !ends_trip(end); end = nodes[end].next) {
                    const int request = problem.tasks[end].request;
                    if (problem.requests[request].pickup == nothing) {
                        brought += problem.load_of(request)[k];
                    }
                }
                here.after = aboard - collected + brought;
                aboard -= collected;
                collected = 0;
                aboard += brought;
                most = here.after;
            } else if (is_task(i)) {
                const int request = problem.tasks[i].request;
                const Load moved = problem.load_of(request)[k];
                aboard += problem.tasks[i].delivery ? -moved : moved;
                if (problem.requests[request].delivery == nothing) collected += moved;
                here.after = aboard;
                most = std::max(most, aboard);
            } else {
                here.after = aboard;
            }
            here.most_before = most;
        }
        most = 0;
        for (int i = end_of(index); i != nothing; i = nodes[i].previous) {
            Loads& here = loads[i * dimensions + k];
            here.most_behind = std::max(most, here.after);
            // A trip ends before the next reload, with what is aboard at the visit before it.
            most = begins_trip(i) ? 0 : here.most_behind;
        }
    }
}

template <int level>
void Routes<level>::find_releases(int index) {
    Time behind = 0;
    for (int i = end_of(index); i != nothing; i = nodes[i].previous) {
        const bool visit = is_task(i) && !is_reload(i);
        if (visit) behind = std::max(behind, problem.requests[problem.tasks[i].request].release);
        trips[i].release_behind = behind;
        if (begins_trip(i)) behind = 0;
    }
}

// Level 2: earliest times of all visits of a route, trip by trip; false if it is late.
template <int level>
bool Routes<level>::time_trips(int index) {
    for (int i = start_of(index); i != nothing; i = nodes[i].next) touch(i);
    find_releases(index);
    int begin = start_of(index);
    for (int i = begin; i != nothing; i = nodes[i].next) {
        TripPlace& here = trips[i];
        if (i == start_of(index)) {
            here.floor = vehicle(index).open;
            here.begin = i;
            here.since = here.release_before = 0;
            nodes[i].finish = departure_with(i, here.release_behind);
            continue;
        }
        const Node& previous = nodes[nodes[i].previous];
        const Time arrival = arrival_at(i, previous.location, previous.finish);
        if (!is_task(i)) return arrival <= vehicle(index).close;
        if (is_reload(i)) {
            begin = i;
            here = {i, arrival, 0, 0, here.release_behind};
            nodes[i].finish = departure_with(i, here.release_behind);
        } else {
            const TripPlace& before = trips[nodes[i].previous];
            const Time busy = occupied(problem, problem.tasks[i], previous.location);
            const Time on_road = problem.least_seconds(vehicle(index).profile, nodes[i].seconds);
            here.begin = begin;
            here.since = before.since + on_road + busy;
            const Time floor = begins_trip(nodes[i].previous) ? 0 : before.floor + on_road;
            here.floor = std::max(floor, nodes[i].open) + busy;
            here.release_before = std::max(
                before.release_before, problem.requests[problem.tasks[i].request].release);
            nodes[i].finish = finish_of(i, previous.location, arrival);
        }
        if (nodes[i].finish >= unreachable) return false;
    }
    return true;
}

// When a trip may leave the node with which it begins if its loads are there at `release`.
template <int level>
Time Routes<level>::departure_with(int begin, Time release) const {
    const Time ready = std::max(trips[begin].floor, release);
    if (!is_reload(begin)) return ready;
    return finish_of(begin, nodes[nodes[begin].previous].location, ready);
}

template <int level>
Time Routes<level>::finish_with(int node, Time release) const {
    const TripPlace& here = trips[node];
    if (release <= trips[here.begin].release_behind) return nodes[node].finish;
    const Time departure = departure_with(here.begin, release);
    if (departure >= unreachable || node == here.begin) return departure;
    const Node& first = nodes[nodes[here.begin].next];
    const bool shared = first.location == nodes[here.begin].location;
    if (arrival_at(nodes[here.begin].next, nodes[here.begin].location, departure) > (shared ? first.latest_shared : first.latest)) {
        return unreachable;
    }
    return std::max(nodes[node].finish, departure + here.since);
}

template <int level>
Time Routes<level>::finish_of_part(int node, Time release) const {
    const TripPlace& here = trips[node];
    const Time needed = std::max(release, here.release_before);
    if (needed >= trips[here.begin].release_behind) return finish_with(node, release);
    const Time departure = departure_with(here.begin, needed);
    if (node == here.begin) return departure;
    return std::max(here.floor, departure + here.since);
}

template <int level>
Time Routes<level>::reloaded(int reload, int previous, Time arrival, Time release) const {
    return finish_of(problem.reloads[reload].first, previous, std::max(arrival, release));
}

// With the task behind `after` the part of the trip before it and the part behind it become trips of their own; the
// task belongs to the second if it comes first after the reload.
template <int level>
bool Routes<level>::turn_fits(int task, int after, bool first) const {
    const Task& added = problem.tasks[task];
    const Load* capacity = problem.capacity_of(routes[nodes[after].route].type);
    int begin = after;
    while (!begins_trip(begin)) begin = nodes[begin].previous;
    for (int k = 0; k < problem.dimensions; ++k) {
        const Load moved = problem.load_of(added.request)[k];
        Load rest = 0;       // what the part behind brings
        Load collected = 0;  // by the part before
        for (int i = nodes[after].next; !ends_trip(i); i = nodes[i].next) {
            const int request = problem.tasks[i].request;
            if (problem.requests[request].pickup == nothing) rest += problem.load_of(request)[k];
        }
        for (int i = begin;; i = nodes[i].next) {
            if (!begins_trip(i)) {
                const int request = problem.tasks[i].request;
                if (problem.requests[request].delivery == nothing) {
                    collected += problem.load_of(request)[k];
                }
            }
            const Load more = !first && added.delivery ? moved : 0;
            if (loads[i * problem.dimensions + k].after - rest + more > capacity[k]) return false;
            if (i == after) break;
        }
        const Load end = loads[after * problem.dimensions + k].after - rest;
        if (!first && !added.delivery && end + moved > capacity[k]) return false;
        if (first && added.delivery && end - collected + rest + moved > capacity[k]) return false;
        const Load more = first && !added.delivery ? moved : 0;
        if (end - collected + rest + more > capacity[k]) return false;
        for (int i = nodes[after].next; !ends_trip(i); i = nodes[i].next) {
            if (loads[i * problem.dimensions + k].after - collected + more > capacity[k]) return false;
        }
    }
    return true;
}

template void Routes<2>::insert_with_reload(int task, int after, const Turn& turn);
template int Routes<2>::trip_count(int index) const;
template void Routes<2>::drop_reloads(int index);
template void Routes<2>::count_trip_loads(int index);
template bool Routes<2>::time_trips(int index);
template Time Routes<2>::finish_with(int node, Time release) const;
template Time Routes<2>::finish_of_part(int node, Time release) const;
template Time Routes<2>::reloaded(int reload, int previous, Time arrival, Time release) const;
template bool Routes<2>::turn_fits(int task, int after, bool first) const;

}  // namespace routing
