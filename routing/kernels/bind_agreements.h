// Reads what the routes of a plan have agreed: a row of sailings for each route, two moments for each visit.
#pragma once

#include <optional>
#include <stdexcept>
#include <vector>

#include <nanobind/stl/optional.h>

#include "bindings.h"
#include "ties.h"

namespace routing {

inline std::vector<Agreement> agreements_of(const Problem& problem,
                                            const std::vector<std::vector<int>>& routes,
                                            const std::optional<Array<std::uint8_t, 2>>& given_full,
                                            const std::optional<Array<std::int32_t, 2>>& given_holds) {
    std::vector<Agreement> result;
    if (!problem.tied || !given_full || !given_holds) return result;
    const auto& full = *given_full;
    const auto& holds = *given_holds;
    std::size_t visits = 0;
    for (const auto& route : routes) visits += route.size();
    if (full.shape(0) != routes.size() || holds.shape(0) != visits) {
        throw std::invalid_argument("full must have a row per route, holds one per visit.");
    }
    std::size_t first = 0;
    for (std::size_t i = 0; i < routes.size(); first += routes[i++].size()) {
        Agreement agreement;
        if (problem.relations.decks) {
            const auto* row = full.data() + i * full.shape(1);
            agreement.full.assign(row, row + full.shape(1));
        }
        if (problem.relations.precedences) {
            for (std::size_t j = first; j < first + routes[i].size(); ++j) {
                agreement.holds.push_back({holds(j, 0), holds(j, 1)});
            }
        }
        result.push_back(std::move(agreement));
    }
    return result;
}

}  // namespace routing
