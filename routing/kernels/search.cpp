#include "search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "threads.h"

namespace routing {

namespace {

constexpr int tried_unserved = 20;  // in one iteration, about

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

template <int level>
Search<level>::Search(const Problem& given, const Beside& beside, const Neighbours& near,
                      Control& shared, int number)
    : problem(given),
      control(shared),
      thread(number),
      random(shared.settings.seed * 1000003 + static_cast<std::uint64_t>(number)),
      routes(given),
      around(near),
      ruin(routes, near, random),
      recreate(routes, beside, random),
      hottest(std::max(1.0, near.mean_distance * cost_of_a_metre(given))),
      temperature(hottest * shared.settings.start_temperature),
      absences(given.requests.size(), 0),
      hopeless(given.requests.size(), 0),
      found_near(given.requests.size(), 0),
      best_routes(routes.routes.size()) {
    several_types = given.type_count() > 1 && !given.tied;
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

// What is lost by optional requests that are not served, if the prizes count so many times.
template <int level>
Cost Search<level>::prizes_of(const std::vector<int>& requests, double appeal) const {
    Cost sum = 0;
    for (const int request : requests) {
        if (is_missing(request)) sum += recreate.worth(request, appeal);
    }
    return sum;
}

// With what the prizes really are.
template <int level>
Cost Search<level>::true_cost() const {
    return recreate.appeal == 1 ? cost : routes.cost + prizes_of(unserved, 1);
}

template <int level>
Cost Search<level>::total_cost() const {
    return routes.cost + prizes_of(unserved, recreate.appeal);
}

template <int level>
void Search<level>::write(Plan& plan) const {
    plan.slots.clear();
    plan.ends.clear();
    plan.tasks.clear();
    for (const int route : routes.used) {
        for (int i = routes.nodes[routes.start_of(route)].next; routes.is_task(i);
             i = routes.nodes[i].next) {
            plan.tasks.push_back(i);
        }
        plan.slots.push_back(route);
        plan.ends.push_back(static_cast<int>(plan.tasks.size()));
    }
    plan.agreements.clear();
    if (problem.tied) {
        for (const int route : routes.used) {
            plan.agreements.push_back(routes.ties.agreement_of(route));
        }
    }
    count(plan);
}

template <int level>
void Search<level>::count(Plan& plan) const {
    plan.required_unserved = required_unserved;
    plan.cost = true_cost();
    plan.unserved = static_cast<int>(unserved.size());
}

// A solution of thousands of visits is better all the time, in a few routes: only these are copied.
template <int level>
void Search<level>::save_best() {
    if (problem.tied) {
        write(best);
    } else {
        routes.visit_altered([&](int route) { routes.tasks_of(route, best_routes[route]); });
        best.slots = routes.used;
        best.tasks.clear();
        best.ends.clear();
        count(best);
    }
    if (whole == nullptr) last_better = iterations;
}

template <int level>
const Plan& Search<level>::found() {
    if (best.ends.size() != best.slots.size()) {
        for (const int route : best.slots) {
            best.tasks.insert(best.tasks.end(), best_routes[route].begin(), best_routes[route].end());
            best.ends.push_back(static_cast<int>(best.tasks.size()));
        }
    }
    return best;
}

template <int level>
void Search<level>::keep(const Plan& plan) {
    best = plan;
    int from = 0;
    for (int i = 0; i < plan.vehicles(); ++i) {
        best_routes[plan.slots[i]].assign(plan.tasks.begin() + from, plan.tasks.begin() + plan.ends[i]);
        from = plan.ends[i];
    }
    routes.alter_all();
    if (whole == nullptr) last_better = iterations;
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
    return true_cost() < best.cost;
}

template <int level>
void Search<level>::learn(const Plan& plan) {
    if (!is_better(plan, best, control.settings.minimise_vehicles)) return;
    load(plan);
    keep(plan);
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
// where much is left out, most of them near the seed, and hardly ever those that not even an empty vehicle could
// serve. Whether a required one is among them.
template <int level>
bool Search<level>::choose_requests() {
    left_out.clear();
    constexpr int anywhere = 5;
    constexpr double rate_of_hopeless = 0.1;
    const int count = static_cast<int>(unserved.size());
    bool some_required = false;
    for (const int request : unserved) {
        const bool drawn =
            count <= tried_unserved || found_near[request] == iterations || random.below(count) < anywhere;
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

// Marks some of many unserved requests: those nearest to the seed.
template <int level>
void Search<level>::find_unserved_near(int seed) {
    constexpr int marked = 15;
    if (unserved.size() <= tried_unserved) return;
    int wanted = marked;
    const auto mark = [&](int task) {
        if (routes.serves(task)) return;
        const int request = problem.tasks[task].request;
        if (found_near[request] == iterations) return;
        found_near[request] = iterations;
        --wanted;
    };
    mark(seed);
    for (const int task : around[seed]) {
        if (wanted <= 0) break;
        mark(task);
    }
}

// Gives what is left of a ruined route to an idle vehicle of another type, now and then.
template <int level>
void Search<level>::change_a_type() {
    constexpr double rate = 0.2;
    if (ruin.hit.empty() || random.uniform() >= rate) return;
    const int route = ruin.hit[random.below(static_cast<int>(ruin.hit.size()))];
    const int type = random.below(problem.type_count());
    if (routes.routes[route].size == 0 || type == routes.routes[route].type || routes.idle[type].empty()) return;
    routes.tasks_of(route, moved);
    const auto own = [&](int task) { return routes.is_reload(task); };  // a reload is of one type only
    if (std::any_of(moved.begin(), moved.end(), own)) return;
    routes.clear(route);
    if (!routes.fill(routes.idle[type].back(), moved)) routes.fill(route, moved);
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
    if (whole != nullptr) return own_tasks[random.below(static_cast<int>(own_tasks.size()))];
    return random.below(problem.task_count());
}

template <int level>
void Search<level>::iterate() {
    constexpr double rate_of_wide_search = 0.1;
    ++iterations;
    routes.begin();
    if (problem.relations.decks) routes.ties.draw_a_gift(random, routes.used);
    const int seed = choose_seed();
    find_unserved_near(seed);
    ruin.run(seed, pool);
    if (several_types) change_a_type();
    remove_orphans(pool);
    const bool hoping = choose_requests();
    if (some_optional) draw_generosity();
    recreate.insertion.draw_idle_type();
    // When no further request can gain a place, none may lose its own.
    threshold = cost + 1 + static_cast<Cost>(-temperature * std::log(1.0 - random.uniform()));
    // Rarely, or where the timetable decides, one more visit can make a plan cheaper.
    const bool may_fall =
        problem.simulated || (some_optional && problem.relations.grouped) || random.uniform() < 0.05;
    const Cost ceiling = hoping || may_fall ? no_cost : threshold - prizes_of(left_out, recreate.appeal);
    const bool near_only = !hoping || random.uniform() > rate_of_wide_search;
    // A required request may be worth one more vehicle; keep_changes sees to it that nothing else is.
    const int limit = recreate.vehicle_limit;
    if (hoping && phase == Phase::settled) recreate.vehicle_limit = std::numeric_limits<int>::max();
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
    if (required > 0 && phase == Phase::shrinking) {
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
