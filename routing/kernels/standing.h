// Keeps a plan standing and tells where one request more would go, and at what price: every position of every
// route and every idle vehicle is looked at, and the timetable of the whole route decides.
#pragma once

#include <vector>

#include "insertion.h"
#include "neighbours.h"
#include "random.h"
#include "routes.h"

namespace routing {

// A place for a request in the plan as it stands.
struct Quote {
    Cost cost = 0;         // by which the plan gets dearer
    int type = nothing;    // of the vehicle; nothing: there is no place
    int route = nothing;   // number in the plan; nothing: a vehicle that is idle
    int pickup = nothing;  // positions among the visits once it is in; nothing where there is no such task
    int delivery = nothing;
    Time pickup_start = nothing;
    Time delivery_start = nothing;
};

// What would have to leave a route so that a request gets in.
struct Exchange {
    Cost cost = no_cost;       // by which the plan gets dearer, prizes of those that leave included
    int route = nothing;       // nothing: no route could serve it even alone
    std::vector<int> leaving;  // requests
    int required = 0;          // of them
};

class Standing {
public:
    // Routes that break a rule, or for which there is no vehicle, do not stand. Without agreements each route makes
    // its own with those before it.
    Standing(const Problem& given, const std::vector<int>& types,
             const std::vector<std::vector<int>>& plan, const std::vector<Agreement>& agreements);

    // The cheapest place of an unserved request.
    Quote quote(int request);
    // The same for each window in turn, in place of the windows of a task of an unserved request.
    std::vector<Quote> quotes(int task, const std::vector<Window>& slots);
    // The exchange in which fewest required requests leave, then fewest, then the cheapest.
    Exchange exchange(int request);
    // Puts unserved requests in, in the given order, each where it is cheapest, until none fits any more or is
    // worth its cost, or so many seconds (if not negative) are over. How many.
    int serve(std::vector<int> requests, double seconds);

    bool serves(int request) const { return routes.serves(first_task(request)); }
    int route_count() const { return static_cast<int>(slots.size()); }
    int type_of(int route) const { return routes.routes[slots[route]].type; }
    std::vector<int> tasks_of(int route) const;

private:
    int first_task(int request) const;
    bool may_stand(int type, const std::vector<int>& tasks) const;
    int number_of(int slot) const;
    std::vector<int> requests_of(int slot) const;
    Quote described(int request, const Spot& spot);
    void insert(int request, const Spot& spot);
    bool take_out(int slot, int request);
    void leave_one(int request, int slot, Exchange& best);
    void leave_some(int request, int slot, Exchange& best);
    void weigh(int slot, const std::vector<int>& leaving, Cost cost, Exchange& best) const;

    Problem problem;  // a copy, because quotes change windows in it
    Problem nobody;
    Beside beside;    // of nobody: everything is looked at
    Random random;
    Routes<2> routes;
    Insertion<2> insertion;
    std::vector<int> slots;  // vehicle of each route of the plan, and of those opened since
    std::vector<int> order;
    Schedule scratch;
};

}  // namespace routing
