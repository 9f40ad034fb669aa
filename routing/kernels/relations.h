// Holds what ties requests and routes together as flat arrays; the rules are in routing/relations.py.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace routing {

// Lists of numbers, one after the other in one array.
struct Lists {
    std::vector<int> starts{0};
    std::vector<int> numbers;

    std::span<const int> operator[](int list) const {
        return {numbers.data() + starts[list], numbers.data() + starts[list + 1]};
    }
    bool empty() const { return numbers.empty(); }
};

struct Relations {
    // Sailings with a limit.
    std::vector<int> deck_capacity;  // per sailing
    std::vector<int> deck_units;     // per vehicle type
    Lists sailings;                  // per link, those with a limit

    // Per request.
    std::vector<std::int64_t> weight;     // of leaving it unserved: by priority, only where it is required
    std::vector<std::int64_t> type_cost;  // requests x vehicle types: when not served as preferred or before
    std::vector<int> group;               // or nothing
    std::vector<int> first_of_group;      // per group
    std::vector<int> goods;               // kind, or nothing
    std::vector<char> held;               // whether some visit is pinned in its order
    Lists before;                         // requests that must have finished
    Lists behind;                         // requests that have to wait for it
    std::vector<int> depth;               // longest chain of requests before it

    // Per kind of goods, one bit for each kind that it must not meet.
    std::vector<std::uint64_t> apart_aboard;
    std::vector<std::uint64_t> apart_in_vehicle;

    // Per task.
    std::vector<int> pinned_place;            // position in its previous route, if that must be kept; or nothing
    std::vector<std::int32_t> previous_start; // or nothing
    Lists frozen;                             // per vehicle type, the tasks with which its route begins

    std::int64_t shifted_cost = 0;
    std::int64_t balance_cost = 0;
    std::vector<std::int32_t> nights;
    std::vector<std::int64_t> overnight_cost;  // per vehicle type; negative: not allowed

    // What the problem does not use, the search does not pay for.
    bool decks = false;
    bool grouped = false;
    bool precedences = false;
    bool parted = false;
    bool pinned = false;
    bool nightly = false;
    bool ordered() const { return parted || pinned || precedences; }
    // Whether the order of visits around a request matters beyond their times.
    bool ordered(int request) const {
        return (parted && goods[request] >= 0) || (pinned && held[request]) ||
               (precedences && !(before[request].empty() && behind[request].empty()));
    }
};

}  // namespace routing
