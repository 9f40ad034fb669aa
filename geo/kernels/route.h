// One quickest route, arc by arc.
#pragma once

#include "customise.h"
#include "places.h"

namespace naru::geo {

struct Route {
    Cost cost = unreachable;
    std::vector<Arc> arcs;              // the source's arc first, the target's last; empty where no road leads
    std::int64_t source_position = -1;  // which positions of the places were used
    std::int64_t target_position = -1;
};

// Sources and targets hold one place each.
Route route(const Hierarchy& hierarchy, const Metric& metric, const Places& source, const Places& target);

}  // namespace naru::geo
