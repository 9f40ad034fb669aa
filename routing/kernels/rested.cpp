// Every way to take rests is a label per visit: the moment, what counts since the last rest, and which meals are
// eaten. One that is no better in anything than another is dropped; few are left.

#include "rested.h"

#include <algorithm>
#include <limits>

namespace routing {

namespace {

constexpr Time never = std::numeric_limits<Time>::max();

// Whether a state is as good as another in all respects.
bool covers(const RestState& one, const RestState& other, std::size_t rules) {
    if (one.time > other.time || (other.eaten & ~one.eaten) != 0) return false;
    for (std::size_t i = 0; i < rules; ++i) {
        if (one.since[i] > other.since[i]) return false;
    }
    return true;
}

bool covers(const RestLabel& one, const RestLabel& other, std::size_t rules) {
    if (!covers(one.state, other.state, rules)) return false;
    return one.fare <= other.fare || !covers(other.state, one.state, rules);
}

bool holds_meal(const Meal& meal, Time begin, Time end) {
    return std::min(end, meal.close) - std::max(begin, meal.open) >= meal.duration;
}

}  // namespace

Rested::Rested(const Problem& given, int vehicle_type, std::span<const int> in_order,
               std::span<const Time> held, RestLabels& scratch)
    : problem(given),
      type(vehicle_type),
      vehicle(given.vehicle_types[vehicle_type]),
      road(given.durations[vehicle.profile]),
      rules(vehicle.rests),
      tasks(in_order),
      holds(held),
      all(scratch) {}

bool Rested::needs_none(const Schedule& driven) const {
    if (!driven.on_time) return false;
    for (const Meal& meal : rules.meals) {
        const bool before = driven.departure >= meal.open + meal.duration;
        if (!before && driven.end.arrival > meal.last_begin()) return false;
    }
    Time driving = 0;
    Time work = 0;
    Time left = driven.departure;
    const auto add = [&](const Stop& stop) {
        const Link* link = stop.link == nothing ? nullptr : &problem.links[stop.link];
        // The wait for a link is taken for driving here: then the rests are looked at in full.
        driving += stop.arrival - left - (link == nullptr ? 0 : link->arrival - link->ready);
        work += stop.finish - stop.start;
        left = stop.finish;
    };
    for (const Stop& stop : driven.stops) add(stop);
    add(driven.end);
    return std::all_of(rules.rules.begin(), rules.rules.end(), [&](const RestRule& rule) {
        return driving + (rule.work ? work : 0) <= rule.within;
    });
}

bool Rested::drive(Time departure) {
    all.labels.clear();
    all.rests.clear();
    RestLabel begin;
    begin.state.time = departure;
    for (std::size_t i = 0; i < rules.meals.size(); ++i) {
        const Meal& meal = rules.meals[i];
        if (departure >= meal.open + meal.duration) begin.state.eaten |= static_cast<std::uint8_t>(1U << i);
    }
    arrived.state.time = unreachable;
    all.labels.push_back(begin);
    int parents = 0;
    for (place = 0; place < static_cast<int>(tasks.size()); ++place) {
        first_label = static_cast<int>(all.labels.size());
        for (int i = parents; i < first_label; ++i) go_on(RestLabel(all.labels[i]), i);
        parents = first_label;
    }
    const int end = static_cast<int>(all.labels.size());
    for (int i = parents; i < end; ++i) go_home(RestLabel(all.labels[i]), i);
    return arrived.state.time <= vehicle.close;
}

// Reaches the next visit in every way; a new label for each way to rest there.
void Rested::go_on(const RestLabel& from, int index) {
    const Task& task = problem.tasks[tasks[place]];
    const int origin = place > 0 ? problem.tasks[tasks[place - 1]].location : vehicle.start;
    const Time busy = occupied(problem, task, origin);
    const Time held = holds.empty() ? 0 : holds[place];
    travel_to(from, origin, task.location, [&](RestLabel label) {
        label.parent = index;
        label.arrival = label.state.time;
        const auto start_from = [&](Time ready) {
            return problem.earliest_start(task, std::max(ready, held), busy);
        };
        const Time free = start_from(label.arrival);
        if (free >= unreachable) return;
        visit(label, free, 0);
        const auto rest_from = [&](Time begin, Time length) {
            rest_and_visit(label, begin, length, free);
        };
        for (const Time length : rules.lengths) {
            rest_from(label.arrival, length);
            if (free > label.arrival) rest_from(free, length);
        }
        for (const Meal& meal : rules.meals) {
            if (meal.open <= label.arrival) continue;
            rest_from(meal.open, meal.duration);
            if (free > meal.open) rest_from(free, meal.duration);
        }
    });
}

void Rested::go_home(const RestLabel& from, int index) {
    const int origin = tasks.empty() ? vehicle.start : problem.tasks[tasks.back()].location;
    travel_to(from, origin, vehicle.end, [&](RestLabel label) {
        label.parent = index;
        label.arrival = label.start = label.state.time;
        if (label.arrival < arrived.state.time ||
            (label.arrival == arrived.state.time && label.fare < arrived.fare)) {
            arrived = label;
        }
    });
}

template <class Arrive>
void Rested::travel_to(const RestLabel& from, int origin, int destination, const Arrive& arrive) {
    RestLabel label = from;
    label.link = nothing;
    label.spare = 0;
    const auto go = [&](int board, std::vector<RestState>& out, const RestState& state, int begin) {
        out.clear();
        const Time seconds = road(begin, board);
        if (seconds < unreachable) on_road(state, std::int64_t{seconds} * 1000, out);
    };
    if (!problem.linked || problem.same_zone(origin, destination)) {
        go(destination, all.on_road, from.state, origin);
        for (const RestState& state : all.on_road) {
            label.state = state;
            arrive(label);
        }
        return;
    }
    const LinkTable::Range range = problem.links.between(problem, type, origin, destination);
    for (int group = range.first; group < range.last; ++group) {
        go(problem.links.board_of(group), all.on_road, from.state, origin);
        for (const RestState& at_board : all.on_road) {
            const int link = problem.links.best(problem, type, group, at_board.time);
            if (link == nothing) continue;
            label.state = at_board;
            label.link = link;
            label.fare = from.fare + problem.links.fare(link, type);
            if (!cross(label.state, link, label.spare)) continue;
            go(destination, all.ashore, label.state, problem.links[link].alight);
            for (const RestState& state : all.ashore) {
                label.state = state;
                arrive(label);
            }
        }
    }
}

bool Rested::is_late_for_a_meal(const RestState& state) const {
    for (std::size_t i = 0; i < rules.meals.size(); ++i) {
        const bool eaten = (state.eaten >> i & 1U) != 0;
        if (!eaten && state.time > rules.meals[i].last_begin()) return true;
    }
    return false;
}

// When a way is at its end of which so many thousandths of a second are left; see speeds.h.
Time Rested::arrival(Time departure, std::int64_t work) const {
    const bool hourly = problem.hourly && !problem.speeds[vehicle.profile].empty();
    if (!hourly) return departure + static_cast<Time>(work / 1000);
    return problem.speeds[vehicle.profile].arrival(departure, work);
}

std::int64_t Rested::done(Time begin, Time end) const {
    const bool hourly = problem.hourly && !problem.speeds[vehicle.profile].empty();
    return hourly ? problem.speeds[vehicle.profile].done_between(begin, end)
                 : std::int64_t{end - begin} * 1000;
}

// Drives on until a rest is due; every length that is long enough then is a way of its own.
void Rested::on_road(RestState state, std::int64_t work, std::vector<RestState>& out) {
    if (is_late_for_a_meal(state)) return;
    const auto due = [&](std::size_t meal) {
        return (state.eaten >> meal & 1U) == 0 ? rules.meals[meal].last_begin() : never;
    };
    const Time left = arrival(state.time, work) - state.time;
    Time step = left;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        step = std::min(step, rules.rules[i].within - state.since[i]);
    }
    for (std::size_t i = 0; i < rules.meals.size(); ++i) step = std::min(step, due(i) - state.time);
    const std::int64_t work_left = work - done(state.time, state.time + step);
    state.time += step;
    for (Time& since : state.since) since += step;
    if (step == left) {
        out.push_back(state);
        return;
    }
    Time needed = 0;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        if (state.since[i] == rules.rules[i].within) needed = std::max(needed, rules.rules[i].rest);
    }
    for (std::size_t i = 0; i < rules.meals.size(); ++i) {
        if (due(i) == state.time) needed = std::max(needed, rules.meals[i].duration);
    }
    for (const Time length : rules.lengths) {
        if (length < needed) continue;
        RestState rested = state;
        rest(rested, state.time, state.time + length, state.time);
        rested.time += length;
        on_road(rested, work_left, out);
    }
}

// Waits for a link and crosses; false if a meal is missed by that.
bool Rested::cross(RestState& state, int index, Time& spare) {
    const Link& link = problem.links[index];
    const Time at_board = state.time;
    spare = link.ready - at_board;
    Time begin = link.arrival;
    Time end = at_board;
    const auto note = [&](Time from, Time until) {
        begin = std::min(begin, from);
        end = std::max(end, until);
        if (from == at_board) spare = 0;
    };
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        const RestRule& rule = rules.rules[i];
        const Time from = rule.waiting ? at_board : link.departure;
        const Time until = rule.crossing ? link.arrival : link.departure;
        if (state.since[i] == 0 || until - from < rule.rest) continue;
        state.since[i] = 0;
        note(from, until);
    }
    for (std::size_t i = 0; i < rules.meals.size(); ++i) {
        const Meal& meal = rules.meals[i];
        const Time from = meal.waiting ? at_board : link.departure;
        const Time until = meal.crossing ? link.arrival : link.departure;
        if ((state.eaten >> i & 1U) != 0 || !holds_meal(meal, from, until)) continue;
        state.eaten |= static_cast<std::uint8_t>(1U << i);
        note(from, until);
    }
    if (begin < end) {
        all.rests.push_back({begin, end, state.rest, place});
        state.rest = static_cast<int>(all.rests.size()) - 1;
    }
    state.time = link.arrival;
    return !is_late_for_a_meal(state);
}

// Lets a rest count, what lies before `free` only where waiting does; whether it does any good.
bool Rested::rest(RestState& state, Time begin, Time end, Time free) {
    bool good = false;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        const RestRule& rule = rules.rules[i];
        const Time from = rule.waiting ? begin : std::max(begin, free);
        if (state.since[i] == 0 || end - from < rule.rest) continue;
        state.since[i] = 0;
        good = true;
    }
    for (std::size_t i = 0; i < rules.meals.size(); ++i) {
        const Meal& meal = rules.meals[i];
        const Time from = meal.waiting ? begin : std::max(begin, free);
        if ((state.eaten >> i & 1U) != 0 || !holds_meal(meal, from, end)) continue;
        state.eaten |= static_cast<std::uint8_t>(1U << i);
        good = true;
    }
    if (good) {
        all.rests.push_back({begin, end, state.rest, place});
        state.rest = static_cast<int>(all.rests.size()) - 1;
    }
    return good;
}

void Rested::rest_and_visit(const RestLabel& label, Time begin, Time length, Time free) {
    RestLabel rested = label;
    if (!rest(rested.state, begin, begin + length, free)) return;
    const Task& task = problem.tasks[tasks[place]];
    const int origin = place > 0 ? problem.tasks[tasks[place - 1]].location : vehicle.start;
    const Time held = holds.empty() ? 0 : holds[place];
    const Time ready = std::max(begin + length, held);
    visit(rested, problem.earliest_start(task, ready, occupied(problem, task, origin)), length);
}

void Rested::visit(const RestLabel& label, Time start, Time rested) {
    if (start >= unreachable) return;
    const Task& task = problem.tasks[tasks[place]];
    const int origin = place > 0 ? problem.tasks[tasks[place - 1]].location : vehicle.start;
    const Time busy = occupied(problem, task, origin);
    RestLabel done = label;
    done.start = start;
    done.spare = done.link == nothing ? start - label.arrival - rested : done.spare;
    done.state.time = start + busy;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        if (!rules.rules[i].work) continue;
        done.state.since[i] += busy;
        if (done.state.since[i] > rules.rules[i].within) return;
    }
    if (!is_late_for_a_meal(done.state)) keep(done);
}

void Rested::keep(const RestLabel& label) {
    auto& labels = all.labels;
    const std::size_t count = rules.rules.size();
    for (std::size_t i = first_label; i < labels.size(); ++i) {
        if (covers(labels[i], label, count)) return;
    }
    const auto worse = [&](const RestLabel& other) { return covers(label, other, count); };
    labels.erase(std::remove_if(labels.begin() + first_label, labels.end(), worse), labels.end());
    labels.push_back(label);
}

void Rested::visits(std::vector<RestLabel>& out) const {
    out.resize(tasks.size());
    int index = arrived.parent;
    for (std::size_t i = tasks.size(); i-- > 0;) {
        out[i] = all.labels[index];
        index = out[i].parent;
    }
}

void Rested::rests(std::vector<RestTaken>& out) const {
    out.clear();
    for (int i = arrived.state.rest; i >= 0; i = all.rests[i].previous) {
        out.push_back({all.rests[i].begin, all.rests[i].end, all.rests[i].place});
    }
    std::reverse(out.begin(), out.end());
}

}  // namespace routing
