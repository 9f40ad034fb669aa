#include "routes.h"

#include <algorithm>
#include <cassert>

namespace routing {

namespace {

// A time that no update yields, so that propagation does not stop before a new visit has its times.
constexpr Time stale = -unreachable;


// A number for one node following another, well mixed (splitmix64), so that sums of them tell routes apart.
std::uint64_t key_of(int node, int next) {
    std::uint64_t mixed = (static_cast<std::uint64_t>(node) << 32) + static_cast<std::uint32_t>(next);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
}

}  // namespace

template <int level>
Routes<level>::Routes(const Problem& given)
    : problem(given), ties(given, given.slot_count()) {
    for (const auto& task : problem.tasks) {
        Node node{};
        node.previous = node.next = node.route = nothing;
        node.location = task.location;
        nodes.push_back(node);
        single.push_back({});
        renew(static_cast<int>(nodes.size()) - 1);
    }
    idle.resize(problem.vehicle_types.size());
    for (int type = 0; type < problem.type_count(); ++type) {
        const VehicleType& vehicle = problem.vehicle_types[type];
        for (int i = 0; i < std::min(vehicle.count, problem.request_count()); ++i) {
            const int route = slot_count();
            Node start{};
            start.previous = nothing;
            start.next = end_of(route);
            start.route = route;
            start.location = vehicle.start;
            Node end{};
            end.previous = start_of(route);
            end.next = nothing;
            end.route = route;
            end.location = vehicle.end;
            if constexpr (timed) {
                start.finish = end.finish = vehicle.open;
                start.latest = end.latest = vehicle.close;
            }
            if constexpr (full) start.latest_shared = end.latest_shared = vehicle.close;
            nodes.push_back(start);
            nodes.push_back(end);
            routes.push_back({type, 0, 0, static_cast<int>(idle[type].size()), 0, 0, 0});
            idle[type].push_back(route);
        }
    }
    touched.resize(nodes.size());
    arcs_behind.assign(nodes.size(), -horizon);
    arcs_before.assign(nodes.size(), -horizon);
    room.resize(routes.size());
    is_altered.resize(routes.size());
    alter_all();
    load.assign(routes.size() * static_cast<std::size_t>(problem.dimensions), 0);
    for (int route = 0; route < slot_count(); ++route) count_room(route);
    if constexpr (full) {
        loads.resize(nodes.size() * static_cast<std::size_t>(problem.dimensions));
        if (problem.tripped) trips.resize(nodes.size());
        for (const Reload& reload : problem.reloads) spare.push_back(reload.first);
        for (int route = 0; route < slot_count() && problem.tripped; ++route) time_trips(route);
        if (problem.steady) stretches.resize(nodes.size());
        for (int route = 0; route < slot_count() && problem.steady; ++route) begin_stretches(route);
    }
}

template <int level>
void Routes<level>::renew(int index) {
    const Task& task = problem.tasks[index];
    const Window& window = problem.windows[task.first_window];
    single[index] = {window.open, window.close, task.service};
    if constexpr (full) {
        Node& node = nodes[index];
        node.open = window.open;
        node.close = problem.windows[task.last_window - 1].close;
        node.service = task.service;
        node.several_windows = task.several_windows();
        if (problem.tied) ties.renew(index);
    }
}

template <int level>
void Routes<level>::begin() {
    note_altered();
    ++stamp;
    cost_at_begin = cost;
    visits_at_begin = visits;
    node_journal.clear();
    route_journal.clear();
    load_journal.clear();
    loads_journal.clear();
    trips_journal.clear();
    stretches_journal.clear();
    if (full && problem.tied) ties.begin();
}

template <int level>
void Routes<level>::rollback() {
    const int dimensions = problem.dimensions;
    for (std::size_t i = 0; i < node_journal.size(); ++i) {
        const auto& [node, saved] = node_journal[i];
        nodes[node] = saved;
        note_arcs(node);
        if constexpr (full) {
            std::copy_n(loads_journal.begin() + static_cast<std::ptrdiff_t>(i) * dimensions,
                        dimensions, loads.begin() + node * dimensions);
            if (problem.tripped) trips[node] = trips_journal[i];
            if (problem.steady) stretches[node] = stretches_journal[i];
        }
    }
    for (std::size_t i = 0; i < route_journal.size(); ++i) {
        const auto& [index, saved] = route_journal[i];
        Route& route = routes[index];
        const bool was_used = route.size > 0;
        const int listed = route.listed;
        route = saved;
        route.listed = listed;
        std::copy_n(load_journal.begin() + static_cast<std::ptrdiff_t>(i) * dimensions, dimensions,
                    load.begin() + index * dimensions);
        count_room(index);
        list_route(index, was_used);
    }
    if (full && problem.tied) ties.rollback();
    cost = cost_at_begin;
    visits = visits_at_begin;
    route_journal.clear();  // nothing has changed
    begin();
}

template <int level>
typename Routes<level>::Node& Routes<level>::touch(int node) {
    Node& here = nodes[node];
    if (touched[node] != stamp) {
        touched[node] = stamp;
        node_journal.emplace_back(node, here);
        if constexpr (full) {
            const auto from = loads.begin() + node * problem.dimensions;
            loads_journal.insert(loads_journal.end(), from, from + problem.dimensions);
            if (problem.tripped) trips_journal.push_back(trips[node]);
            if (problem.steady) stretches_journal.push_back(stretches[node]);
        }
    }
    return here;
}

template <int level>
Route& Routes<level>::touch_route(int index) {
    Route& route = routes[index];
    if (route.touched != stamp) {
        route.touched = stamp;
        route_journal.emplace_back(index, route);
        const auto from = load.begin() + index * problem.dimensions;
        load_journal.insert(load_journal.end(), from, from + problem.dimensions);
    }
    return route;
}

template <int level>
void Routes<level>::note_arcs(int task) {
    if (!is_task(task)) return;
    const Node& node = nodes[task];
    const bool served = node.route != nothing;
    if constexpr (level == 0) {
        const bool inner = is_task(node.previous) && is_task(node.next);
        const Distance longer = inner ? std::max(node.arc, node.onwards) : horizon;
        arcs_behind[task] = served ? longer : -horizon;
    } else {
        arcs_behind[task] = served ? node.onwards : -horizon;
        arcs_before[task] = served ? node.arc : -horizon;
    }
}

// Moves a route between the lists of used and idle routes when it has just become one or the other.
template <int level>
void Routes<level>::list_route(int index, bool was_used) {
    Route& route = routes[index];
    const bool is_used = route.size > 0;
    if (is_used == was_used) return;
    auto& from = was_used ? used : idle[route.type];
    auto& to = is_used ? used : idle[route.type];
    routes[from.back()].listed = route.listed;
    from[route.listed] = from.back();
    from.pop_back();
    route.listed = static_cast<int>(to.size());
    to.push_back(index);
}

template <int level>
void Routes<level>::link(int task, int after, int index) {
    const Matrix& way = problem.distances[vehicle(index).profile];
    Node& node = touch(task);
    Node& previous = touch(after);
    Node& next = touch(previous.next);
    Route& route = touch_route(index);
    const Distance arc = way(previous.location, node.location);
    const Distance onwards = way(node.location, next.location);
    const std::int64_t detour = static_cast<std::int64_t>(arc) + onwards - next.arc;
    node.previous = after;
    node.next = previous.next;
    node.route = index;
    node.arc = previous.onwards = arc;
    next.previous = task;
    next.arc = node.onwards = onwards;
    previous.next = task;
    note_arcs(after);
    note_arcs(task);
    note_arcs(node.next);
    if constexpr (full) {
        const Matrix& road = problem.durations[vehicle(index).profile];
        node.seconds = road(previous.location, node.location);
        next.seconds = road(node.location, next.location);
        route.key += key_of(after, task) + key_of(task, node.next) - key_of(after, node.next);
    }
    route.distance += detour;
    ++visits;
    if (++route.size == 1) list_route(index, false);
    if (full && problem.tasks[task].reload()) return;
    const Load* amounts = problem.load_of(problem.tasks[task].request);
    for (int k = 0; k < problem.dimensions; ++k) load[index * problem.dimensions + k] += amounts[k];
    count_room(index);
}

template <int level>
void Routes<level>::unlink(int task) {
    Node& node = touch(task);
    const int index = node.route;
    const Matrix& way = problem.distances[vehicle(index).profile];
    Node& previous = touch(node.previous);
    Node& next = touch(node.next);
    Route& route = touch_route(index);
    // An empty route has no way, so that its first visit costs the whole way.
    const Distance arc = route.size > 1 ? way(previous.location, next.location) : 0;
    if constexpr (full) {
        route.key += key_of(node.previous, node.next) - key_of(node.previous, task) -
                     key_of(task, node.next);
    }
    route.distance += static_cast<std::int64_t>(arc) - node.arc - next.arc;
    previous.next = node.next;
    next.previous = node.previous;
    next.arc = previous.onwards = arc;
    if constexpr (full) {
        const Matrix& road = problem.durations[vehicle(index).profile];
        next.seconds = road(previous.location, next.location);
    }
    node.route = nothing;
    note_arcs(task);
    note_arcs(node.previous);
    note_arcs(node.next);
    --visits;
    if (--route.size == 0) list_route(index, true);
    if (full && problem.tasks[task].reload()) return;
    const Load* amounts = problem.load_of(problem.tasks[task].request);
    for (int k = 0; k < problem.dimensions; ++k) load[index * problem.dimensions + k] -= amounts[k];
    count_room(index);
}

template <int level>
bool Routes<level>::price(int index) {
    Route& route = touch_route(index);
    const VehicleType& type = problem.vehicle_types[route.type];
    cost -= route.cost;
    if (route.size == 0) {
        route.cost = 0;
        route.distance = 0;
        if (full && problem.tied) cost += ties.set(index, route.type, {}, nullptr);
        return true;
    }
    bool kept = true;
    if (full && problem.simulated) {
        tasks_of(index, order);
        if (problem.tied) {
            kept = time_tied(index);
        } else {
            schedule(problem, route.type, order, scratch);
            kept = scratch.on_time && scratch.within_limits;
        }
        route.cost = scratch.cost;
        route.distance = scratch.distance;
    } else {
        route.cost = type.fixed_cost + route.distance * type.unit_distance_cost;
        if constexpr (full) {
            kept = route.distance <= type.max_distance;
            if (problem.steady) {
                const Time duration = duration_of(index);
                route.cost += cost_of_time(index, duration);
                kept = kept && duration <= type.max_duration;
            }
        }
        if (full && problem.tied) {
            tasks_of(index, order);
            cost += ties.set(index, route.type, order, nullptr);
        }
    }
    cost += route.cost;
    return kept;
}

template <int level>
void Routes<level>::time(int index, Schedule& result) {
    tasks_of(index, order);
    if (problem.tied) {
        ties.schedule(index, routes[index].type, order, result);
    } else {
        schedule(problem, routes[index].type, order, result);
    }
}

// Times the route in `order` with what it agrees with the others; false if it breaks a rule.
template <int level>
bool Routes<level>::time_tied(int index) {
    const int type = routes[index].type;
    const bool kept = given_agreement != nullptr
                          ? ties.schedule(index, type, order, *given_agreement, scratch)
                          : ties.schedule(index, type, order, scratch);
    cost += ties.set(index, type, order, &scratch);
    return kept;
}

template <int level>
bool Routes<level>::refresh(int index) {
    if constexpr (full) {
        if (routes[index].size == 0) {
            if (problem.singles) count_loads(index, start_of(index), start_of(index));
            if (problem.tripped) time_trips(index);
        } else {
            const int first = nodes[start_of(index)].next;
            const int last = nodes[end_of(index)].previous;
            count_loads(index, first, last);
            if (!time_forwards(index, first, last)) {
                price(index);
                return false;
            }
            time_backwards(first, last);
            if (problem.steady) stretch(index, first, last);
        }
    }
    return price(index);
}

// As refresh, when all that has changed lies between two visits and is known to be allowed.
template <int level>
void Routes<level>::refresh_stretch(int index, int first, int last) {
    count_loads(index, first, last);
    time_forwards(index, first, last);
    time_backwards(first, last);
    if constexpr (full) {
        if (problem.steady) stretch(index, first, last);
    }
    price(index);
}

template <int level>
bool Routes<level>::remove(int index, std::span<const int> tasks) {
    return full ? remove_any(index, tasks) : remove_string(index, tasks);
}

template <int level>
bool Routes<level>::remove_string(int index, std::span<const int> tasks) {
    const int previous = nodes[tasks.front()].previous;
    const int next = nodes[tasks.back()].next;
    if constexpr (level == 1) {
        const Matrix& road = problem.durations[0];
        const bool emptied = !is_task(previous) && !is_task(next);
        if (!emptied && nodes[previous].finish +
                                road(nodes[previous].location, nodes[next].location) >
                            nodes[next].latest) {
            return false;
        }
    }
    for (const int task : tasks) unlink(task);
    forwards(next);
    backwards(previous);
    price(index);
    return true;
}

template <int level>
bool Routes<level>::remove_any(int index, std::span<const int> tasks) {
    tasks_of(index, order_before);
    if (problem.tied) agreement_before = ties.agreement_of(index);
    for (const int task : tasks) unlink(task);
    if constexpr (full) {
        if (problem.reload_count > 0) drop_reloads(index);
    }
    if (refresh(index)) return true;
    clear(index);
    const bool restored = fill(index, order_before, problem.tied ? &agreement_before : nullptr);
    assert(restored);
    static_cast<void>(restored);
    return false;
}

template <int level>
void Routes<level>::insert(int task, int after) {
    const int index = nodes[after].route;
    link(task, after, index);
    if constexpr (full) {
        refresh_stretch(index, task, task);
    } else {
        if constexpr (timed) {
            touch(task).finish = touch(task).latest = stale;
            forwards(task);
            backwards(task);
        }
        price(index);
    }
}

template <int level>
void Routes<level>::insert_pair(int pickup, int pickup_after, int delivery, int delivery_after) {
    const int index = nodes[pickup_after].route;
    link(pickup, pickup_after, index);
    link(delivery, delivery_after, index);
    refresh_stretch(index, pickup, delivery);
}

template <int level>
bool Routes<level>::fill(int index, std::span<const int> tasks, const Agreement* agreement) {
    given_agreement = agreement;
    int after = start_of(index);
    for (const int task : tasks) {
        link(task, after, index);
        after = task;
    }
    bool kept = true;
    if constexpr (full) {
        kept = refresh(index);
    } else {
        if constexpr (timed) {
            for (const int task : tasks) touch(task).finish = touch(task).latest = stale;
            if (!tasks.empty()) {
                forwards(tasks.front());
                backwards(tasks.back());
            }
            for (const int task : tasks) {
                const Node& node = nodes[task];
                kept = kept && node.finish - single[task].service <= node.latest;
            }
        }
        price(index);
    }
    given_agreement = nullptr;
    if (kept && fits(index, tasks)) return true;
    clear(index);
    return false;
}

template <int level>
void Routes<level>::clear(int index) {
    for (int i = nodes[start_of(index)].next; is_task(i);) {
        const int next = nodes[i].next;
        unlink(i);
        i = next;
    }
    refresh(index);
}

template <int level>
void Routes<level>::allot(const std::vector<char>& open) {
    for (auto& waiting : idle) waiting.clear();
    for (int index = 0; index < slot_count(); ++index) {
        auto& waiting = idle[routes[index].type];
        routes[index].listed = static_cast<int>(waiting.size());
        if (open[index]) waiting.push_back(index);
    }
}

template <int level>
void Routes<level>::tasks_of(int index, std::vector<int>& out) const {
    out.clear();
    for (int i = nodes[start_of(index)].next; is_task(i); i = nodes[i].next) out.push_back(i);
}

template class Routes<0>;
template class Routes<1>;
template class Routes<2>;

}  // namespace routing
