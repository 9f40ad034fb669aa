#include "ruin.h"

#include <algorithm>
#include <cmath>

namespace routing {

template <int level>
Ruin<level>::Ruin(Routes<level>& given, const Neighbours& near, Random& drawn)
    : problem(given.problem),
      routes(given),
      neighbours(near),
      random(drawn),
      ruined(given.routes.size(), 0),
      chosen(given.problem.requests.size(), 0) {}

template <int level>
void Ruin<level>::run(int seed, std::vector<int>& removed) {
    removed.clear();
    hit.clear();
    ++count;
    if (routes.used.empty()) return;
    const double mean_size = static_cast<double>(routes.visits) / static_cast<double>(routes.used.size());
    const bool longer = random.uniform() < settings.long_rate;
    const double limit = settings.longest_string * (longer ? settings.long_factor : 1);
    const double longest = std::min(limit, mean_size);
    const double most_strings = std::max(1.0, 4 * settings.mean_removed / (1 + longest) - 1);
    whole_trips = problem.reload_count > 0 && random.uniform() < settings.trip_rate;
    int strings = static_cast<int>(1 + random.uniform() * most_strings);
    if (ruin_around(seed, longest, removed)) --strings;
    for (const int neighbour : neighbours[seed]) {
        if (strings <= 0) break;
        if (ruin_around(neighbour, longest, removed)) --strings;
    }
}

template <int level>
bool Ruin<level>::ruin_around(int task, double longest, std::vector<int>& removed) {
    const int route = routes.nodes[task].route;
    if (route == nothing || (ruined[route] == count && !whole_trips)) return false;
    ruined[route] = count;
    hit.push_back(route);
    if (whole_trips) {
        choose_trip(task);
        remove_chosen(route, removed);
        return true;
    }
    const int size = routes.routes[route].size;
    const double most = std::min(static_cast<double>(size), longest);
    const int length = std::min(size, static_cast<int>(1 + random.uniform() * most));
    int kept = 0;
    if (length >= 2 && length < size && random.uniform() < settings.split_rate) {
        kept = 1;
        while (length + kept < size && random.uniform() < settings.keep_more_rate) ++kept;
    }
    choose_string(task, length, kept);
    remove_chosen(route, removed);
    return true;
}

// Chooses all tasks of the trip of a task.
template <int level>
void Ruin<level>::choose_trip(int task) {
    int first = task;
    while (!routes.begins_trip(routes.nodes[first].previous)) first = routes.nodes[first].previous;
    before_gap.clear();
    behind_gap.clear();
    for (int i = first; !routes.ends_trip(i); i = routes.nodes[i].next) before_gap.push_back(i);
}

// Chooses `length` tasks of a stretch around `task`, leaving out `kept` in its midst.
template <int level>
void Ruin<level>::choose_string(int task, int length, int kept) {
    const int stretch = length + kept;
    int first = task;
    int room_before = 0;
    for (int i = routes.nodes[task].previous; room_before < stretch - 1 && routes.is_task(i);
         i = routes.nodes[i].previous) {
        ++room_before;
    }
    int room_behind = 0;
    for (int i = routes.nodes[task].next; room_behind < stretch - 1 && routes.is_task(i);
         i = routes.nodes[i].next) {
        ++room_behind;
    }
    const int least = std::max(0, stretch - 1 - room_behind);
    for (int back = least + random.below(room_before - least + 1); back > 0; --back) {
        first = routes.nodes[first].previous;
    }
    const int gap = kept > 0 ? 1 + random.below(length - 1) : length;
    before_gap.clear();
    behind_gap.clear();
    for (int k = 0, i = first; k < stretch; ++k, i = routes.nodes[i].next) {
        if (k < gap) {
            before_gap.push_back(i);
        } else if (k >= gap + kept) {
            behind_gap.push_back(i);
        }
    }
}

// Pairs are removed whole.
template <int level>
void Ruin<level>::add_partners() {
    before_gap.insert(before_gap.end(), behind_gap.begin(), behind_gap.end());
    behind_gap.clear();
    for (const int task : before_gap) {
        if (problem.tasks[task].reload()) continue;  // goes with the last visit of its trip
        const int request = problem.tasks[task].request;
        if (chosen[request] == count || is_frozen(task)) continue;
        chosen[request] = count;
        const Request& both = problem.requests[request];
        if (both.pickup != nothing) behind_gap.push_back(both.pickup);
        if (both.delivery != nothing) behind_gap.push_back(both.delivery);
    }
    before_gap.swap(behind_gap);
    behind_gap.clear();
}

template <int level>
bool Ruin<level>::is_frozen(int task) const {
    if (!problem.relations.pinned) return false;
    const auto frozen = problem.relations.frozen[routes.routes[routes.nodes[task].route].type];
    return std::find(frozen.begin(), frozen.end(), task) != frozen.end();
}

template <int level>
void Ruin<level>::remove_chosen(int route, std::vector<int>& removed) {
    if (level == 2) add_partners();
    if (before_gap.empty()) return;
    if (problem.reload_count > 0) routes.merge_trips = random.uniform() < settings.merge_rate;
    remove_run(route, before_gap, removed);
    if (!behind_gap.empty()) remove_run(route, behind_gap, removed);
}

template <int level>
void Ruin<level>::remove_run(int route, std::span<const int> run, std::vector<int>& removed) {
    if (!routes.remove(route, run)) return;
    for (const int task : run) {
        const int request = problem.tasks[task].request;
        if (task == std::max(problem.requests[request].pickup, problem.requests[request].delivery)) {
            removed.push_back(request);
        }
    }
}

template <int level>
bool Ruin<level>::remove(int request, std::vector<int>& removed) {
    const Request& asked = problem.requests[request];
    before_gap.clear();
    if (asked.pickup != nothing) before_gap.push_back(asked.pickup);
    if (asked.delivery != nothing) before_gap.push_back(asked.delivery);
    if (is_frozen(before_gap.front())) return false;
    const std::size_t before = removed.size();
    remove_run(routes.nodes[before_gap.front()].route, before_gap, removed);
    return removed.size() > before;
}

template <int level>
void Ruin<level>::dissolve(int route, std::vector<int>& removed) {
    routes.tasks_of(route, before_gap);
    behind_gap.clear();
    std::erase_if(before_gap, [&](int task) { return problem.tasks[task].reload(); });
    remove_run(route, before_gap, removed);
}

template class Ruin<0>;
template class Ruin<1>;
template class Ruin<2>;

}  // namespace routing
