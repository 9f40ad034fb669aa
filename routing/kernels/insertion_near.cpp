// Looks for a place beside near neighbours: most of the time of a search is spent here.

#include <algorithm>
#include <array>
#include <bit>

#include "insertion.h"
#include "sift.h"

namespace routing {

namespace {

// The rows of a placed task, as the loops of plain problems read them: from tables, or from coordinates.
struct TableWays {
    const Distance* way_to;
    const Distance* way_from;
    const Time* road_to;
    const Time* road_from;
};
struct StraightWays {
    StraightRow way_to;
    StraightRow way_from;
    StraightRow road_to;
    StraightRow road_from;
};

// Calls a loop with the rows of a task.
template <class Placed, class Loop>
void with_ways(const Problem& problem, const Placed& what, const Loop& loop) {
    const Straight* way = problem.distances[0].straight();
    const Straight* road = problem.durations[0].straight();
    if (way != nullptr && road != nullptr) {
        const StraightRow metres(*way, what.location);
        const StraightRow seconds(*road, what.location);
        loop(StraightWays{metres, metres, seconds, seconds});
    } else if (way == nullptr && road == nullptr) {
        loop(TableWays{what.way_to.table(), what.way_from.table(), what.road_to.table(), what.road_from.table()});
    } else {
        loop(what);
    }
}

}  // namespace

template <int level>
void Insertion<level>::beside_neighbours() {
    if (plain) {
        if constexpr (level == 0) {
            scan_around();
        } else {
            scan_timed<Near::before>(beside.before);
            scan_timed<Near::behind>(beside.behind);
        }
        return;
    }
    if constexpr (level == 0) {
        scan<Near::around>(beside.before);
    } else {
        scan<Near::before>(beside.before);
        scan<Near::behind>(beside.behind);
    }
}

// Tries the positions beside near tasks whose detours, at the least price of a metre, can still win.
template <int level>
template <Near side>
void Insertion<level>::scan(const Neighbours& beside_it) {
    const auto near = beside_it[first.task];
    const Distance* bounds = beside_it.bounds(first.task).data();
    const Distance* arcs = (side == Near::behind ? routes.arcs_before : routes.arcs_behind).data();
    for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
        const std::size_t count = std::min(sifted_at_once, near.size() - begin);
        std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least_detour());
        for (; left != 0; left &= left - 1) {
            const int neighbour = near[begin + static_cast<std::size_t>(std::countr_zero(left))];
            const auto& node = routes.nodes[neighbour];
            if (!takes(node.route)) continue;
            if (side != Near::behind && !blinks()) consider(neighbour, node.next);
            if (side != Near::before && !blinks()) consider(node.previous, neighbour);
        }
    }
}

// Keeps those of the sifted neighbours whose routes have room: without a branch, for nobody can foretell which.
template <int level>
int Insertion<level>::keep_roomy(const int* near, std::uint32_t sifted, Load wanted,
                                 std::array<int, sifted_at_once>& kept) const {
    const Load* room = routes.room.data();
    int count = 0;
    for (; sifted != 0; sifted &= sifted - 1) {
        const int neighbour = near[std::countr_zero(sifted)];
        kept[count] = neighbour;
        count += room[routes.nodes[neighbour].route] >= wanted;
    }
    return count;
}

// The loop in which most of the time of plain problems is spent. What does not change is kept in local variables,
// detours in 32 bits. Neighbours come nearest first, so at a position between two of them the nearer end is met
// first, and the detour is at least twice the way to it less the arc: most neighbours need no more than that.
template <int level>
void Insertion<level>::scan_around() {
    with_ways(problem, first, [&](const auto& ways) { scan_around_by(ways); });
}

template <int level>
template <class Ways>
void Insertion<level>::scan_around_by(const Ways& given) {
    if constexpr (level == 0) {
        const auto near = beside.before[first.task];
        const Distance* bounds = beside.before.bounds(first.task).data();
        const Distance* arcs = routes.arcs_behind.data();
        const auto* nodes = routes.nodes.data();
        const Load wanted = problem.dimensions > 0 ? load[0] : 0;
        const Ways what = given;
        Distance least = least_detour();
        int found = nothing;
        std::array<int, sifted_at_once> with_room;
        const auto test = [&](int after, Distance detour) {
            if (detour >= least || blinks()) return;
            least = detour;
            found = after;
        };
        for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
            const std::size_t count = std::min(sifted_at_once, near.size() - begin);
            const std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least);
            const int roomy = keep_roomy(near.data() + begin, left, wanted, with_room);
            for (int i = 0; i < roomy; ++i) {
                const int neighbour = with_room[i];
                const auto& node = nodes[neighbour];
                const auto& previous = nodes[node.previous];
                const auto& next = nodes[node.next];
                const Distance way_to = what.way_to[node.location];
                const Distance way_from = what.way_from[node.location];
                test(neighbour, way_to + what.way_from[next.location] - node.onwards);
                test(node.previous, what.way_to[previous.location] + way_from - node.arc);
            }
        }
        take_detour(least, found);
    }
}

// The same with times: positions behind the neighbours that may come before, or before those that may come behind.
template <int level>
template <Near side>
void Insertion<level>::scan_timed(const Neighbours& beside_it) {
    with_ways(problem, first, [&](const auto& ways) { scan_timed_by<side>(beside_it, ways); });
}

template <int level>
template <Near side, class Ways>
void Insertion<level>::scan_timed_by(const Neighbours& beside_it, const Ways& given) {
    if constexpr (level == 1) {
        const auto near = beside_it[first.task];
        const Distance* bounds = beside_it.bounds(first.task).data();
        const auto* nodes = routes.nodes.data();
        const Load wanted = problem.dimensions > 0 ? load[0] : 0;
        const Ways what = given;
        const Task& task = problem.tasks[first.task];
        const Window open = problem.windows[task.first_window];
        Distance least = least_detour();
        int found = nothing;
        std::array<int, sifted_at_once> with_room;
        constexpr bool before = side == Near::before;
        const Distance* arcs = (before ? routes.arcs_behind : routes.arcs_before).data();
        for (std::size_t begin = 0; begin < near.size(); begin += sifted_at_once) {
            const std::size_t count = std::min(sifted_at_once, near.size() - begin);
            const std::uint32_t left = sift(near.data() + begin, bounds + begin, count, arcs, least);
            const int roomy = keep_roomy(near.data() + begin, left, wanted, with_room);
            for (int i = 0; i < roomy; ++i) {
                const int neighbour = with_room[i];
                const auto& node = nodes[neighbour];
                const int after = before ? neighbour : node.previous;
                const auto& previous = before ? node : nodes[after];
                const auto& next = before ? nodes[node.next] : node;
                const Distance detour = what.way_to[previous.location] +
                                        what.way_from[next.location] - next.arc;
                if (detour >= least) continue;
                const Time arrival = previous.finish + what.road_to[previous.location];
                if (arrival > open.close) continue;
                const Time finish = std::max(arrival, open.open) + task.service;
                if (finish + what.road_from[next.location] > next.latest) continue;
                if (blinks()) continue;
                least = detour;
                found = after;
            }
        }
        take_detour(least, found);
    }
}

// Fewest metres that are too many by the limit of the costs.
template <int level>
Distance Insertion<level>::least_detour() const {
    if (unit == 0) return horizon;
    return static_cast<Distance>(std::clamp<Cost>((limit + unit - 1) / unit, 0, horizon));
}

template <int level>
void Insertion<level>::take_detour(Distance detour, int after) {
    if (after != nothing) {
        spot = {detour * unit, after, nothing};
        limit = spot.delta;
    }
}

template void Insertion<0>::beside_neighbours();
template void Insertion<1>::beside_neighbours();
template void Insertion<2>::beside_neighbours();

}  // namespace routing
