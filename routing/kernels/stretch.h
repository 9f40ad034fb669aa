// Sums up a stretch of a route, so that the time that a changed route takes is known at once.
//
// For problems where every visit has one window and nothing but roads leads from one to the next: see
// Problem::steady.
#pragma once

#include <algorithm>

#include "problem.h"

namespace routing {

// Some visits in order, with the roads between them: begun at `s`, not after `close`, they end at
// max(s, open) + duration. Vidal et al. 2013, doi:10.1016/j.cor.2012.07.018, for routes that are on time.
struct Stretch {
    Time duration = 0;  // least, with the waiting that the windows ask for
    Time open = 0;      // earliest begin from which it takes no longer
    Time close = 0;     // latest begin, at or after `open`

    bool operator==(const Stretch&) const = default;

    // The two in a row; the road between them must lead to the second one in time.
    Stretch then(Time road, const Stretch& next) const {
        const Time onwards = duration + road;
        const Time earliest = std::max(open, next.open - onwards);
        const Time latest = std::min(close, next.close - onwards);
        const Time waiting = std::max(0, earliest - latest);
        return {onwards + next.duration + waiting, earliest - waiting, latest};
    }
};

// Of a node.
struct StretchPlace {
    Stretch before;         // from the start of the route up to here
    Stretch behind;         // from here to the end
    Stretch behind_shared;  // the same when access is already paid, coming from the same location
};

}  // namespace routing
