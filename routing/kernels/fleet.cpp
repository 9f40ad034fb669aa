// Looks for plans with fewer vehicles, in the first part of a search that is asked for them.
#include <algorithm>
#include <limits>

#include "search.h"

namespace routing {

namespace {

// Fewer cannot carry what has to be delivered.
int fewest_vehicles(const Problem& problem) {
    if (problem.mixed || problem.reload_count > 0) return 1;
    int fewest = 1;
    for (int k = 0; k < problem.dimensions; ++k) {
        std::int64_t total = 0;
        for (int i = 0; i < problem.request_count(); ++i) {
            if (problem.requests[i].prize == nothing) total += problem.load_of(i)[k];
        }
        Load most = 1;
        for (int type = 0; type < problem.type_count(); ++type) {
            most = std::max(most, problem.capacity_of(type)[k]);
        }
        fewest = std::max(fewest, static_cast<int>((total + most - 1) / most));
    }
    return fewest;
}

}  // namespace

// Three phases: least cost for a while, so that the fleet is made smaller from a plan of good routes; fewer vehicles,
// as long as there is hope; and least cost with so few. In the second, whenever as much is served as ever before, one
// route more is dissolved for good.
template <int level>
void Search<level>::next_phase() {
    const Settings& settings = control.settings;
    if (phase == Phase::preparing) {
        if (progress < settings.warm_share) return;
        phase = Phase::shrinking;
        cheer_up();
    }
    if (required_unserved < fewest_unserved) cheer_up();
    if (progress >= settings.fleet_share || is_hopeless()) {
        phase = Phase::settled;
        std::fill(absences.begin(), absences.end(), 0);  // from here on only cost counts
        shrunk_at = progress;
        load(found());
        return;
    }
    const bool enough_served = serves_all_it_can() || progress > settings.fleet_share / 4;
    const bool found = required_unserved <= best.required_unserved;
    if (enough_served && found && routes.used.size() > 1) {
        drop_a_route();
        cheer_up();
    }
}

// Notes how many are unserved when a route has been dissolved, or that they have become fewer.
template <int level>
void Search<level>::cheer_up() {
    fewest_unserved = required_unserved;
    last_hope = progress;
}

// Whether there can be no fewer vehicles, or the number of unserved requests has not fallen for long; the nearer it is to
// none, the longer that may take.
template <int level>
bool Search<level>::is_hopeless() const {
    if (serves_all_it_can() && best.vehicles() <= fewest_vehicles(problem)) return true;
    constexpr double patience = 0.06;  // of the time
    constexpr double patience_for_one = 0.3;
    const auto more =
        static_cast<double>(std::max<std::int64_t>(1, fewest_unserved - best.required_unserved));
    return progress - last_hope > patience + patience_for_one / more;
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
bool Search<level>::serves_all_it_can() const {
    std::int64_t served_by_none = 0;
    const auto count = [&](int request) {
        if (hopeless[request] && problem.requests[request].prize == nothing && is_missing(request)) {
            served_by_none += problem.relations.weight[request];
        }
    };
    if (whole != nullptr) {
        for (const int request : unserved) count(request);
    } else {
        for (int request = 0; request < problem.request_count(); ++request) count(request);
    }
    return best.required_unserved <= served_by_none;
}

// As many vehicles as the best plan has; all while it leaves out a request for which more might help.
template <int level>
void Search<level>::limit_vehicles() {
    recreate.vehicle_limit =
        serves_all_it_can() ? best.vehicles() : std::numeric_limits<int>::max();
}

template void Search<0>::next_phase();
template void Search<0>::cheer_up();
template bool Search<0>::is_hopeless() const;
template void Search<0>::limit_vehicles();
template void Search<0>::drop_a_route();
template bool Search<0>::serves_all_it_can() const;
template void Search<1>::next_phase();
template void Search<1>::cheer_up();
template bool Search<1>::is_hopeless() const;
template void Search<1>::limit_vehicles();
template void Search<1>::drop_a_route();
template bool Search<1>::serves_all_it_can() const;
template void Search<2>::next_phase();
template void Search<2>::cheer_up();
template bool Search<2>::is_hopeless() const;
template void Search<2>::limit_vehicles();
template void Search<2>::drop_a_route();
template bool Search<2>::serves_all_it_can() const;

}  // namespace routing
