// Ranks tasks by how near they are to one of them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "grid.h"
#include "problem.h"

namespace routing {

// What makes another task near: the way between the two alone; or that it can be visited just before, or just
// behind, where waiting counts as distance too (Vidal et al. 2013, doi:10.1016/j.cor.2012.07.018, with PyVRP's
// weight) and tasks that the time windows do not let follow one another are left out.
enum class Near { around, before, behind };

class Nearness {
public:
    // Fifths of a metre, and seconds of waiting: both are whole numbers and fit.
    using Rank = std::uint32_t;
    static constexpr Rank never = std::numeric_limits<Rank>::max();
    static constexpr Rank ranks_of_a_metre = 5;

    // What ranking one task needs; one per thread.
    struct Scratch {
        std::vector<Time> seconds;
        std::vector<Distance> metres;
        std::vector<Rank> ranks;
        std::vector<std::uint64_t> chosen;  // rank and task
    };

    Nearness(const Problem& problem, Near kind);

    // Leaves in `scratch.chosen` the nearest tasks, ascending; of equally near ones those with lower numbers.
    void nearest(int task, std::size_t count, Scratch& scratch) const;
    // Fewest metres to any other task or any start or end of a vehicle, on the other side of a task: after it for
    // neighbours that come before, and the other way round.
    Distance fewest_metres_beyond(int task) const;
    // Between a task and a neighbour, by the shortest of the profiles.
    Distance metres_between(int task, int other) const;

    static int task_in(std::uint64_t chosen) { return static_cast<int>(chosen & 0xffffffffU); }
    static Rank rank_in(std::uint64_t chosen) { return static_cast<Rank>(chosen >> 32); }

    const Near kind;

private:
    void rank(int task, Scratch& scratch) const;
    void choose_from_all(int task, std::size_t count, Scratch& scratch) const;
    void choose_by_rings(int task, std::size_t count, Scratch& scratch) const;
    Rank straight_rank(int task, int other) const;
    Distance least_straight(int task) const;
    void find_ways(int here, bool forth, Scratch& scratch) const;
    void rank_untimed(Scratch& scratch) const;
    void rank_before(int task, Scratch& scratch) const;
    void rank_behind(int task, Scratch& scratch) const;
    static Rank cut(std::span<const Rank> ranks, std::size_t count, std::vector<std::uint64_t>& sample);

    const Problem& problem;
    bool symmetric = true;
    // Of the tasks, side by side.
    std::vector<int> location;
    std::vector<Time> open;
    std::vector<Time> close;
    std::vector<Time> service;
    std::optional<Grid> grid;  // where all ways are straight
};

}  // namespace routing
