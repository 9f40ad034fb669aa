#include "plan.h"

namespace routing {

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
