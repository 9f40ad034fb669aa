// Lists the tasks near each task: beside which to insert it, and where to ruin.
#pragma once

#include <span>
#include <vector>

#include "problem.h"

namespace routing {

// What makes another task near: the way between the two alone; or that it can be visited just before, or just
// behind, where waiting counts as distance too (Vidal et al. 2013, doi:10.1016/j.cor.2012.07.018, with PyVRP's
// weight) and tasks that the time windows do not let follow one another are left out.
enum class Near { around, before, behind };

class Neighbours {
public:
    Neighbours(const Problem& problem, int count, Near kind);

    std::span<const int> operator[](int task) const {
        return {list.data() + starts[task], list.data() + starts[task + 1]};
    }
    // Fewest metres that an insertion beside each neighbour takes, when the arc that it replaces is added. For `around`
    // this holds only at positions whose other end is no nearer: the nearer end of each position has to be tried first.
    // Levels 0 and 1 only.
    std::span<const Distance> bounds(int task) const {
        return {bound.data() + starts[task], bound.data() + starts[task + 1]};
    }
    // Mean distance from a task to its nearest few.
    double mean_distance = 0;

private:
    std::vector<int> starts;
    std::vector<int> list;
    std::vector<Distance> bound;
};

// Beside which tasks to insert each task.
struct Beside {
    Beside(const Problem& problem, int count)
        : before(problem, count, problem.level > 0 ? Near::before : Near::around),
          behind(problem, problem.level > 0 ? count : 0, Near::behind) {}

    Neighbours before;
    Neighbours behind;  // empty where time does not matter: then both are the same
};

}  // namespace routing
