#include "nearness.h"

#include <algorithm>
#include <cmath>

namespace routing {

namespace {

bool has_one_map(const Problem& problem) {
    const Straight* way = problem.distances[0].straight();
    const Straight* road = problem.durations[0].straight();
    if (way == nullptr || road == nullptr) return false;
    Straight alike = *road;
    alike.scale = way->scale;
    alike.shift = way->shift;
    return alike == *way;
}

// Moves the least ones to the front, in order, and drops the others.
void keep_least(std::vector<std::uint64_t>& chosen, std::size_t count) {
    const auto kept = static_cast<std::ptrdiff_t>(std::min(count, chosen.size()));
    std::nth_element(chosen.begin(), chosen.begin() + kept, chosen.end());
    chosen.resize(static_cast<std::size_t>(kept));
    std::sort(chosen.begin(), chosen.end());
}

}  // namespace

Nearness::Nearness(const Problem& given, Near wanted) : kind(wanted), problem(given) {
    for (int i = 0; i < problem.task_count(); ++i) {
        const Task& task = problem.tasks[i];
        location.push_back(task.location);
        // Sums of three of these, and of a way, must fit.
        open.push_back(std::min(problem.windows[task.first_window].open, horizon));
        close.push_back(std::min(problem.windows[task.last_window - 1].close, horizon));
        service.push_back(std::min(task.service, horizon));
    }
    for (std::size_t i = 0; i < problem.durations.size(); ++i) {
        symmetric = symmetric && problem.durations[i].is_symmetric() && problem.distances[i].is_symmetric();
    }
    if (problem.distances.size() == 1 && !problem.hourly && has_one_map(problem)) grid.emplace(*problem.distances[0].straight(), location);
}

// Seconds and metres between a location and every task by the best of the profiles, since any vehicle may come.
void Nearness::find_ways(int here, bool forth, Scratch& scratch) const {
    const std::size_t n = location.size();
    const bool hourly = problem.hourly;
    scratch.seconds.assign(n, unreachable);
    scratch.metres.assign(n, horizon);
    for (std::size_t profile = 0; profile < problem.durations.size(); ++profile) {
        const Matrix& roads = problem.durations[profile];
        const Matrix& ways = problem.distances[profile];
        const Row road = forth ? roads.from(here) : roads.to(here);
        const Row way = forth ? ways.from(here) : ways.to(here);
        for (std::size_t j = 0; j < n; ++j) {
            const Time by_matrix = road[location[j]];
            const Time seconds =
                hourly ? problem.least_seconds(static_cast<int>(profile), by_matrix) : by_matrix;
            const Distance metres = seconds < unreachable ? way[location[j]] : horizon;
            scratch.seconds[j] = std::min(scratch.seconds[j], seconds);
            scratch.metres[j] = std::min(scratch.metres[j], metres);
        }
    }
}

void Nearness::rank_untimed(Scratch& scratch) const {
    for (std::size_t j = 0; j < location.size(); ++j) {
        const Rank there = ranks_of_a_metre * static_cast<Rank>(scratch.metres[j]);
        const Rank rank = scratch.seconds[j] < unreachable ? there : never;
        scratch.ranks[j] = std::min(scratch.ranks[j], rank);
    }
}

void Nearness::rank_before(int task, Scratch& scratch) const {
    const Time opens = open[task];
    const Time closes = close[task];
    for (std::size_t j = 0; j < location.size(); ++j) {
        const bool cut_off = scratch.seconds[j] >= unreachable;
        const Time spent = (cut_off ? 0 : scratch.seconds[j]) + service[j];
        const bool late = cut_off || open[j] + spent > closes;
        const Time waiting = std::max(0, opens - (close[j] + spent));
        const Rank rank = ranks_of_a_metre * static_cast<Rank>(scratch.metres[j]) + static_cast<Rank>(waiting);
        scratch.ranks[j] = late ? never : rank;
    }
}

void Nearness::rank_behind(int task, Scratch& scratch) const {
    const Time opens = open[task] + service[task];
    const Time closes = close[task] + service[task];
    for (std::size_t j = 0; j < location.size(); ++j) {
        const bool cut_off = scratch.seconds[j] >= unreachable;
        const Time on_road = cut_off ? 0 : scratch.seconds[j];
        const bool late = cut_off || opens + on_road > close[j];
        const Time waiting = std::max(0, open[j] - (closes + on_road));
        const Rank rank = ranks_of_a_metre * static_cast<Rank>(scratch.metres[j]) + static_cast<Rank>(waiting);
        scratch.ranks[j] = late ? never : rank;
    }
}

void Nearness::rank(int task, Scratch& scratch) const {
    const int here = location[task];
    scratch.ranks.assign(location.size(), never);
    find_ways(here, kind != Near::before, scratch);
    if (kind == Near::before) {
        rank_before(task, scratch);
    } else if (kind == Near::behind) {
        rank_behind(task, scratch);
    } else {
        rank_untimed(scratch);
        if (!symmetric) {
            find_ways(here, false, scratch);
            rank_untimed(scratch);
        }
    }
    scratch.ranks[task] = never;
}

// A rank below or at which there are most likely, but not certainly, `count` tasks and not many more. A sample tells:
// to sort all the tasks took most of the time.
Nearness::Rank Nearness::cut(std::span<const Rank> ranks, std::size_t count, std::vector<std::uint64_t>& sample) {
    constexpr std::size_t step = 32;
    if (ranks.size() < 4 * step || count * 4 > ranks.size()) return never - 1;
    sample.clear();
    for (std::size_t j = 0; j < ranks.size(); j += step) sample.push_back(ranks[j]);
    const double expected = static_cast<double>(count) / step;
    const auto place = static_cast<std::ptrdiff_t>(expected + 3 * std::sqrt(expected) + 2);
    if (place >= static_cast<std::ptrdiff_t>(sample.size())) return never - 1;
    std::nth_element(sample.begin(), sample.begin() + place, sample.end());
    return static_cast<Rank>(std::min<std::uint64_t>(sample[place], never - 1));
}

void Nearness::nearest(int task, std::size_t count, Scratch& scratch) const {
    if (grid) {
        choose_by_rings(task, count, scratch);
    } else {
        choose_from_all(task, count, scratch);
    }
}

void Nearness::choose_from_all(int task, std::size_t count, Scratch& scratch) const {
    rank(task, scratch);
    const auto& ranks = scratch.ranks;
    auto& chosen = scratch.chosen;
    const auto gather = [&](Rank most) {
        chosen.resize(ranks.size() + 1);
        std::size_t size = 0;
        for (std::size_t j = 0; j < ranks.size(); ++j) {
            chosen[size] = (std::uint64_t{ranks[j]} << 32) | j;
            size += ranks[j] <= most;
        }
        chosen.resize(size);
    };
    const Rank most = cut(ranks, count, chosen);
    gather(most);
    if (chosen.size() < count && most < never - 1) gather(never - 1);
    keep_least(chosen, count);
}

Nearness::Rank Nearness::straight_rank(int task, int other) const {
    const Distance metres = problem.distances[0](location[task], location[other]);
    if (kind == Near::around) return ranks_of_a_metre * static_cast<Rank>(metres);
    const int from = kind == Near::before ? other : task;
    const int to = kind == Near::before ? task : other;
    const Time spent = problem.durations[0](location[from], location[to]) + service[from];
    if (open[from] + spent > close[to]) return never;
    const Time waiting = std::max(0, open[to] - (close[from] + spent));
    return ranks_of_a_metre * static_cast<Rank>(metres) + static_cast<Rank>(waiting);
}

// Ring by ring, until nothing beyond can be among the nearest.
void Nearness::choose_by_rings(int task, std::size_t count, Scratch& scratch) const {
    const Straight& straight = *problem.distances[0].straight();
    const Point& here = straight.points[location[task]];
    auto& chosen = scratch.chosen;
    chosen.clear();
    const auto add = [&](int other) {
        const Rank rank = straight_rank(task, other);
        if (rank < never && other != task) chosen.push_back((std::uint64_t{rank} << 32) | static_cast<unsigned>(other));
    };
    std::size_t enough = count;
    for (int ring = 0; grid->visit_ring(here, ring, add); ++ring) {
        if (chosen.size() < enough) continue;
        const auto last = chosen.begin() + static_cast<std::ptrdiff_t>(count) - 1;
        std::nth_element(chosen.begin(), last, chosen.end());
        const double beyond = std::floor(grid->least_beyond(ring) * straight.scale) - 1;
        if (rank_in(*last) < ranks_of_a_metre * beyond) break;
        enough = chosen.size() * 5 / 4 + 1;  // not after every ring
    }
    keep_least(chosen, count);
}

Distance Nearness::metres_between(int task, int other) const {
    Distance least = std::numeric_limits<Distance>::max();
    for (const Matrix& way : problem.distances) {
        if (kind != Near::behind) least = std::min(least, way(location[other], location[task]));
        if (kind != Near::before) least = std::min(least, way(location[task], location[other]));
    }
    return least;
}

Distance Nearness::fewest_metres_beyond(int task) const {
    if (kind == Near::around) return 0;
    if (grid) return least_straight(task);
    Distance least = horizon;
    for (const Matrix& ways : problem.distances) {
        const Row way = kind == Near::before ? ways.from(location[task]) : ways.to(location[task]);
        for (int other = 0; other < task; ++other) least = std::min(least, way[location[other]]);
        for (int other = task + 1; other < problem.task_count(); ++other) {
            least = std::min(least, way[location[other]]);
        }
        for (const VehicleType& type : problem.vehicle_types) {
            least = std::min({least, way[type.start], way[type.end]});
        }
    }
    return least;
}

Distance Nearness::least_straight(int task) const {
    const Matrix& way = problem.distances[0];
    const Straight& straight = *way.straight();
    const int here = location[task];
    Distance least = horizon;
    for (const VehicleType& type : problem.vehicle_types) {
        least = std::min({least, way(here, type.start), way(here, type.end)});
    }
    const auto lower = [&](int other) {
        if (other != task) least = std::min(least, way(here, location[other]));
    };
    for (int ring = 0; grid->visit_ring(straight.points[here], ring, lower); ++ring) {
        if (least < std::floor(grid->least_beyond(ring) * straight.scale) - 1) break;
    }
    return least;
}

}  // namespace routing
