// Lets a thread plan a part of the routes for a while.
#include "search.h"

namespace routing {

template <int level>
void Search<level>::take(const Part& part, const Plan& best_of_all, std::int64_t found_at) {
    routes.begin();
    while (!routes.used.empty()) routes.clear(routes.used.back());
    routes.allot(part.open);
    fill(part.plan);
    own_tasks = part.plan.tasks;
    unserved = part.unserved;
    for (const int request : unserved) {
        const Request& asked = problem.requests[request];
        if (asked.pickup != nothing) own_tasks.push_back(asked.pickup);
        if (asked.delivery != nothing) own_tasks.push_back(asked.delivery);
    }
    count_unserved();
    whole = &best_of_all;
    last_better = found_at;
    save_best();
}

template <int level>
void Search<level>::take_all(const Plan& plan, const Plan& best_of_all) {
    routes.begin();
    while (!routes.used.empty()) routes.clear(routes.used.back());
    routes.allot(std::vector<char>(routes.routes.size(), 1));
    whole = nullptr;
    load(plan);
    keep(best_of_all);
}

template <int level>
Plan Search<level>::present() const {
    Plan plan;
    write(plan);
    return plan;
}

template void Search<0>::take(const Part& part, const Plan& best_of_all, std::int64_t found_at);
template void Search<0>::take_all(const Plan& plan, const Plan& best_of_all);
template Plan Search<0>::present() const;
template void Search<1>::take(const Part& part, const Plan& best_of_all, std::int64_t found_at);
template void Search<1>::take_all(const Plan& plan, const Plan& best_of_all);
template Plan Search<1>::present() const;
template void Search<2>::take(const Part& part, const Plan& best_of_all, std::int64_t found_at);
template void Search<2>::take_all(const Plan& plan, const Plan& best_of_all);
template Plan Search<2>::present() const;

}  // namespace routing
