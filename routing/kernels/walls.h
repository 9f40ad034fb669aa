// Tells whether the loads of a trip fit between movable walls; the rule is in routing/compartments.py.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace routing {

struct Problem;

// How the load dimensions share the room of a vehicle type.
struct Walls {
    struct Shared {
        std::vector<int> dimensions;
        std::int64_t total;
    };
    std::vector<std::int32_t> configurations;  // each one amount per dimension
    std::vector<Shared> shared;

    bool empty() const { return configurations.empty() && shared.empty(); }
    // Whether the largest loads of a trip, per dimension, fit.
    bool hold(std::span<const std::int32_t> most) const;
};

// Counts the loads of a route trip by trip; keeps its arrays from one route to the next.
class TripLoads {
public:
    // Whether every trip of a vehicle with these tasks (and reloads) in order fits between the walls.
    bool fit(const Problem& problem, int type, std::span<const int> order);

private:
    void add(const Problem& problem, int request, int sign);

    std::vector<std::int32_t> aboard;
    std::vector<std::int32_t> collected;  // by the present trip, to leave at its end
    std::vector<std::int32_t> most;
};

}  // namespace routing
