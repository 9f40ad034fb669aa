// Says what an insertion test needs to know about the trips of a route: when their loads are there, and when a visit
// would be finished if its trip began later.
#pragma once

#include "problem.h"

namespace routing {

// Of a node. With one window per visit the earliest finish is max(floor, departure of the trip + since).
struct TripPlace {
    int begin = nothing;      // the node with which the trip begins: the start of the route, or a reload
    Time floor = 0;           // earliest finish however early the trip begins; of a beginning: the arrival at it
    Time since = 0;           // from the departure of the trip to the finish, without waiting
    Time release_before = 0;  // of what the trip brings up to here
    Time release_behind = 0;  // of what it brings from here on; of a beginning: of all that it brings
};

// A reload that comes into a route together with a task.
struct Turn {
    int reload = nothing;  // in Problem::reloads
    bool first = false;    // before the task, so that it belongs to the new trip; else behind it
};

}  // namespace routing
