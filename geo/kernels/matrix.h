// Costs from many sources to many targets.
#pragma once

#include "customise.h"
#include "places.h"

namespace naru::geo {

// Where a matrix is written: [sources x targets] each, row by row, -1 where no road leads.
struct MatrixOut {
    std::int32_t* durations;
    std::int32_t* distances;
    bool fine;  // milliseconds and centimetres instead of seconds and metres
};

void matrix(const Hierarchy& hierarchy, const Metric& metric, const Places& sources, const Places& targets, int threads,
            const MatrixOut& out);

// Writes costs as durations and distances, rounded to the nearest second and metre.
void write_costs(const std::vector<Cost>& costs, const MatrixOut& out);

}  // namespace naru::geo
