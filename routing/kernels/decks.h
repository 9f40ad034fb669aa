// Counts the deck units that the routes take on sailings with a limit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "problem.h"
#include "schedule.h"

namespace routing {

class Decks {
public:
    explicit Decks(const Problem& given)
        : problem(given), used(given.relations.deck_capacity.size(), 0) {}

    // The sailings with a limit on a schedule, as often as it uses them.
    void list(const Schedule& schedule, std::vector<int>& sailings) const {
        sailings.clear();
        for (const auto& stop : schedule.stops) append(stop.link, sailings);
        append(schedule.end.link, sailings);
    }

    void take(int type, std::span<const int> sailings, int sign) {
        const int units = problem.relations.deck_units[type];
        for (const int sailing : sailings) used[sailing] += sign * units;
    }

    // Which sailings have no room for one more vehicle of the type, if a route on `own` leaves them.
    void list_full(int type, std::span<const int> own, std::vector<std::uint8_t>& full) {
        take(type, own, -1);
        const int units = problem.relations.deck_units[type];
        full.resize(used.size());
        for (std::size_t i = 0; i < used.size(); ++i) {
            full[i] = used[i] + units > problem.relations.deck_capacity[i];
        }
        take(type, own, 1);
    }

    // Whether a route may leave `own` for `others`; only one that uses a sailing twice may not.
    bool has_room(int type, std::span<const int> own, std::span<const int> others) {
        take(type, own, -1);
        take(type, others, 1);
        bool fits = true;
        for (const int sailing : others) {
            fits = fits && used[sailing] <= problem.relations.deck_capacity[sailing];
        }
        take(type, others, -1);
        take(type, own, 1);
        return fits;
    }

private:
    void append(int link, std::vector<int>& sailings) const {
        if (link == nothing) return;
        for (const int sailing : problem.relations.sailings[link]) sailings.push_back(sailing);
    }

    const Problem& problem;
    std::vector<int> used;  // deck units per sailing
};

}  // namespace routing
