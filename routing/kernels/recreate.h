// Puts unserved requests back one by one, in an order drawn anew each time.
//
// Greedy insertion with blinks, Christiaens and Vanden Berghe (2020), doi:10.1287/trsc.2019.0914, section 5.3.
#pragma once

#include <functional>
#include <vector>

#include "insertion.h"

namespace routing {

template <int level>
class Recreate {
public:
    Recreate(Routes<level>& routes, const Beside& beside, Random& random);

    // Inserts the requests where they are cheapest; those left without a place, or with a prize that is less
    // than their cost, are appended to `unserved`. With `all_or_nothing` it gives up, and returns false, as soon
    // as a required request finds no place, or none below the ceiling of what all routes cost, and the prizes that
    // it leaves out with them. With `near_only` places are looked for beside neighbours only.
    bool run(std::vector<int>& requests, std::vector<int>& unserved, bool all_or_nothing,
             bool near_only, Cost ceiling = no_cost);

    void insert(int request, const Spot& spot);

    Insertion<level> insertion;
    int vehicle_limit;  // no idle vehicle is used beyond so many used ones

    std::function<bool()> ended;  // while the first plan is made: whether to leave the rest unserved

    // Of an optional request that is left out: its prize, so many times; 0 for others.
    Cost worth(int request, double times) const {
        const Cost prize = problem.requests[request].prize;
        if (prize == nothing) return 0;
        return times == 1 ? prize : static_cast<Cost>(static_cast<double>(prize) * times);
    }

    double appeal = 1;      // by how much prizes count more than they are
    double generosity = 1;  // how many times its worth an optional request may cost

private:
    bool place(int request, Cost ceiling);
    bool is_required_alone(int request) const;
    void sort(std::vector<int>& requests);

    const Problem& problem;
    Routes<level>& routes;
    Random& random;
    std::vector<std::vector<Cost>> keys;  // per order of insertion, ascending
    std::vector<int> weights;             // of the orders; the first is at random
    int weight_sum = 0;
    std::vector<int> turn;                // scratch: per request, its position in the drawn order
};

}  // namespace routing
