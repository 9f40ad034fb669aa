// What `Routes` does about loads.

#include <algorithm>
#include <limits>

#include "routes.h"

namespace routing {

template <int level>
void Routes<level>::count_room(int index) {
    room[index] = problem.dimensions > 0 ? problem.capacity_of(routes[index].type)[0] -
                                               load[index * problem.dimensions]
                                         : std::numeric_limits<Load>::max();
}

// Loads of a route whose visits have changed only from `first` to `last`. Where all requests are pairs, only
// the loads in between change with them, and only those are asked for.
template <int level>
void Routes<level>::count_loads(int index, int first, int last) {
    if (!problem.mixed) return;
    if constexpr (full) {
        if (problem.reload_count > 0) {
            count_trip_loads(index);
            return;
        }
    }
    const int dimensions = problem.dimensions;
    if (!problem.singles) {
        for (int i = first;; i = nodes[i].next) {
            touch(i);
            const Load* moved = problem.load_of(problem.tasks[i].request);
            const int sign = problem.tasks[i].delivery ? -1 : 1;
            const int previous = nodes[i].previous;
            for (int k = 0; k < dimensions; ++k) {
                loads[i * dimensions + k].after =
                    loads[previous * dimensions + k].after + sign * moved[k];
            }
            if (i == last) return;
        }
    }
    for (int i = start_of(index); i != nothing; i = nodes[i].next) touch(i);
    for (int k = 0; k < dimensions; ++k) {
        Load amount = 0;
        for (int i = nodes[start_of(index)].next; is_task(i); i = nodes[i].next) {
            const Request& request = problem.requests[problem.tasks[i].request];
            if (request.pickup == nothing) {
                amount += problem.load_of(problem.tasks[i].request)[k];
            }
        }
        Load most = 0;
        for (int i = start_of(index); i != nothing; i = nodes[i].next) {
            if (is_task(i)) {
                const Load moved = problem.load_of(problem.tasks[i].request)[k];
                amount += problem.tasks[i].delivery ? -moved : moved;
            }
            most = std::max(most, amount);
            loads[i * dimensions + k].after = amount;
            loads[i * dimensions + k].most_before = most;
        }
        most = 0;
        for (int i = end_of(index); i != nothing; i = nodes[i].previous) {
            auto& here = loads[i * dimensions + k];
            here.most_behind = most = std::max(most, here.after);
        }
    }
}

template <int level>
bool Routes<level>::fits(int index, std::span<const int> tasks) {
    if (full && problem.walled && !trip_loads.fit(problem, routes[index].type, tasks)) return false;
    const Load* capacity = problem.capacity_of(routes[index].type);
    for (int k = 0; k < problem.dimensions; ++k) {
        if constexpr (full) {
            if (problem.mixed) {
                for (int i = start_of(index); i != nothing; i = nodes[i].next) {
                    if (loads[i * problem.dimensions + k].after > capacity[k]) return false;
                }
                continue;
            }
        }
        if (load[index * problem.dimensions + k] > capacity[k]) return false;
    }
    return std::all_of(tasks.begin(), tasks.end(), [&](int task) {
        if (full && problem.tasks[task].reload()) return true;
        return problem.may_serve(problem.tasks[task].request, routes[index].type);
    });
}

template void Routes<0>::count_loads(int index, int first, int last);
template void Routes<0>::count_room(int index);
template bool Routes<0>::fits(int index, std::span<const int> tasks);
template void Routes<1>::count_loads(int index, int first, int last);
template void Routes<1>::count_room(int index);
template bool Routes<1>::fits(int index, std::span<const int> tasks);
template void Routes<2>::count_loads(int index, int first, int last);
template void Routes<2>::count_room(int index);
template bool Routes<2>::fits(int index, std::span<const int> tasks);

}  // namespace routing
