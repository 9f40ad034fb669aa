// Looks for plans with fewer vehicles, in the first part of a search that is asked for them.
#include <algorithm>
#include <limits>

#include "search.h"

namespace routing {

// Fewer vehicles: whenever as much is served as ever before, one route more is dissolved for good. At first all
// vehicles are used to serve what can be served.
template <int level>
void Search<level>::next_phase() {
    if (progress >= control.settings.fleet_share) {
        shrinking = false;
        std::fill(absences.begin(), absences.end(), 0);  // from here on only cost counts
        load(found());
        return;
    }
    const bool enough_served = serves_all_it_can() || progress > control.settings.fleet_share / 4;
    const bool found = required_unserved <= best.required_unserved;
    if (enough_served && found && routes.used.size() > 1) drop_a_route();
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
template void Search<0>::limit_vehicles();
template void Search<0>::drop_a_route();
template bool Search<0>::serves_all_it_can() const;
template void Search<1>::next_phase();
template void Search<1>::limit_vehicles();
template void Search<1>::drop_a_route();
template bool Search<1>::serves_all_it_can() const;
template void Search<2>::next_phase();
template void Search<2>::limit_vehicles();
template void Search<2>::drop_a_route();
template bool Search<2>::serves_all_it_can() const;

}  // namespace routing
