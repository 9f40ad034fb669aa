// Finds scheduled links (sailings) between zones: earliest arrival forwards, latest departure backwards.
#pragma once

#include <cstdint>
#include <vector>

namespace routing {

struct Problem;

struct Link {
    int board;
    int alight;
    std::int32_t ready;
    std::int32_t departure;
    std::int32_t arrival;
};

// How one leg is travelled: arrival at the next place, and the link taken (-1: by road).
struct Leg {
    std::int32_t arrival;
    int link;
};

class LinkTable {
public:
    void build(const Problem& problem, std::vector<Link> all, std::vector<std::int64_t> fares);

    bool empty() const { return links.empty(); }
    const Link& operator[](int link) const { return links[static_cast<std::size_t>(link)]; }
    // Fare of a link for a vehicle type; negative where the vehicle may not use it.
    std::int64_t fare(int link, int type) const {
        return fares[static_cast<std::size_t>(link * types + type)];
    }

    // Leaves `origin` at `departure`: earliest arrival at `destination`, ties as routing.problem.Link says.
    Leg earliest(const Problem& problem, int type, int origin, int destination,
                 std::int32_t departure) const;
    // Latest departure from `origin` to be at `destination` by `deadline`; negative when impossible.
    std::int32_t latest(const Problem& problem, int type, int origin, int destination,
                        std::int32_t deadline) const;
    // Least road distance and fare over the links that the vehicle type may use; -1 when there are none.
    std::int64_t least_distance(const Problem& problem, int type, int origin, int destination) const;
    std::int64_t least_duration(const Problem& problem, int type, int origin, int destination) const;

    // Links of a vehicle type between two zones, in groups that share their places.
    struct Range {
        int first = 0;
        int last = 0;
    };
    const Range& between(const Problem& problem, int type, int origin, int destination) const;
    int board_of(int group) const { return groups[static_cast<std::size_t>(group)].board; }
    // Best link of a group for a vehicle that is at its board place at a moment; -1: none any more.
    int best(const Problem& problem, int type, int group, std::int32_t at_board) const;

    std::vector<std::uint8_t> full;  // per sailing with a limit, whether it is left to others; empty: none

private:
    // Links of one vehicle type with the same board and alight places, sorted by `ready`.
    struct Group {
        int board;
        int alight;
        int first;
        int last;
        std::int32_t fastest;  // shortest time from ready to arrival
    };
    bool better(int type, int link, int other) const;
    int best_until(const Problem& problem, int type, int group, int first_choice, std::int32_t at_board,
                   std::int32_t landed) const;
    bool is_open(const Problem& problem, int link) const;
    int best_open(const Problem& problem, int type, int entry, int last) const;
    std::int32_t latest_open(const Problem& problem, int first, int last) const;
    void add_group(int type, std::vector<int>& members);

    int types = 0;
    int zones = 0;
    std::vector<Link> links;
    std::vector<std::int64_t> fares;
    std::vector<Group> groups;
    std::vector<Range> ranges;               // vehicle types x zones x zones
    std::vector<std::int32_t> ready;         // per entry of a group, ascending
    std::vector<int> link_of;                // per entry
    std::vector<int> best_from;              // best link among this entry and later ones
    std::vector<std::int32_t> arrival;       // the group's arrivals, ascending
    std::vector<int> link_of_arrival;
    std::vector<std::int32_t> ready_until;   // latest ready among arrivals up to this one
};

}  // namespace routing
