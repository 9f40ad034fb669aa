// Knows when the requests that wait for one another are served, and between which moments that holds a visit.
//
// A route is always timed against the others as they stand: what comes before must have finished there, and
// what comes behind must not have started. So routes that wait for each other never chase each other in circles.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "problem.h"
#include "schedule.h"

namespace routing {

// When a request is served: from the start of its first visit to the finish of its last.
struct Span {
    int request;
    Time start;
    Time finish;
};

class Precedences {
public:
    explicit Precedences(const Problem& given)
        : problem(given),
          where(given.requests.size(), nothing),
          spans(given.requests.size()),
          present(given.requests.size(), 0),
          done(given.requests.size(), 0) {}

    bool concerns(int request) const {
        const Relations& relations = problem.relations;
        return relations.precedences &&
               (!relations.before[request].empty() || !relations.behind[request].empty());
    }
    void serve(int route, const Span& span) {
        where[span.request] = route;
        spans[span.request] = span;
    }
    void drop(int request) { where[request] = nothing; }

    // Whether all that must come before the request is served.
    bool may_insert(int request) const {
        const auto before = problem.relations.before[request];
        return std::all_of(before.begin(), before.end(),
                           [&](int other) { return where[other] != nothing; });
    }
    bool is_orphan(int request) const { return where[request] != nothing && !may_insert(request); }

    // Lists when the requests concerned are served by a schedule.
    void list(std::span<const int> tasks, const Schedule& schedule, std::vector<Span>& out) const;
    // Whether requests in one route come in order.
    bool keeps_order(std::span<const int> tasks);
    // Earliest and latest start of every visit that the other routes allow; empty where all is free.
    void hold(int route, int type, std::span<const int> tasks, std::vector<Window>& holds);

private:
    int first_task(int request) const {
        const Request& asked = problem.requests[request];
        return asked.pickup != nothing ? asked.pickup : asked.delivery;
    }
    int last_task(int request) const {
        const Request& asked = problem.requests[request];
        return asked.delivery != nothing ? asked.delivery : asked.pickup;
    }
    void mark(std::span<const int> tasks);

    const Problem& problem;
    std::vector<int> where;    // per request its route, or nothing
    std::vector<Span> spans;   // per request
    std::vector<int> present;  // per request, the last route looked at that has it
    std::vector<int> done;     // likewise, if its last visit has passed
    int looked_at = 0;
};

}  // namespace routing
