// Costs from many sources to many targets.
#pragma once

#include "customise.h"
#include "places.h"
#include "rounding.h"

namespace naru::geo {

void matrix(const Hierarchy& hierarchy, const Metric& metric, const Places& sources, const Places& targets, int threads,
            const MatrixOut& out);

}  // namespace naru::geo
