// Places as snapping gives them: points on arcs, and how a search starts from them and ends at them.
#pragma once

#include <vector>

#include "types.h"

namespace naru::geo {

// Place p may be entered and left through positions first[p] .. first[p + 1] - 1: so many ways of standing on the street, one per
// direction and per copy of the arc. Fraction is the part of the arc that lies behind the place, 0 to 1.
struct Places {
    View<std::int64_t> first;
    View<std::int32_t> arc;
    View<double> fraction;

    std::size_t size() const { return first.size() - 1; }
    void check(std::size_t arcs, const char* name) const;
};

// A node where a search starts, with the cost to get there, or where it ends, with the cost from there.
struct Seed {
    Node node;
    Cost cost;
    std::int64_t position;  // index into Places::arc
};

// What arcs cost: driving along them, and the whole with the turn at their end; unreachable where closed.
struct ArcCosts {
    View<Cost> drive;
    View<Cost> whole;
};

// The cost from the tail of an arc to a place on it, rounded once so that both parts add up to the arc.
Cost cost_before(Cost drive, double fraction);

// Where the searches from a source and to a target begin. Positions on closed arcs are left out, and of target positions that
// lie on one street and differ only in the turn at its end all but the first.
void source_seeds(const Places& places, std::size_t place, const ArcCosts& costs, View<std::int32_t> arc_head,
                  std::vector<Seed>& seeds);
void target_seeds(const Places& places, std::size_t place, const ArcCosts& costs, View<std::int32_t> arc_tail,
                  std::vector<Seed>& seeds);

// A drive that stays on one arc, forward from a source to a target further along.
struct Direct {
    Cost cost = unreachable;
    std::int64_t source_position = -1;
    std::int64_t target_position = -1;
};

// Finds the drives that stay on one arc, for all targets at once.
class DirectDrives {
  public:
    DirectDrives(const Places& targets, const ArcCosts& costs);

    // Calls visit(target, Direct) for every target that a source reaches without leaving an arc.
    template <class Visit> void for_source(const Places& sources, std::size_t source, Visit visit) const {
        for (auto position = sources.first[source]; position < sources.first[source + 1]; ++position) {
            const Arc arc = sources.arc[position];
            if (costs_.whole[arc] >= unreachable) continue;
            const Cost before = cost_before(costs_.drive[arc], sources.fraction[position]);
            auto stand = std::lower_bound(stands_.begin(), stands_.end(), arc,
                                          [](const Stand& one, Arc wanted) { return one.arc < wanted; });
            for (; stand != stands_.end() && stand->arc == arc; ++stand)
                if (stand->fraction >= sources.fraction[position])
                    visit(stand->target, Direct{stand->before - before, position, stand->position});
        }
    }

  private:
    struct Stand {
        Arc arc;
        std::size_t target;
        double fraction;
        Cost before;
        std::int64_t position;
    };
    ArcCosts costs_;
    std::vector<Stand> stands_;
};

}  // namespace naru::geo
