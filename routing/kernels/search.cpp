#include "search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "threads.h"

namespace routing {

namespace {

// Mean cost of a metre over the vehicle types, to turn distances into temperatures.
double cost_of_a_metre(const Problem& problem) {
    double sum = 0;
    for (const auto& type : problem.vehicle_types) {
        const auto wage = static_cast<double>(type.unit_duration_cost);
        sum += static_cast<double>(type.unit_distance_cost) + wage / 15;  // about 15 m a second
    }
    return problem.vehicle_types.empty() ? 1 : sum / problem.type_count();
}

}  // namespace

Settings tuned_to(const Problem& problem, Settings settings) {
    struct Tuning {
        int near;
        double start_temperature;
        double end_temperature;
    };
    // The larger the part of the positions that windows and loads forbid, the further one has to look.
    constexpr Tuning plain{100, 2, 0.07};
    constexpr Tuning timed{60, 2, 0.1};
    constexpr Tuning rich{100, 5, 0.05};
    const Tuning tuning = problem.level == 0 ? plain : problem.level == 1 ? timed : rich;
    if (settings.near < 0) settings.near = tuning.near;
    if (settings.start_temperature < 0) settings.start_temperature = tuning.start_temperature;
    if (settings.end_temperature < 0) settings.end_temperature = tuning.end_temperature;
    return settings;
}

template <int level>
Search<level>::Search(const Problem& given, const Beside& beside, const Neighbours& around,
                      Control& shared, int number)
    : problem(given),
      control(shared),
      thread(number),
      random(shared.settings.seed * 1000003 + static_cast<std::uint64_t>(number)),
      routes(given),
      ruin(routes, around, random),
      recreate(routes, beside, random),
      hottest(std::max(1.0, around.mean_distance * cost_of_a_metre(given))),
      temperature(hottest * shared.settings.start_temperature),
      absences(given.requests.size(), 0),
      hopeless(given.requests.size(), 0) {
    some_optional = std::any_of(given.requests.begin(), given.requests.end(),
                                [](const Request& one) { return one.prize != nothing; });
    ruin.settings = shared.settings.ruin;
    recreate.insertion.blink_rate = shared.settings.blink_rate;
}

// Whether an unserved request counts as such.
template <int level>
bool Search<level>::is_missing(int request) const {
    return level < 2 || routes.ties.is_missing(request);
}

// Weight of the required requests among unserved ones; their number, unless they differ in priority.
template <int level>
std::int64_t Search<level>::required_among(const std::vector<int>& requests) const {
    std::int64_t sum = 0;
    for (const int request : requests) {
        if (problem.requests[request].prize != nothing || !is_missing(request)) continue;
        sum += problem.relations.weight[request];
    }
    return sum;
}

template <int level>
std::int64_t Search<level>::absence_of(const std::vector<int>& requests) const {
    std::int64_t sum = 0;
    for (const int request : requests) {
        if (problem.requests[request].prize == nothing) sum += absences[request];
    }
    return sum;
}

template <int level>
Cost Search<level>::total_cost() const {
    Cost total = routes.cost;
    for (const int request : unserved) {
        if (is_missing(request)) total += std::max(Cost{0}, problem.requests[request].prize);
    }
    return total;
}

template <int level>
void Search<level>::load(const Plan& plan) {
    routes.begin();
    while (!routes.used.empty()) routes.clear(routes.used.back());
    int from = 0;
    for (std::size_t i = 0; i < plan.slots.size(); ++i) {
        const auto first = plan.tasks.begin() + from;
        const std::vector<int> tasks(first, plan.tasks.begin() + plan.ends[i]);
        routes.fill(plan.slots[i], tasks, plan.agreements.empty() ? nullptr : &plan.agreements[i]);
        from = plan.ends[i];
    }
    std::vector<int> orphans;
    remove_orphans(orphans);
    place_frozen();
    unserved.clear();
    for (int request = 0; request < problem.request_count(); ++request) {
        const Request& asked = problem.requests[request];
        const int task = asked.pickup != nothing ? asked.pickup : asked.delivery;
        if (!routes.serves(task)) unserved.push_back(request);
    }
    required_unserved = required_among(unserved);
    absence = absence_of(unserved);
    cost = total_cost();
}

template <int level>
void Search<level>::save_best() {
    best.slots.clear();
    best.ends.clear();
    best.tasks.clear();
    for (const int route : routes.used) {
        for (int i = routes.nodes[routes.start_of(route)].next; routes.is_task(i);
             i = routes.nodes[i].next) {
            best.tasks.push_back(i);
        }
        best.slots.push_back(route);
        best.ends.push_back(static_cast<int>(best.tasks.size()));
    }
    best.agreements.clear();
    if (problem.tied) {
        for (const int route : routes.used) {
            best.agreements.push_back(routes.ties.agreement_of(route));
        }
    }
    best.required_unserved = required_unserved;
    best.cost = cost;
    last_better = iterations;
}

template <int level>
bool Search<level>::is_better_than_best() const {
    if (required_unserved != best.required_unserved) {
        return required_unserved < best.required_unserved;
    }
    const int vehicles = static_cast<int>(routes.used.size());
    if (control.settings.minimise_vehicles && vehicles != best.vehicles()) {
        return vehicles < best.vehicles();
    }
    return cost < best.cost;
}

bool is_better(const Plan& plan, const Plan& other, bool minimise_vehicles) {
    if (plan.required_unserved != other.required_unserved) {
        return plan.required_unserved < other.required_unserved;
    }
    if (minimise_vehicles && plan.vehicles() != other.vehicles()) {
        return plan.vehicles() < other.vehicles();
    }
    return plan.cost < other.cost;
}

template <int level>
bool Search<level>::possible_alone(int request) {
    for (int trial = 0; trial < 20; ++trial) {  // vehicle types are overlooked now and then
        if (recreate.insertion.best(request).found()) return true;
    }
    return false;
}

template <int level>
void Search<level>::construct(const Plan& initial) {
    unserved.resize(problem.requests.size());
    std::iota(unserved.begin(), unserved.end(), 0);
    required_unserved = required_among(unserved);
    cost = total_cost();
    save_best();
    place_frozen();
    for (int request = 0; request < problem.request_count(); ++request) {
        if (request % 16 == 0 && is_time_to_stop()) break;
        hopeless[request] = !possible_alone(request);
    }
    load(initial);
    pool = unserved;
    unserved.clear();
    recreate.ended = [this] { return is_time_to_stop(); };
    recreate.run(pool, unserved, false, false);
    recreate.ended = nullptr;
    required_unserved = required_among(unserved);
    cost = total_cost();
    save_best();
    if (control.settings.minimise_vehicles) {
        shrinking = true;
        next_phase();
    }
}

// Takes out requests that wait for one which is not served.
template <int level>
void Search<level>::remove_orphans(std::vector<int>& removed) {
    if (!problem.relations.precedences) return;
    for (bool some = true; some;) {
        some = false;
        for (int request = 0; request < problem.request_count(); ++request) {
            if (routes.ties.is_orphan(request)) some = ruin.remove(request, removed) || some;
        }
    }
}

// Begins the routes of vehicles with frozen visits with those, where they have none yet.
template <int level>
void Search<level>::place_frozen() {
    if (!problem.relations.pinned) return;
    for (int type = 0; type < problem.type_count(); ++type) {
        const auto frozen = problem.relations.frozen[type];
        if (frozen.empty() || routes.idle[type].empty()) continue;
        const std::vector<int> tasks(frozen.begin(), frozen.end());
        routes.fill(routes.idle[type].back(), tasks);
    }
}

template <int level>
void Search<level>::settle_on(const Plan& plan) {
    best = plan;
    if (!problem.tied) return;
    load(best);
    const double end = control.seconds() + seconds_to_settle();
    for (bool better = true; better && control.seconds() < end;) {
        better = false;
        pool = routes.used;
        for (const int route : pool) {
            if (control.seconds() < end && time_anew(route)) better = true;
        }
        left_out = unserved;
        for (const int request : left_out) {
            if (control.seconds() < end && serve_at_last(request)) better = true;
        }
    }
}

// Where a solve has to end at a moment, settling must, too; an iteration limit allows all the time it takes.
template <int level>
double Search<level>::seconds_to_settle() const {
    const bool asked_to_end = control.stop && control.settings.max_lull < 0;
    return asked_to_end ? 0.03 : std::numeric_limits<double>::infinity();
}

template <int level>
bool Search<level>::time_anew(int route) {
    std::vector<int> tasks;
    routes.begin();
    routes.tasks_of(route, tasks);
    routes.clear(route);
    const bool kept = routes.fill(route, tasks);
    cost = total_cost();
    if (kept && cost < best.cost) {
        save_best();
        return true;
    }
    routes.rollback();
    return false;
}

// Puts an unserved request wherever it fits and is worth its cost.
template <int level>
bool Search<level>::serve_at_last(int request) {
    if constexpr (level == 2) {
        if (!routes.ties.may_insert(request)) return false;
        const Spot spot = recreate.insertion.best_of_all(request);
        const Cost prize = problem.requests[request].prize;
        if (!spot.found() || (prize != nothing && spot.delta >= prize)) return false;
        routes.begin();
        recreate.insert(request, spot);
        std::erase(unserved, request);
        required_unserved = required_among(unserved);
        cost = total_cost();
        save_best();
        return true;
    } else {
        static_cast<void>(request);
        return false;
    }
}

template <int level>
void Search<level>::learn(const Plan& plan) {
    if (!is_better(plan, best, control.settings.minimise_vehicles)) return;
    load(plan);
    best = plan;
    last_better = iterations;
}

template <int level>
bool Search<level>::finished() const {
    const std::int64_t most = control.settings.max_iterations;
    return control.stop.load(std::memory_order_relaxed) || (most >= 0 && iterations >= most) ||
           problem.task_count() == 0;
}

template <int level>
bool Search<level>::accepts(std::int64_t required, Cost new_cost, std::int64_t new_absence) {
    if (required != required_unserved) {
        return required < required_unserved || new_absence < absence;
    }
    if (new_absence != absence) return new_absence < absence;
    return new_cost < threshold;
}

// Adds to the removed requests some of those that were unserved before: few, so that an iteration stays short
// where much is left out, and hardly ever those that not even an empty vehicle could serve. Whether a required
// one is among them.
template <int level>
bool Search<level>::choose_requests() {
    left_out.clear();
    constexpr int tried = 20;
    constexpr double rate_of_hopeless = 0.1;
    const int count = static_cast<int>(unserved.size());
    bool some_required = false;
    for (const int request : unserved) {
        const bool drawn = count <= tried || random.below(count) < tried;
        if (drawn && (!hopeless[request] || random.uniform() < rate_of_hopeless)) {
            pool.push_back(request);
            some_required = some_required ||
                            (problem.requests[request].prize == nothing && is_missing(request));
        } else {
            left_out.push_back(request);
        }
    }
    return some_required;
}

// Several optional requests may together be worth a vehicle that none of them is worth alone; so now and then
// one may cost more than its prize, and the acceptance decides.
template <int level>
void Search<level>::draw_generosity() {
    constexpr double rate = 0.1;
    recreate.generosity = random.uniform() < rate ? 1 / (1 - random.uniform()) : 1;
}

// Where something required is left out, half of the ruins make room near it.
template <int level>
int Search<level>::choose_seed() {
    if (required_unserved > 0 && random.uniform() < 0.5) {
        const int request = unserved[random.below(static_cast<int>(unserved.size()))];
        const Request& asked = problem.requests[request];
        const bool pickup = asked.delivery == nothing || random.uniform() < 0.5;
        if (asked.pickup != nothing && pickup) return asked.pickup;
        if (asked.delivery != nothing) return asked.delivery;
    }
    return random.below(problem.task_count());
}

template <int level>
void Search<level>::iterate() {
    constexpr double rate_of_wide_search = 0.1;
    ++iterations;
    routes.begin();
    if (problem.relations.decks) routes.ties.draw_a_gift(random, routes.used);
    ruin.run(choose_seed(), pool);
    remove_orphans(pool);
    const bool hoping = choose_requests();
    if (some_optional) draw_generosity();
    // When no further request can gain a place, none may lose its own.
    threshold = cost + 1 + static_cast<Cost>(-temperature * std::log(1.0 - random.uniform()));
    // Rarely, or where the timetable decides, one more visit can make a plan cheaper.
    const bool may_fall = problem.simulated || some_optional || random.uniform() < 0.05;
    const Cost ceiling = hoping || may_fall ? no_cost : threshold;
    const bool near_only = !hoping || random.uniform() > rate_of_wide_search;
    // A required request may be worth one more vehicle; keep_changes sees to it that nothing else is.
    const int limit = recreate.vehicle_limit;
    if (hoping && !shrinking) recreate.vehicle_limit = std::numeric_limits<int>::max();
    const bool complete = recreate.run(pool, left_out, !hoping, near_only, ceiling);
    recreate.vehicle_limit = limit;
    if (!complete || !keep_changes()) routes.rollback();
}

// Judges the changed routes; `left_out` has what they do not serve. False if they are to be taken back.
template <int level>
bool Search<level>::keep_changes() {
    if (routes.ties.has_orphans()) return false;
    const std::int64_t required = required_among(left_out);
    const bool more = static_cast<int>(routes.used.size()) > recreate.vehicle_limit;
    if (more && required >= required_unserved) return false;
    if (required > 0 && shrinking) {
        for (const int request : left_out) ++absences[request];
        absence = absence_of(unserved);
    }
    const std::int64_t new_absence = required > 0 ? absence_of(left_out) : 0;
    unserved.swap(left_out);
    const Cost new_cost = total_cost();
    if (!accepts(required, new_cost, new_absence)) {
        unserved.swap(left_out);
        return false;
    }
    required_unserved = required;
    cost = new_cost;
    absence = new_absence;
    if (is_better_than_best()) save_best();
    return true;
}

// How much of the search has passed, by the limit that is nearest. A search that only a signal ends cools down
// while it finds nothing better.
template <int level>
void Search<level>::measure_progress(double now) {
    const Settings& settings = control.settings;
    const auto share = [&](double passed, double limit) {
        progress = std::clamp(passed / std::max(1e-9, limit), progress, 1.0);
    };
    const auto lulled = static_cast<double>(lull());
    if (settings.max_seconds >= 0) share(now, settings.max_seconds);
    if (settings.max_iterations >= 0) {
        share(static_cast<double>(iterations), static_cast<double>(settings.max_iterations));
    }
    if (settings.max_lull >= 0) share(lulled, static_cast<double>(settings.max_lull));
    if (settings.max_seconds < 0 && settings.max_iterations < 0 && settings.max_lull < 0) {
        share(lulled, 10'000 + 1'000.0 * problem.task_count());
    }
}

template <int level>
void Search<level>::look_at_the_clock() {
    const Settings& settings = control.settings;
    measure_progress(control.seconds());
    is_time_to_stop();
    // Several threads decide about a lull together, at their next meeting.
    if (settings.threads == 1 && settings.max_lull >= 0 && lull() >= settings.max_lull) {
        control.stop = true;
    }
    if (shrinking) next_phase();
    if (settings.minimise_vehicles && !shrinking) limit_vehicles();
    cool_down();
}

// By the clock, or because the calling thread, asked now and then, wishes so.
template <int level>
bool Search<level>::is_time_to_stop() {
    const Settings& settings = control.settings;
    const double now = control.seconds();
    if (settings.max_seconds >= 0 && now >= settings.max_seconds) control.stop = true;
    constexpr double between_questions = 0.02;
    if (thread == 0 && now - last_asked > between_questions) {
        last_asked = now;
        const int missing = static_cast<int>(unserved.size());
        if (control.ask({iterations, now, &best, missing})) control.stop = true;
    }
    return control.stop;
}

template <int level>
void Search<level>::cool_down() {
    const Settings& settings = control.settings;
    const double share = settings.minimise_vehicles ? settings.fleet_share : 0.0;
    const double cooled =
        shrinking ? 0.5 : std::clamp((progress - share) / (1 - share), 0.0, 1.0);
    temperature = hottest * settings.start_temperature *
                  std::pow(settings.end_temperature / settings.start_temperature, cooled);
}

// Fewer vehicles: whenever as much is served as ever before, one route more is dissolved for good. At first all
// vehicles are used to serve what can be served.
template <int level>
void Search<level>::next_phase() {
    if (progress >= control.settings.fleet_share) {
        shrinking = false;
        std::fill(absences.begin(), absences.end(), 0);  // from here on only cost counts
        load(best);
        return;
    }
    const bool enough_served = serves_all_it_can() || progress > control.settings.fleet_share / 4;
    const bool found = required_unserved <= best.required_unserved;
    if (enough_served && found && routes.used.size() > 1) drop_a_route();
}

template <int level>
bool Search<level>::serves_all_it_can() const {
    std::int64_t served_by_none = 0;
    for (int i = 0; i < problem.request_count(); ++i) {
        if (hopeless[i] && problem.requests[i].prize == nothing && is_missing(i)) {
            served_by_none += problem.relations.weight[i];
        }
    }
    return best.required_unserved <= served_by_none;
}

// As many vehicles as the best plan has; all while it leaves out a request for which more might help.
template <int level>
void Search<level>::limit_vehicles() {
    recreate.vehicle_limit =
        serves_all_it_can() ? best.vehicles() : std::numeric_limits<int>::max();
}

template <int level>
void Search<level>::drop_a_route() {
    std::int64_t least = -1;
    int chosen = routes.used.front();
    std::vector<int> tasks;
    for (const int route : routes.used) {
        routes.tasks_of(route, tasks);
        if (problem.relations.pinned && ruin.is_frozen(tasks.front())) continue;
        std::int64_t sum = 0;
        for (const int task : tasks) {
            if (!problem.tasks[task].reload()) sum += 1 + absences[problem.tasks[task].request];
        }
        if (least < 0 || sum < least) {
            least = sum;
            chosen = route;
        }
    }
    if (least < 0) return;
    routes.begin();
    std::vector<int> removed;
    ruin.dissolve(chosen, removed);
    remove_orphans(removed);
    unserved.insert(unserved.end(), removed.begin(), removed.end());
    required_unserved = required_among(unserved);
    absence = absence_of(unserved);
    cost = total_cost();
    recreate.vehicle_limit = static_cast<int>(routes.used.size());
}

template <int level>
void Search<level>::run(std::int64_t count) {
    for (std::int64_t i = 0; i < count && !finished(); ++i) {
        if (i % 16 == 0) look_at_the_clock();
        if (finished()) return;
        iterate();
    }
}

template class Search<0>;
template class Search<1>;
template class Search<2>;

Plan search(const Problem& problem, const Settings& settings, const Plan& initial,
            std::function<bool(const Progress&)> ask, std::int64_t& iterations) {
    const Settings tuned = tuned_to(problem, settings);
    switch (problem.level) {
        case 0:
            return Team<0>(problem, tuned, initial, std::move(ask)).run(iterations);
        case 1:
            return Team<1>(problem, tuned, initial, std::move(ask)).run(iterations);
        default:
            return Team<2>(problem, tuned, initial, std::move(ask)).run(iterations);
    }
}

}  // namespace routing
