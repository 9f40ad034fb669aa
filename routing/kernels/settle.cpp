// Ends a search whose routes are tied together: their timetables are made anew, one by one.
#include <limits>

#include "search.h"

namespace routing {

template <int level>
void Search<level>::settle_on(const Plan& plan) {
    keep(plan);
    if (!problem.tied) return;
    load(plan);
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

template void Search<0>::settle_on(const Plan& plan);
template double Search<0>::seconds_to_settle() const;
template bool Search<0>::time_anew(int route);
template bool Search<0>::serve_at_last(int request);
template void Search<1>::settle_on(const Plan& plan);
template double Search<1>::seconds_to_settle() const;
template bool Search<1>::time_anew(int route);
template bool Search<1>::serve_at_last(int request);
template void Search<2>::settle_on(const Plan& plan);
template double Search<2>::seconds_to_settle() const;
template bool Search<2>::time_anew(int route);
template bool Search<2>::serve_at_last(int request);

}  // namespace routing
