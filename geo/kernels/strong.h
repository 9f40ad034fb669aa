// Finds which states lie in the largest strongly connected part of their landmass.
#pragma once

#include <vector>

#include "graph.h"

namespace naru::geo {

// States and the turns between them, as a profile may take them.
struct OpenStates {
    Graph graph;                   // states and turns
    View<std::uint8_t> open;       // [turns] whether the vehicle may take it
    View<std::int32_t> back;       // [states] the state that drives the same street in the other direction, or -1
    View<std::int32_t> length;     // [states]
    View<std::int32_t> landmass;   // [states] -1 where there is none

    void check() const;
};

// [states] 1 for those in the largest part of their landmass, by length; of equally large ones, the one with the lowest state. A vehicle
// that stops in a street may leave it in the other direction, so both directions of a street belong together.
std::vector<std::uint8_t> strong_states(const OpenStates& states);

}  // namespace naru::geo
