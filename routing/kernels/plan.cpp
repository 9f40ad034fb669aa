#include "plan.h"

namespace routing {

Plan empty_plan(const Problem& problem) {
    Plan plan;
    plan.unserved = problem.request_count();
    for (int i = 0; i < problem.request_count(); ++i) {
        const Cost prize = problem.requests[i].prize;
        if (prize == nothing) {
            plan.required_unserved += problem.relations.weight[i];
        } else {
            plan.cost += prize;
        }
    }
    return plan;
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

}  // namespace routing
