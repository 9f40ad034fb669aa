// Lists the tasks near each task: beside which to insert it, and where to ruin.
#pragma once

#include <span>
#include <vector>

#include "problem.h"

namespace routing {

class Neighbours {
public:
    // `count` nearest tasks of each task. With `waiting` true, waiting and lateness between the two count
    // as distance (Vidal et al. 2013, doi:10.1016/j.cor.2012.07.018, with PyVRP's weights).
    Neighbours(const Problem& problem, int count, bool waiting);

    std::span<const int> operator[](int task) const {
        return {list.data() + static_cast<std::size_t>(task) * per_task,
                static_cast<std::size_t>(per_task)};
    }
    int size() const { return per_task; }
    // Mean distance from a task to its nearest few.
    double mean_distance = 0;

private:
    int per_task;
    std::vector<int> list;
};

}  // namespace routing
