#include "ties.h"

#include <algorithm>
#include <utility>

#include "order_rules.h"

namespace routing {

Ties::Ties(const Problem& given, int routes)
    : problem(given),
      decks(given),
      groups(given),
      precedences(given),
      balance(given, routes),
      records(given.tied ? static_cast<std::size_t>(routes) : 0),
      touched(records.size(), 0) {
    if (!problem.tied) return;
    held = std::make_unique<Problem>(problem);
    // A visit that another may hold gets windows of its own, to be cut down in place.
    for (Task& task : held->tasks) {
        if (task.reload() || !precedences.concerns(task.request)) continue;
        const int first = static_cast<int>(held->windows.size());
        for (int i = task.first_window; i < task.last_window; ++i) {
            held->windows.push_back(Window(held->windows[i]));
        }
        task.first_window = first;
        task.last_window = static_cast<int>(held->windows.size());
    }
}

// Another window for a task, no more of them than it had before.
void Ties::renew(int index) {
    const Task& from = problem.tasks[index];
    Task& task = held->tasks[index];
    task.last_window = task.first_window;
    for (int i = from.first_window; i < from.last_window; ++i) {
        held->windows[task.last_window++] = problem.windows[i];
    }
}

bool Ties::has_orphans() const {
    if (!problem.relations.precedences) return false;
    for (int request = 0; request < problem.request_count(); ++request) {
        if (is_orphan(request)) return true;
    }
    return false;
}

void Ties::begin() {
    ++stamp;
    journal.clear();
    giver = nothing;
}

void Ties::rollback() {
    for (const int route : journal) apply(route, -1);
    for (std::size_t i = 0; i < journal.size(); ++i) {
        std::swap(records[journal[i]], saved[i]);
        apply(journal[i], 1);
    }
    begin();
}

// Adds a route's record to the counts, or takes it away.
void Ties::apply(int route, int sign) {
    Record& record = records[route];
    if (record.type == nothing) return;
    decks.take(record.type, record.sailings, sign);
    for (const int request : record.members) groups.serve(request, sign);
    for (const Span& span : record.spans) {
        if (sign > 0) {
            precedences.serve(route, span);
        } else {
            precedences.drop(span.request);
        }
    }
    balance.set(route, sign > 0 ? record.duration : nothing);
}

Cost Ties::set(int route, int type, std::span<const int> tasks, const Schedule* result) {
    Record& record = records[route];
    const Cost before = balance.cost_with(route, record.duration);
    if (touched[route] != stamp) {
        touched[route] = stamp;
        journal.push_back(route);
        if (saved.size() < journal.size()) saved.emplace_back();
        saved[journal.size() - 1] = record;
    }
    apply(route, -1);
    record.type = tasks.empty() ? nothing : type;
    record.duration = nothing;
    record.sailings.clear();
    record.spans.clear();
    record.members.clear();
    if (record.type == nothing) return balance.cost_with(route, nothing) - before;
    if (result != nullptr) {
        record.agreement = agreed;
        record.duration = result->duration();
        decks.list(*result, record.sailings);
        precedences.list(tasks, *result, record.spans);
    }
    for (const int task : tasks) {
        const int request = problem.tasks[task].request;
        if (request == nothing) continue;
        const Request& asked = problem.requests[request];
        const bool counted = asked.pickup != nothing && problem.tasks[task].delivery;
        if (!counted && groups.concerns(request)) record.members.push_back(request);
    }
    apply(route, 1);
    return balance.cost_with(route, record.duration) - before;
}

Cost Ties::change(int route, const Schedule& result) const {
    if (!balance.active()) return 0;
    return balance.cost_with(route, result.duration()) -
           balance.cost_with(route, balance.duration(route));
}

void Ties::draw_a_gift(Random& random, std::span<const int> used) {
    constexpr double rate = 0.1;
    constexpr double rate_of_more = 0.5;
    if (used.empty() || random.uniform() >= rate) return;
    giver = used[static_cast<std::size_t>(random.below(static_cast<int>(used.size())))];
    gifts.clear();
    const int sailings = static_cast<int>(problem.relations.deck_capacity.size());
    do {
        gifts.push_back(random.below(sailings));
    } while (random.uniform() < rate_of_more);
}

void Ties::agree(int route, int type, std::span<const int> tasks) {
    agreed.full.clear();
    agreed.holds.clear();
    const Relations& relations = problem.relations;
    if (relations.decks) {
        decks.list_full(type, records[route].sailings, agreed.full);
        const std::span<const int> given = route == giver ? gifts : std::span<const int>{};
        for (const int sailing : given) agreed.full[sailing] = 1;
    }
    if (relations.precedences) precedences.hold(route, type, tasks, agreed.holds);
}

bool Ties::schedule(int route, int type, std::span<const int> tasks, Schedule& result) {
    agree(route, type, tasks);
    return schedule(route, type, tasks, agreed, result);
}

bool Ties::schedule(int route, int type, std::span<const int> tasks, const Agreement& given,
                    Schedule& result) {
    const Relations& relations = problem.relations;
    if (&given != &agreed) agreed = given;
    held->links.full = agreed.full;
    if (!agreed.holds.empty()) hold(tasks, agreed.holds);
    if (relations.nightly && relations.overnight_cost[type] != 0) {
        time_by_days(type, tasks, result);
    } else {
        routing::schedule(*held, type, tasks, result);
    }
    if (!agreed.holds.empty()) hold(tasks, {});
    add_relation_costs(type, tasks, result);
    if (!result.on_time || !result.within_limits) return false;
    if (relations.parted && !keeps_goods_apart(problem, tasks, taken)) return false;
    if (relations.pinned && !keeps_pins(problem, type, tasks)) return false;
    if (relations.precedences && !precedences.keeps_order(tasks)) return false;
    if (!relations.decks || route == nothing) return true;
    decks.list(result, taken);
    return decks.has_room(type, records[route].sailings, taken);
}

// Cuts the windows of the visits down to where they are held; back to what they were without holds.
void Ties::hold(std::span<const int> tasks, const std::vector<Window>& holds) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Task& whole = problem.tasks[tasks[i]];
        Task& task = held->tasks[tasks[i]];
        if (whole.reload() || !precedences.concerns(whole.request)) continue;
        const Window span = holds.empty() ? Window{0, horizon} : holds[i];
        task.last_window = task.first_window;
        for (int w = whole.first_window; w < whole.last_window; ++w) {
            const Window cut{std::max(problem.windows[w].open, span.open),
                             std::min(problem.windows[w].close, span.close)};
            if (cut.open <= cut.close) held->windows[task.last_window++] = cut;
        }
    }
}

// Between nights a route is free as ever, so each stretch of days is tried; only a stretch that the vehicle may
// stay out for counts. The best one is that which a search over all departures would find.
void Ties::time_by_days(int type, std::span<const int> tasks, Schedule& result) {
    const auto& nights = problem.relations.nights;
    const VehicleType& whole = problem.vehicle_types[type];
    VehicleType& vehicle = held->vehicle_types[type];
    const bool may_stay = problem.relations.overnight_cost[type] >= 0;
    const auto moment = [&](std::size_t i) { return i == 0 ? 0 : nights[i - 1]; };
    bool found = false;
    for (std::size_t first = 0; first <= nights.size(); ++first) {
        for (std::size_t last = first; last <= (may_stay ? nights.size() : first); ++last) {
            vehicle.open = std::max(whole.open, moment(first));
            vehicle.close = last == nights.size() ? whole.close : std::min(whole.close, nights[last]);
            if (vehicle.open > vehicle.close) continue;
            routing::schedule(*held, type, tasks, trial);
            trial.cost += nights_cost(type, trial);
            const auto rank = [](const Schedule& one) {
                return std::make_tuple(!one.on_time, !one.within_limits, one.cost, one.end.arrival,
                                       -one.departure);
            };
            if (!found || rank(trial) < rank(result)) std::swap(trial, result);
            found = true;
        }
    }
    vehicle.open = whole.open;
    vehicle.close = whole.close;
    if (found && result.on_time) return;
    routing::schedule(*held, type, tasks, result);
    if (result.on_time && !may_stay) result.within_limits = false;
}

Cost Ties::nights_cost(int type, const Schedule& result) const {
    const auto& nights = problem.relations.nights;
    const auto count = std::count_if(nights.begin(), nights.end(), [&](Time night) {
        return result.departure < night && night < result.end.arrival;
    });
    return std::max(Cost{0}, problem.relations.overnight_cost[type]) * count;
}

// What the route pays for other vehicles than preferred, and for visits at other moments than before.
void Ties::add_relation_costs(int type, std::span<const int> tasks, Schedule& result) const {
    const Relations& relations = problem.relations;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Task& task = problem.tasks[tasks[i]];
        if (task.reload()) continue;
        const bool first = !task.delivery || problem.requests[task.request].pickup == nothing;
        if (first && !relations.type_cost.empty()) {
            result.cost += relations.type_cost[task.request * problem.type_count() + type];
        }
        if (relations.shifted_cost == 0 || relations.previous_start[tasks[i]] == nothing) continue;
        const Time shift = result.stops[i].start - relations.previous_start[tasks[i]];
        result.cost += relations.shifted_cost * std::max(shift, -shift);
    }
}

}  // namespace routing
