// Lists the tasks near each task: beside which to insert it, and where to ruin.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "nearness.h"
#include "problem.h"

namespace routing {

// How many threads make the lists, and what ends that early; `ended` is asked by the calling thread only.
struct Effort {
    int threads = 1;
    std::function<bool()> ended = [] { return false; };
};

class Neighbours {
public:
    // Where `effort` ends early the other tasks have no neighbours.
    Neighbours(const Problem& problem, int count, Near kind, const Effort& effort);

    std::span<const int> operator[](int task) const {
        return {list.data() + begin_of(task), static_cast<std::size_t>(counts[task])};
    }
    // Fewest metres that an insertion beside each neighbour takes, when the arc that it replaces is added. For `around`
    // this holds only at positions whose other end is no nearer: the nearer end of each position has to be tried first.
    std::span<const Distance> bounds(int task) const {
        return {bound.data() + begin_of(task), static_cast<std::size_t>(counts[task])};
    }
    // Mean distance from a task to its nearest few.
    double mean_distance = 0;

private:
    std::size_t begin_of(int task) const { return static_cast<std::size_t>(task) * width; }
    void fill(const Nearness& nearness, int first, int last, Nearness::Scratch& scratch);
    void set_bounds(const Nearness& nearness, int task);

    std::size_t width;  // of the lists, which follow one another
    std::vector<int> counts;
    std::vector<int> list;
    std::vector<Distance> bound;
    std::vector<double> mean;  // per task
};

// Beside which tasks to insert each task.
struct Beside {
    Beside(const Problem& problem, int count, const Effort& effort = {})
        : before(problem, count, problem.level > 0 ? Near::before : Near::around, effort),
          behind(problem, problem.level > 0 ? count : 0, Near::behind, effort) {}

    Neighbours before;
    Neighbours behind;  // empty where time does not matter: then both are the same
};

}  // namespace routing
