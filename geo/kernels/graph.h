// The road graph as the caller gives it: arcs of node v are first_out[v] .. first_out[v + 1] - 1.
#pragma once

#include <limits>

#include "checks.h"

namespace naru::geo {

struct Graph {
    View<std::int64_t> first_out;
    View<std::int32_t> head;

    std::int32_t nodes() const { return static_cast<std::int32_t>(first_out.size()) - 1; }
    Arc arcs() const { return static_cast<Arc>(head.size()); }

    void check() const {
        constexpr auto largest = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
        require(!first_out.empty(), "first_out must have one entry more than there are nodes.");
        require(first_out.size() < largest && head.size() < largest, "the graph must have fewer than 2^31 nodes and arcs.");
        require_rows(first_out, first_out.size() - 1, head.size(), "first_out");
        require_indices(head, first_out.size() - 1, "head");
    }
};

}  // namespace naru::geo
