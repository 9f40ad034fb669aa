// Keeps what ties the routes of the search together: sailings, groups, precedences and balance, with undo.
//
// A route is timed against all other routes as they stand; what it found there is its agreement with them: sailings
// that it leaves to them, and moments between which its visits start. With its agreement, its timetable is its
// own again, so a route never changes because another one does.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "balance.h"
#include "decks.h"
#include "groups.h"
#include "precedence.h"
#include "problem.h"
#include "random.h"
#include "schedule.h"

namespace routing {

struct Agreement {
    std::vector<std::uint8_t> full;  // per sailing with a limit; empty: none
    std::vector<Window> holds;       // per visit, earliest and latest start; empty: all free
};

class Ties {
public:
    Ties(const Problem& given, int routes);

    // From here on changes can be taken back.
    void begin();
    void rollback();

    // Necessary conditions for serving a request at all.
    bool may_insert(int request) const {
        return !problem.tied || (groups.may_insert(request) && (!problem.relations.precedences ||
                                                                precedences.may_insert(request)));
    }
    // Whether an unserved request is missing; of a group of them only one is, and none if one is served.
    bool is_missing(int request) const { return !problem.tied || groups.counts(request); }
    // Whether the request is served though something that must come before it is not.
    bool is_orphan(int request) const {
        return problem.relations.precedences && precedences.is_orphan(request);
    }

    bool has_orphans() const;
    // Reads the windows of a task again from the problem.
    void renew(int task);

    // Agrees with the other routes, as they stand, on a route with these visits, and times it. False if it breaks a
    // rule. `agreed` has the agreement afterwards.
    bool schedule(int route, int type, std::span<const int> tasks, Schedule& result);
    // Times a route with a given agreement.
    bool schedule(int route, int type, std::span<const int> tasks, const Agreement& given,
                  Schedule& result);
    // What changes for the other routes, in cost, when a route has this schedule, or stays at home.
    Cost change(int route, const Schedule& result) const;
    // Makes the schedule, with what was last agreed, that of the route; returns that change. Only a route whose
    // cost depends on its timetable has one.
    Cost set(int route, int type, std::span<const int> tasks, const Schedule* result);

    // What the spread of durations costs; no change of a route saves more of it.
    Cost balance_cost() const { return balance.cost_with(nothing, nothing); }

    const Agreement& agreement_of(int route) const { return records[route].agreement; }
    // Now and then one route leaves sailings to others that it could have: a boat that it takes needlessly may be
    // worth more to them.
    void draw_a_gift(Random& random, std::span<const int> used);

    Agreement agreed;

private:
    // What a route takes part in.
    struct Record {
        int type = nothing;
        Agreement agreement;
        std::vector<int> sailings;
        std::vector<Span> spans;
        std::vector<int> members;  // of groups
        Time duration = nothing;
    };
    void agree(int route, int type, std::span<const int> tasks);
    void apply(int route, int sign);
    void time(int type, std::span<const int> tasks, Schedule& result);
    void time_by_days(int type, std::span<const int> tasks, Schedule& result);
    void hold(std::span<const int> tasks, const std::vector<Window>& holds);
    void add_relation_costs(int type, std::span<const int> tasks, Schedule& result) const;
    Cost nights_cost(int type, const Schedule& result) const;

    const Problem& problem;
    std::unique_ptr<Problem> held;  // a copy whose sailings and windows are cut down for one route
    Decks decks;
    Groups groups;
    Precedences precedences;
    Balance balance;
    std::vector<Record> records;   // per route
    std::vector<int> journal;      // routes that have changed
    std::vector<Record> saved;     // how they were; only grows, so that nothing is allocated
    std::vector<std::uint32_t> touched;
    std::uint32_t stamp = 1;
    int giver = nothing;
    std::vector<int> gifts;
    std::vector<int> taken;        // scratch
    Schedule trial;                // scratch
};

}  // namespace routing
