// The part of a metric that leads down to a set of targets, in the order in which a sweep visits it.
//
// D. Delling, A. Goldberg, R. Werneck: Faster Batched Shortest Paths in Road Networks. ATMOS 2011,
// doi:10.4230/OASIcs.ATMOS.2011.52 (RPHAST).
#pragma once

#include "customise.h"
#include "node_map.h"
#include "places.h"

namespace naru::geo {

// One step down from an earlier row.
struct Pull {
    std::int32_t row;
    Cost cost;
};

// A row is a node of the hierarchy or a target. Its cost is the smallest of its pulls and of what sources bring. Rows that are near
// on the map are near here. A node that leads to a single target has no row: the target pulls from the nodes above all such
// nodes at once, which is what makes a large map hardly more work than a small one.
struct Selection {
    // What a node that leads to one target only costs from there.
    struct Private {
        std::int32_t row;
        Cost cost;
    };

    std::vector<std::int32_t> first;       // [rows + 1] into pulls
    Owned<Pull> pulls;
    std::vector<std::int32_t> target_row;  // [targets]
    std::vector<Private> privates;
    NodeMap code;                          // 1 + row of a node; -1 - index into privates; 0 where it leads to no target
    std::vector<Node> coded;               // nodes with a code

    Selection() = default;
    Selection(Selection&&) = default;
    Selection(const Selection&) = delete;
    ~Selection() {
        for (const Node node : coded) code[node] = 0;
        if (!coded.empty()) code.keep();
    }

    std::size_t rows() const { return first.size() - 1; }

    // Calls visit(row, cost) for the row that a source at `node` brings its cost to, if there is one.
    template <class Visit> void for_row(Node node, Visit visit) const {
        const std::int32_t at = code[node];
        if (at > 0) visit(at - 1, Cost{0});
        if (at < 0) visit(privates[-1 - at].row, privates[-1 - at].cost);
    }
};

Selection select(const Hierarchy& hierarchy, const Metric& metric, const Places& targets);

}  // namespace naru::geo
