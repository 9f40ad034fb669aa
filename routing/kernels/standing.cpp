#include "standing.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <tuple>

namespace routing {

Standing::Standing(const Problem& given, const std::vector<int>& types,
                   const std::vector<std::vector<int>>& plan,
                   const std::vector<Agreement>& agreements)
    : problem(given), beside(nobody, 0), random(0), routes(problem), insertion(routes, beside, random) {
    for (std::size_t i = 0; i < plan.size(); ++i) {
        slots.push_back(nothing);
        if (!may_stand(types[i], plan[i])) continue;
        const int slot = routes.idle[types[i]].back();
        routes.begin();
        const Agreement* agreement = agreements.empty() ? nullptr : &agreements[i];
        if (routes.fill(slot, plan[i], agreement)) slots.back() = slot;
    }
}

// Whether there is a vehicle, and the tasks are whole requests in order that no other route serves.
bool Standing::may_stand(int type, const std::vector<int>& tasks) const {
    if (tasks.empty() || routes.idle[type].empty()) return false;
    std::vector<int> place(problem.tasks.size(), nothing);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (routes.serves(tasks[i]) || place[tasks[i]] != nothing) return false;
        place[tasks[i]] = static_cast<int>(i);
    }
    return std::all_of(tasks.begin(), tasks.end(), [&](int task) {
        if (problem.tasks[task].reload()) return true;
        const Request& request = problem.requests[problem.tasks[task].request];
        if (request.pickup == nothing || request.delivery == nothing) return true;
        return place[request.pickup] != nothing && place[request.pickup] < place[request.delivery];
    });
}

int Standing::first_task(int request) const {
    const Request& asked = problem.requests[request];
    return asked.pickup != nothing ? asked.pickup : asked.delivery;
}

std::vector<int> Standing::tasks_of(int route) const {
    std::vector<int> tasks;
    if (slots[route] != nothing) routes.tasks_of(slots[route], tasks);
    return tasks;
}

int Standing::number_of(int slot) const {
    const auto found = std::find(slots.begin(), slots.end(), slot);
    return found == slots.end() ? nothing : static_cast<int>(found - slots.begin());
}

Quote Standing::quote(int request) {
    if (serves(request)) throw std::invalid_argument("request must be unserved.");
    if (!routes.ties.may_insert(request)) return {};
    return described(request, insertion.best_of_all(request));
}

std::vector<Quote> Standing::quotes(int task, const std::vector<Window>& wanted) {
    Task& asked = problem.tasks[task];
    const Task before = asked;
    asked.first_window = static_cast<int>(problem.windows.size());
    asked.last_window = asked.first_window + 1;
    problem.windows.emplace_back();
    std::vector<Quote> found;
    for (const Window& slot : wanted) {
        problem.windows.back() = slot;
        routes.renew(task);
        found.push_back(quote(asked.request));
    }
    problem.windows.pop_back();
    asked = before;
    routes.renew(task);
    return found;
}

// Adds position and times to a spot by scheduling its route with the request in it.
Quote Standing::described(int request, const Spot& spot) {
    Quote result;
    if (!spot.found()) return result;
    const int slot = routes.nodes[spot.after].route;
    result.cost = spot.delta;
    result.type = routes.routes[slot].type;
    result.route = number_of(slot);
    routes.begin();
    insert(request, spot);
    routes.tasks_of(slot, order);
    routes.time(slot, scratch);
    routes.rollback();
    const Request& asked = problem.requests[request];
    for (int i = 0; i < static_cast<int>(order.size()); ++i) {
        if (order[i] == asked.pickup) {
            result.pickup = i;
            result.pickup_start = scratch.stops[i].start;
        }
        if (order[i] == asked.delivery) {
            result.delivery = i;
            result.delivery_start = scratch.stops[i].start;
        }
    }
    return result;
}

void Standing::insert(int request, const Spot& spot) {
    put(routes, problem.requests[request], spot);
}

int Standing::serve(std::vector<int> requests, double seconds) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    const auto time_is_up = [&] {
        return seconds >= 0 && std::chrono::duration<double>(Clock::now() - begin).count() > seconds;
    };
    int served = 0;
    for (bool more = true; more;) {  // what was inserted can make a vehicle worth its fixed cost to others
        more = false;
        for (int& request : requests) {
            if (request == nothing) continue;
            if (time_is_up()) return served;
            const Spot spot = insertion.best_of_all(request);
            const Cost prize = problem.requests[request].prize;
            if (!spot.found() || (prize != nothing && spot.delta >= prize)) continue;
            const int slot = routes.nodes[spot.after].route;
            if (number_of(slot) == nothing) slots.push_back(slot);
            routes.begin();
            insert(request, spot);
            request = nothing;
            more = true;
            ++served;
        }
    }
    return served;
}

std::vector<int> Standing::requests_of(int slot) const {
    std::vector<int> tasks;
    routes.tasks_of(slot, tasks);
    std::vector<int> found;
    for (const int task : tasks) {
        if (problem.tasks[task].reload()) continue;
        const int request = problem.tasks[task].request;
        if (task == first_task(request)) found.push_back(request);
    }
    return found;
}

bool Standing::take_out(int slot, int request) {
    const Request& asked = problem.requests[request];
    if (asked.pickup != nothing && asked.delivery != nothing) {
        const int both[] = {asked.pickup, asked.delivery};
        return routes.remove(slot, both);
    }
    const int task = first_task(request);
    return routes.remove(slot, {&task, 1});
}

Exchange Standing::exchange(int request) {
    if (serves(request)) throw std::invalid_argument("request must be unserved.");
    Exchange best;
    const std::vector<int> used = slots;  // taking out and putting in again changes the order of routes.used
    for (const int slot : used) {
        if (slot != nothing) leave_one(request, slot, best);
    }
    if (best.route != nothing) return best;
    for (const int slot : used) {
        if (slot != nothing) leave_some(request, slot, best);
    }
    return best;
}

// Keeps the exchange if it is better than the best one so far.
void Standing::weigh(int slot, const std::vector<int>& leaving, Cost cost, Exchange& best) const {
    Exchange found;
    found.cost = cost;
    found.route = number_of(slot);
    found.leaving = leaving;
    for (const int request : leaving) {
        const Cost prize = problem.requests[request].prize;
        if (prize == nothing) {
            ++found.required;
        } else {
            found.cost += prize;
        }
    }
    const auto rank = [](const Exchange& one) {
        return std::tuple(one.route == nothing, one.required, one.leaving.size(), one.cost);
    };
    if (rank(found) < rank(best)) best = found;
}

void Standing::leave_one(int request, int slot, Exchange& best) {
    const Cost before = routes.cost;
    for (const int other : requests_of(slot)) {
        routes.begin();
        if (take_out(slot, other) && !routes.ties.has_orphans() &&
            routes.ties.may_insert(request)) {
            const Spot spot = insertion.best_in(request, slot);
            if (spot.found()) weigh(slot, {other}, routes.cost + spot.delta - before, best);
        }
        routes.rollback();
    }
}

// Empties the route, puts the request in, then whatever of the others still fits, in their order.
void Standing::leave_some(int request, int slot, Exchange& best) {
    const Cost before = routes.cost;
    const std::vector<int> others = requests_of(slot);
    routes.begin();
    routes.clear(slot);
    Spot spot;
    if (routes.ties.may_insert(request)) spot = insertion.best_in(request, slot);
    if (spot.found()) {
        insert(request, spot);
        std::vector<int> leaving;
        for (const int other : others) {
            spot = routes.ties.may_insert(other) ? insertion.best_in(other, slot) : Spot{};
            if (spot.found()) {
                insert(other, spot);
            } else {
                leaving.push_back(other);
            }
        }
        if (!routes.ties.has_orphans()) weigh(slot, leaving, routes.cost - before, best);
    }
    routes.rollback();
}

}  // namespace routing
