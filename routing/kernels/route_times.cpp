// What `Routes` does about times: the earliest finish and the latest arrival of every visit.

#include <algorithm>

#include "routes.h"

namespace routing {

// Level 1: earliest times from a node on, as far as they change.
template <int level>
void Routes<level>::forwards(int node) {
    if constexpr (level == 1) {
        const Matrix& road = problem.durations[0];
        while (is_task(node)) {
            const Node& before = nodes[nodes[node].previous];
            const Single& task = single[node];
            const Time arrival = before.finish + road(before.location, nodes[node].location);
            const Time finish = std::max(arrival, task.open) + task.service;
            if (finish == nodes[node].finish) return;
            touch(node).finish = finish;
            node = nodes[node].next;
        }
    }
}

// Level 1: latest times from a node back, as far as they change.
template <int level>
void Routes<level>::backwards(int node) {
    if constexpr (level == 1) {
        const Matrix& road = problem.durations[0];
        while (is_task(node)) {
            const Node& behind = nodes[nodes[node].next];
            const Single& task = single[node];
            const Time departure = behind.latest - road(nodes[node].location, behind.location);
            const Time latest = std::min(task.close, departure - task.service);
            if (latest == nodes[node].latest) return;
            touch(node).latest = latest;
            node = nodes[node].previous;
        }
    }
}

template <int level>
Time Routes<level>::arrival_at(int node, int previous, Time departure) const {
    if constexpr (full) {
        const Node& there = nodes[node];
        if (problem.linked && !problem.same_zone(previous, there.location)) {
            return problem.links
                .earliest(problem, routes[there.route].type, previous, there.location, departure)
                .arrival;
        }
        return problem.road_arrival(vehicle(there.route).profile, departure, there.seconds);
    } else {
        static_cast<void>(node);
        static_cast<void>(previous);
        return departure;
    }
}

template <int level>
Time Routes<level>::finish_of(int task, int previous, Time arrival) const {
    if constexpr (full) {
        const Node& node = nodes[task];
        const Time access = previous == node.location ? 0 : problem.access[node.location];
        const Time busy = node.service + access;
        Time start = std::max(arrival, node.open);
        if (node.several_windows) start = problem.earliest_start(problem.tasks[task], arrival, busy);
        if (start > node.close) return unreachable;
        return start + busy;
    } else {
        static_cast<void>(task);
        static_cast<void>(previous);
        return arrival;
    }
}

// Level 2: earliest times from `first` on, as far as they change behind `last`; false if the route is late.
template <int level>
bool Routes<level>::time_forwards(int index, int first, int last) {
    if constexpr (full) {
        if (problem.tripped) return time_trips(index);
        bool passed = false;
        for (int i = first; i != nothing; i = nodes[i].next) {
            const Node& previous = nodes[nodes[i].previous];
            const Time arrival = arrival_at(i, previous.location, previous.finish);
            if (!is_task(i)) return arrival <= vehicle(index).close;
            const Time finish = finish_of(i, previous.location, arrival);
            if (finish >= unreachable) return false;
            if (passed && finish == nodes[i].finish) return true;
            passed = passed || i == last;
            if (finish != nodes[i].finish) touch(i).finish = finish;
        }
    }
    return true;
}

// Level 2: latest times from `last` back, as far as they change before `first`.
template <int level>
void Routes<level>::time_backwards(int first, int last) {
    if constexpr (full) {
        bool passed = false;
        for (int i = last; is_task(i); i = nodes[i].previous) {
            const Node& here = nodes[i];
            const Node& behind = nodes[here.next];
            const Time deadline =
                behind.location == here.location ? behind.latest_shared : behind.latest;
            const bool by_road =
                !problem.linked || problem.same_zone(here.location, behind.location);
            const Time departure =
                by_road ? problem.road_departure(vehicle(here.route).profile, deadline, behind.seconds)
                        : problem.links.latest(problem, routes[here.route].type, here.location,
                                               behind.location, deadline);
            const Time free = departure - here.service;
            const Time shared = latest_of(i, free, here.service);
            const Time access = problem.access[here.location];
            const Time latest =
                access == 0 ? shared : latest_of(i, free - access, here.service + access);
            const bool same = latest == here.latest && shared == here.latest_shared;
            if (passed && same) return;
            passed = passed || i == first;
            if (same) continue;
            Node& changed = touch(i);
            changed.latest = latest;
            changed.latest_shared = shared;
        }
    }
}

// Level 2: latest start at or before `limit` of a task that takes `busy`; negative when there is none.
template <int level>
Time Routes<level>::latest_of(int task, Time limit, Time busy) const {
    if constexpr (full) {
        const Node& node = nodes[task];
        if (node.several_windows) return problem.latest_start(problem.tasks[task], limit, busy);
        if (limit < node.open) return nothing;
        return std::min(limit, node.close);
    } else {
        static_cast<void>(task);
        static_cast<void>(busy);
        return limit;
    }
}

template void Routes<0>::forwards(int node);
template void Routes<0>::backwards(int node);
template Time Routes<0>::arrival_at(int node, int previous, Time departure) const;
template Time Routes<0>::finish_of(int task, int previous, Time arrival) const;
template bool Routes<0>::time_forwards(int index, int first, int last);
template void Routes<0>::time_backwards(int first, int last);
template void Routes<1>::forwards(int node);
template void Routes<1>::backwards(int node);
template Time Routes<1>::arrival_at(int node, int previous, Time departure) const;
template Time Routes<1>::finish_of(int task, int previous, Time arrival) const;
template bool Routes<1>::time_forwards(int index, int first, int last);
template void Routes<1>::time_backwards(int first, int last);
template void Routes<2>::forwards(int node);
template void Routes<2>::backwards(int node);
template Time Routes<2>::arrival_at(int node, int previous, Time departure) const;
template Time Routes<2>::finish_of(int task, int previous, Time arrival) const;
template bool Routes<2>::time_forwards(int index, int first, int last);
template void Routes<2>::time_backwards(int first, int last);

}  // namespace routing
