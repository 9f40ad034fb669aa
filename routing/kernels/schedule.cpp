#include "schedule.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "scheduler.h"

namespace routing {

Scheduler::Scheduler(const Problem& given, int vehicle_type, std::span<const int> in_order, Schedule& out)
    : problem(given),
      type(vehicle_type),
      vehicle(given.vehicle_types[vehicle_type]),
      road(given.durations[vehicle.profile]),
      way(given.distances[vehicle.profile]),
      toll(given.tolls.empty() ? nullptr : &given.tolls[vehicle.profile]),
      tasks(in_order),
      result(out),
      exact_backwards(!given.aboard && vehicle.rests.empty()),
      rested(!vehicle.rests.empty()),
      soft(!given.soft_windows.empty() &&
           std::any_of(in_order.begin(), in_order.end(),
                       [&](int task) { return given.tasks[task].soft != nothing; })) {}

void Scheduler::run() {
    if (soft) {
        look_at_soft_windows();
        return;
    }
    leave(first_departure());
    if (result.on_time && may_gain_later()) look_later();
}

// The opening of the shift; where a meal cannot be had on the way then, the end of one before the departure.
Time Scheduler::first_departure() {
    for (const Meal& meal : vehicle.rests.meals) {
        drive(vehicle.open);
        if (result.on_time) return vehicle.open;
        const Time fed = meal.open + meal.duration;
        if (fed <= vehicle.open) continue;
        drive(fed);
        if (result.on_time) return fed;
    }
    return vehicle.open;
}

// Leaves at `departure` or, when that brings the vehicle home as early, later.
void Scheduler::leave(Time departure) {
    drive(departure);
    if (result.on_time) {
        const Time latest = backwards(result.end.arrival);
        if (latest > result.departure) {
            if (exact_backwards) {
                drive(latest);
            } else {
                leave_last(result.departure, latest);
            }
        }
    }
    add_up();
}

// The last departure between the two that returns as early as the first.
void Scheduler::leave_last(Time first, Time last) {
    const Time back = result.end.arrival;
    Time tried = last;  // often nothing but the windows matters
    while (first < last) {
        drive(tried);
        if (result.on_time && result.end.arrival == back) {
            first = tried;
        } else {
            last = tried - 1;
        }
        tried = first + (last - first + 1) / 2;
    }
    drive(first);
}

void Scheduler::add_up() {
    result.distance = result.end.distance;
    Cost extra = fare(result.end.link) + result.end.tolls;
    for (const auto& stop : result.stops) {
        result.distance += stop.distance;
        extra += fare(stop.link) + stop.tolls + stop.price;
    }
    const Time overtime = std::max(0, result.duration() - vehicle.overtime_after);
    result.cost = vehicle.fixed_cost + result.distance * vehicle.unit_distance_cost +
                  result.duration() * vehicle.unit_duration_cost +
                  overtime * vehicle.unit_overtime_cost + extra;
    result.within_limits =
        result.duration() <= vehicle.max_duration && result.distance <= vehicle.max_distance &&
        (vehicle.max_stops >= horizon || count_stops() <= vehicle.max_stops) &&
        (vehicle.max_trips >= horizon || count_trips() <= vehicle.max_trips);
}

// Arrivals at a location from another one to visit it.
int Scheduler::count_stops() const {
    int count = 0;
    int place = vehicle.start;
    for (const int index : tasks) {
        const Task& task = problem.tasks[index];
        if (!task.reload() && task.location != place) ++count;
        place = task.location;
    }
    return count;
}

int Scheduler::count_trips() const {
    return 1 + static_cast<int>(std::count_if(tasks.begin(), tasks.end(), [&](int index) {
               return problem.tasks[index].reload();
           }));
}

// The return is a convex function of the departure unless a link or a further window makes it jump: only
// then can a vehicle that leaves later than the earliest return asks for be the cheaper one.
bool Scheduler::may_gain_later() const {
    const bool by_duration = vehicle.unit_duration_cost != 0 || vehicle.unit_overtime_cost != 0 ||
                             vehicle.max_duration < horizon;
    if (!problem.linked && !by_duration) return false;
    if (problem.hourly && by_duration) return true;
    return std::any_of(result.stops.begin(), result.stops.end(),
                       [](const Stop& stop) { return stop.link != nothing; }) ||
           result.end.link != nothing ||
           (waits() && std::any_of(tasks.begin(), tasks.end(), [&](int index) {
                return problem.tasks[index].several_windows();
            }));
}

bool Scheduler::waits() const {
    return std::any_of(result.stops.begin(), result.stops.end(),
                       [](const Stop& stop) { return stop.start > stop.arrival; });
}

// How much later a stop may be with nothing but the clock changing.
Time Scheduler::slack_of(int index, const Stop& stop) const {
    const Task& task = problem.tasks[index];
    int window = task.first_window;
    while (problem.windows[window].close < stop.start) ++window;
    Time least = problem.windows[window].close - stop.start;
    for (int i = task.first_closed; i < task.last_closed; ++i) {
        const Time begin = problem.windows[i].open;
        if (begin >= stop.finish) least = std::min(least, begin - stop.finish);
    }
    if (task.soft != nothing) {
        const Window& span = problem.soft_windows[task.soft].span;
        if (span.open > stop.start) least = std::min(least, span.open - stop.start);
        if (span.close > stop.start) least = std::min(least, span.close - stop.start);
    }
    return least;
}

// How much later the route may be up to its first waiting, at a visit or for a link, with nothing but the clock
// changing and the rest as it is.
Time Scheduler::slack() const {
    Time least = horizon;
    Time left = result.departure;
    int place = vehicle.start;
    const bool rests = !result.rests.empty();
    const auto wait_for_link = [&](const Stop& stop) {
        if (rests) return stop.spare;
        const Link& link = problem.links[stop.link];
        return link.ready - left - road(place, link.board);
    };
    for (int i = 0; i < size(); ++i) {
        const Stop& stop = result.stops[i];
        if (stop.link != nothing) return std::min(least, wait_for_link(stop));
        const Time wait = rests ? stop.spare : stop.start - stop.arrival;
        if (wait > 0) return std::min(least, wait);
        least = std::min(least, slack_of(tasks[i], stop));
        left = stop.finish;
        place = task_at(i).location;
    }
    if (result.end.link != nothing) return std::min(least, wait_for_link(result.end));
    return std::min(least, vehicle.close - result.end.arrival);
}

// Where rests are taken every second may change one of them: then not every second is looked at.
Time Scheduler::pause() const {
    constexpr Time least = 59;
    if (!result.rests.empty()) return std::max(slack(), least);
    return problem.hourly ? pause_at_same_speeds() : slack();
}

// Tries later departures, from one change of the return to the next, for a cheaper schedule.
void Scheduler::look_later() {
    const Time last = backwards(vehicle.close);
    Time best = result.departure;
    Cost least = result.cost;
    bool kept = result.duration() <= vehicle.max_duration;
    while (result.departure < last) {
        const Time end = std::min(result.departure + pause(), last);
        if (end == last && !problem.hourly) break;
        // In between, the return is later by as much as the departure, unless speeds differ.
        for (const Time next : {end, end + 1}) {
            if (next <= result.departure || next > last || (next == end && !problem.hourly)) continue;
            leave(next);
            if (!result.on_time) break;
            const bool keeps = result.duration() <= vehicle.max_duration;
            if (keeps > kept || (keeps == kept && result.cost < least)) {
                best = result.departure;
                least = result.cost;
                kept = keeps;
            }
        }
        if (!result.on_time) break;
    }
    if (result.departure != best) {
        drive(best);
        add_up();
    }
}

// Tries both ends of every stretch of departures in which the route, up to its first waiting, just shifts: in
// between its cost rises or falls steadily.
void Scheduler::look_at_soft_windows() {
    using Rank = std::tuple<bool, Cost, Time, Time>;
    Rank least{true, std::numeric_limits<Cost>::max(), 0, 0};
    Time best = nothing;
    const auto try_departure = [&](Time departure) {
        drive(departure);
        add_up();
        if (!result.on_time) return false;
        const Rank rank{result.duration() > vehicle.max_duration, result.cost, result.end.arrival,
                        -result.departure};
        if (rank < least) {
            least = rank;
            best = result.departure;
        }
        return true;
    };
    Time next = first_departure();
    while (try_departure(next)) {
        next = result.departure + pause();
        if (next > result.departure) try_departure(next);
        ++next;
    }
    if (best != nothing) try_departure(best);
}

void schedule(const Problem& problem, int type, std::span<const int> tasks, Schedule& result) {
    Scheduler(problem, type, tasks, result).run();
}

}  // namespace routing
