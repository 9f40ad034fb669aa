// Asks whether a request fits between the movable walls of a vehicle. One alone is tested at once, by the largest
// loads on both sides of its place; pairs and new trips once all else allows them.

#include <algorithm>

#include "insertion.h"

namespace routing {

// Where loads only grow or only shrink, all that a route serves is aboard at once.
template <int level>
bool Insertion<level>::loads_fit_walls(int index) {
    const Load* used = routes.load.data() + index * problem.dimensions;
    most.assign(used, used + problem.dimensions);
    for (int k = 0; k < problem.dimensions; ++k) most[k] += load[k];
    return problem.walls[routes.routes[index].type].hold(most);
}

// A delivery is aboard before its place, a pick-up behind it, and both not beyond their trip.
template <int level>
bool Insertion<level>::single_fits_walls(int after) {
    const Loads* around = routes.loads.data() + after * problem.dimensions;
    const bool delivery = problem.tasks[first.task].delivery;
    most.clear();
    for (int k = 0; k < problem.dimensions; ++k) {
        const Load before = around[k].most_before + (delivery ? load[k] : 0);
        const Load behind = around[k].most_behind + (delivery ? 0 : load[k]);
        most.push_back(std::max(before, behind));
    }
    return problem.walls[routes.routes[routes.nodes[after].route].type].hold(most);
}

template <int level>
bool Insertion<level>::spot_fits_walls(int index, const Spot& spot_asked) {
    return trip_loads.fit(problem, routes.routes[index].type, order_with(index, spot_asked));
}

template bool Insertion<2>::loads_fit_walls(int index);
template bool Insertion<2>::single_fits_walls(int after);
template bool Insertion<2>::spot_fits_walls(int index, const Spot& spot);

}  // namespace routing
