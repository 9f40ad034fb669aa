#include "links.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "problem.h"

namespace routing {

bool LinkTable::better(int type, int link, int other) const {
    const Link& a = links[link];
    const Link& b = links[other];
    if (a.arrival != b.arrival) return a.arrival < b.arrival;
    if (fare(link, type) != fare(other, type)) return fare(link, type) < fare(other, type);
    if (a.ready != b.ready) return a.ready > b.ready;
    return link < other;
}

void LinkTable::add_group(int type, std::vector<int>& members) {
    std::stable_sort(members.begin(), members.end(),
                     [&](int a, int b) { return links[a].ready < links[b].ready; });
    const int first = static_cast<int>(ready.size());
    const int last = first + static_cast<int>(members.size());
    Group group{links[members[0]].board, links[members[0]].alight, first, last, unreachable};
    std::vector<int> best(members);
    for (std::size_t i = best.size() - 1; i-- > 0;) {
        if (better(type, best[i + 1], best[i])) best[i] = best[i + 1];
    }
    best_from.insert(best_from.end(), best.begin(), best.end());
    for (const int link : members) {
        link_of.push_back(link);
        ready.push_back(links[link].ready);
        group.fastest = std::min(group.fastest, links[link].arrival - links[link].ready);
    }
    std::stable_sort(members.begin(), members.end(),
                     [&](int a, int b) { return links[a].arrival < links[b].arrival; });
    std::int32_t latest_ready = std::numeric_limits<std::int32_t>::min();
    for (const int link : members) {
        latest_ready = std::max(latest_ready, links[link].ready);
        link_of_arrival.push_back(link);
        arrival.push_back(links[link].arrival);
        ready_until.push_back(latest_ready);
    }
    groups.push_back(group);
}

void LinkTable::build(const Problem& problem, std::vector<Link> all,
                      std::vector<std::int64_t> all_fares) {
    links = std::move(all);
    fares = std::move(all_fares);
    types = problem.type_count();
    zones = 1 + *std::max_element(problem.zone.begin(), problem.zone.end());
    ranges.assign(static_cast<std::size_t>(types * zones * zones), Range{});
    if (links.empty()) return;
    for (int type = 0; type < types; ++type) {
        std::map<std::pair<int, int>, std::map<std::pair<int, int>, std::vector<int>>> by_zones;
        for (int i = 0; i < static_cast<int>(links.size()); ++i) {
            if (fare(i, type) < 0) continue;
            const auto& link = links[i];
            by_zones[{problem.zone[link.board], problem.zone[link.alight]}]
                    [{link.board, link.alight}].push_back(i);
        }
        for (auto& [pair, by_places] : by_zones) {
            auto& range = ranges[(type * zones + pair.first) * zones + pair.second];
            range.first = static_cast<int>(groups.size());
            for (auto& [places, members] : by_places) add_group(type, members);
            range.last = static_cast<int>(groups.size());
        }
    }
}

const LinkTable::Range& LinkTable::between(const Problem& problem, int type, int origin,
                                           int destination) const {
    return ranges[(type * zones + problem.zone[origin]) * zones + problem.zone[destination]];
}

bool LinkTable::is_open(const Problem& problem, int link) const {
    if (full.empty()) return true;
    const auto used = problem.relations.sailings[link];
    return std::none_of(used.begin(), used.end(), [&](int sailing) { return full[sailing] != 0; });
}

// As `best_from`, among the links with room.
int LinkTable::best_open(const Problem& problem, int type, int entry, int last) const {
    int best = nothing;
    for (int i = entry; i < last; ++i) {
        const int link = link_of[i];
        if (is_open(problem, link) && (best == nothing || better(type, link, best))) best = link;
    }
    return best;
}

// As `ready_until`, among the links with room.
std::int32_t LinkTable::latest_open(const Problem& problem, int first, int last) const {
    std::int32_t latest_ready = -unreachable;
    for (int i = first; i < last; ++i) {
        const int link = link_of_arrival[i];
        if (is_open(problem, link)) latest_ready = std::max(latest_ready, links[link].ready);
    }
    return latest_ready;
}

int LinkTable::best(const Problem& problem, int type, int index, std::int32_t at_board) const {
    const Group& group = groups[static_cast<std::size_t>(index)];
    if (at_board > ready[group.last - 1]) return nothing;
    const auto entry = std::lower_bound(ready.begin() + group.first, ready.begin() + group.last, at_board);
    const int link = best_from[entry - ready.begin()];
    if (is_open(problem, link)) return link;
    return best_open(problem, type, static_cast<int>(entry - ready.begin()), group.last);
}

// Of the links that land between the first choice and a moment, from which the vehicle is on no later: the best by
// fare and the rest of the order.
int LinkTable::best_until(const Problem& problem, int type, int index, int first_choice,
                          std::int32_t at_board, std::int32_t landed) const {
    const Group& group = groups[static_cast<std::size_t>(index)];
    const auto key = [&](int link) { return std::make_tuple(fare(link, type), -links[link].ready, link); };
    int chosen = first_choice;
    const auto begin = std::lower_bound(arrival.begin() + group.first, arrival.begin() + group.last,
                                        links[first_choice].arrival);
    for (auto i = begin - arrival.begin(); i < group.last && arrival[i] <= landed; ++i) {
        const int link = link_of_arrival[i];
        if (links[link].ready < at_board || !is_open(problem, link)) continue;
        if (key(link) < key(chosen)) chosen = link;
    }
    return chosen;
}

Leg LinkTable::earliest(const Problem& problem, int type, int origin, int destination,
                        std::int32_t departure) const {
    const int profile = problem.vehicle_types[type].profile;
    const Matrix& road = problem.durations[profile];
    const Range& range = between(problem, type, origin, destination);
    Leg leg{unreachable, nothing};
    for (int i = range.first; i < range.last; ++i) {
        const Group& group = groups[i];
        const std::int32_t onwards = road(group.alight, destination);
        const std::int32_t to_board = road(origin, group.board);
        const std::int32_t at_board = problem.road_arrival(profile, departure, to_board);
        if (onwards >= unreachable) continue;
        int link = best(problem, type, i, at_board);
        if (link == nothing) continue;
        const std::int32_t there = problem.road_arrival(profile, links[link].arrival, onwards);
        if (problem.hourly) {
            const std::int32_t landed = problem.road_departure(profile, there, onwards);
            link = best_until(problem, type, i, link, at_board, landed);
        }
        if (there > leg.arrival || there >= unreachable) continue;
        if (there == leg.arrival) {
            const auto key = [&](int chosen) {
                return std::make_tuple(fare(chosen, type), -links[chosen].ready, chosen);
            };
            if (key(link) > key(leg.link)) continue;
        }
        leg = {there, link};
    }
    return leg;
}

std::int32_t LinkTable::latest(const Problem& problem, int type, int origin, int destination,
                               std::int32_t deadline) const {
    const int profile = problem.vehicle_types[type].profile;
    const Matrix& road = problem.durations[profile];
    const Range& range = between(problem, type, origin, destination);
    std::int32_t result = nothing;
    for (int i = range.first; i < range.last; ++i) {
        const Group& group = groups[i];
        const std::int32_t to_board = road(origin, group.board);
        const std::int32_t onwards = road(group.alight, destination);
        if (to_board >= unreachable || onwards >= unreachable) continue;
        const auto entry = std::upper_bound(arrival.begin() + group.first,
                                            arrival.begin() + group.last,
                                            problem.road_departure(profile, deadline, onwards));
        if (entry == arrival.begin() + group.first) continue;
        auto found = ready_until[entry - arrival.begin() - 1];
        if (!full.empty()) {
            found = latest_open(problem, group.first, static_cast<int>(entry - arrival.begin()));
        }
        result = std::max(result, problem.road_departure(profile, found, to_board));
    }
    return result;
}

std::int64_t LinkTable::least_distance(const Problem& problem, int type, int origin,
                                       int destination) const {
    const int profile = problem.vehicle_types[type].profile;
    const Matrix& road = problem.distances[profile];
    const Matrix& seconds = problem.durations[profile];
    const Range& range = between(problem, type, origin, destination);
    std::int64_t least = -1;
    for (int i = range.first; i < range.last; ++i) {
        const Group& group = groups[i];
        if (seconds(origin, group.board) >= unreachable) continue;
        if (seconds(group.alight, destination) >= unreachable) continue;
        const std::int64_t metres = static_cast<std::int64_t>(road(origin, group.board)) +
                                    road(group.alight, destination);
        if (least < 0 || metres < least) least = metres;
    }
    return least;
}

std::int64_t LinkTable::least_duration(const Problem& problem, int type, int origin,
                                       int destination) const {
    const Matrix& road = problem.durations[problem.vehicle_types[type].profile];
    const Range& range = between(problem, type, origin, destination);
    std::int64_t least = -1;
    for (int i = range.first; i < range.last; ++i) {
        const Group& group = groups[i];
        const std::int64_t seconds = static_cast<std::int64_t>(road(origin, group.board)) +
                                     group.fastest + road(group.alight, destination);
        if (seconds < unreachable && (least < 0 || seconds < least)) least = seconds;
    }
    return least;
}

}  // namespace routing
