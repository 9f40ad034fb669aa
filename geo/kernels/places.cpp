#include "places.h"

#include <cmath>
#include <string>

#include "checks.h"

namespace naru::geo {

void Places::check(std::size_t arcs, const char* name) const {
    const std::string prefix = name;
    if (first.empty()) throw std::invalid_argument(prefix + ".first must have one entry more than there are places.");
    if (fraction.size() != arc.size()) throw std::invalid_argument(prefix + ".fraction must have one entry per arc.");
    require_rows(first, first.size() - 1, arc.size(), prefix + ".first");
    require_indices(arc, arcs, prefix + ".arc");
    for (const double part : fraction)
        if (!(part >= 0.0 && part <= 1.0)) throw std::invalid_argument(prefix + ".fraction must be between 0 and 1.");
}

Cost cost_before(Cost drive, double fraction) {
    const auto part = [fraction](std::int64_t whole) {
        return static_cast<std::int32_t>(std::llround(fraction * static_cast<double>(whole)));
    };
    return cost_of(part(duration_of(drive)), part(length_of(drive)));
}

void source_seeds(const Places& places, std::size_t place, const ArcCosts& costs, View<std::int32_t> arc_head,
                  std::vector<Seed>& seeds) {
    seeds.clear();
    for (auto position = places.first[place]; position < places.first[place + 1]; ++position) {
        const Arc arc = places.arc[position];
        const Cost whole = costs.whole[arc];
        if (whole < unreachable)
            seeds.push_back({arc_head[arc], whole - cost_before(costs.drive[arc], places.fraction[position]), position});
    }
}

void target_seeds(const Places& places, std::size_t place, const ArcCosts& costs, View<std::int32_t> arc_tail,
                  std::vector<Seed>& seeds) {
    seeds.clear();
    for (auto position = places.first[place]; position < places.first[place + 1]; ++position) {
        const Arc arc = places.arc[position];
        if (costs.whole[arc] >= unreachable) continue;
        const Seed seed{arc_tail[arc], cost_before(costs.drive[arc], places.fraction[position]), position};
        const auto same = [&](const Seed& other) { return other.node == seed.node && other.cost == seed.cost; };
        if (std::none_of(seeds.begin(), seeds.end(), same)) seeds.push_back(seed);
    }
}

DirectDrives::DirectDrives(const Places& targets, const ArcCosts& costs) : costs_(costs) {
    for (std::size_t target = 0; target < targets.size(); ++target)
        for (auto position = targets.first[target]; position < targets.first[target + 1]; ++position) {
            const Arc arc = targets.arc[position];
            const double fraction = targets.fraction[position];
            if (costs.whole[arc] < unreachable)
                stands_.push_back({arc, target, fraction, cost_before(costs.drive[arc], fraction), position});
        }
    std::stable_sort(stands_.begin(), stands_.end(), [](const Stand& a, const Stand& b) { return a.arc < b.arc; });
}

}  // namespace naru::geo
