#include <stdexcept>

#include "bindings.h"
#include "problem.h"

namespace routing {

namespace {

namespace nb = nanobind;
using LongTable = Array<std::int64_t, 2>;

Walls& walls_of(Problem& problem, std::int64_t type) {
    if (type < 0 || type >= problem.type_count()) {
        throw std::invalid_argument("walls name a vehicle type that does not exist.");
    }
    return problem.walls[static_cast<std::size_t>(type)];
}

// Both begin with the vehicle type. Configurations go on with one amount per dimension; shared rooms with their
// total and, per dimension, whether it shares.
void set_walls(Problem& problem, const LongTable& configurations, const LongTable& shared_rooms) {
    problem.walls.assign(problem.vehicle_types.size(), Walls{});
    for (std::size_t i = 0; i < configurations.shape(0); ++i) {
        Walls& walls = walls_of(problem, configurations(i, 0));
        for (std::size_t k = 1; k < configurations.shape(1); ++k) {
            walls.configurations.push_back(static_cast<Load>(configurations(i, k)));
        }
    }
    for (std::size_t i = 0; i < shared_rooms.shape(0); ++i) {
        Walls::Shared room{{}, shared_rooms(i, 1)};
        for (std::size_t k = 2; k < shared_rooms.shape(1); ++k) {
            if (shared_rooms(i, k) != 0) room.dimensions.push_back(static_cast<int>(k - 2));
        }
        walls_of(problem, shared_rooms(i, 0)).shared.push_back(room);
    }
    problem.walled = true;
    problem.level = 2;
}

}  // namespace

void bind_walls(nb::class_<Problem>& type) {
    type.def("set_walls", &set_walls, nb::kw_only(), nb::arg("configurations"),
             nb::arg("shared_rooms"), "Let load dimensions share room; see routing.compartments.");
}

}  // namespace routing
