// Begins a search: with the routes of a plan, and with every request that can be put beside them.
#include <numeric>

#include "search.h"

namespace routing {

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
        phase = Phase::preparing;
        next_phase();
    }
}

template <int level>
void Search<level>::load(const Plan& plan) {
    routes.begin();
    while (!routes.used.empty()) routes.clear(routes.used.back());
    fill(plan);
    std::vector<int> orphans;
    remove_orphans(orphans);
    place_frozen();
    unserved.clear();
    for (int request = 0; request < problem.request_count(); ++request) {
        const Request& asked = problem.requests[request];
        const int task = asked.pickup != nothing ? asked.pickup : asked.delivery;
        if (!routes.serves(task)) unserved.push_back(request);
    }
    count_unserved();
}

template <int level>
void Search<level>::fill(const Plan& plan) {
    int from = 0;
    for (std::size_t i = 0; i < plan.slots.size(); ++i) {
        const auto first = plan.tasks.begin() + from;
        const std::vector<int> tasks(first, plan.tasks.begin() + plan.ends[i]);
        routes.fill(plan.slots[i], tasks, plan.agreements.empty() ? nullptr : &plan.agreements[i]);
        from = plan.ends[i];
    }
}

template <int level>
void Search<level>::count_unserved() {
    required_unserved = required_among(unserved);
    absence = absence_of(unserved);
    cost = total_cost();
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

template <int level>
bool Search<level>::possible_alone(int request) {
    for (int trial = 0; trial < 20; ++trial) {  // vehicle types are overlooked now and then
        if (recreate.insertion.best(request).found()) return true;
    }
    return false;
}

template void Search<0>::construct(const Plan& initial);
template void Search<0>::load(const Plan& plan);
template void Search<0>::fill(const Plan& plan);
template void Search<0>::count_unserved();
template void Search<0>::place_frozen();
template void Search<0>::remove_orphans(std::vector<int>& removed);
template bool Search<0>::possible_alone(int request);
template void Search<1>::construct(const Plan& initial);
template void Search<1>::load(const Plan& plan);
template void Search<1>::fill(const Plan& plan);
template void Search<1>::count_unserved();
template void Search<1>::place_frozen();
template void Search<1>::remove_orphans(std::vector<int>& removed);
template bool Search<1>::possible_alone(int request);
template void Search<2>::construct(const Plan& initial);
template void Search<2>::load(const Plan& plan);
template void Search<2>::fill(const Plan& plan);
template void Search<2>::count_unserved();
template void Search<2>::place_frozen();
template void Search<2>::remove_orphans(std::vector<int>& removed);
template bool Search<2>::possible_alone(int request);

}  // namespace routing
