// Removes strings of neighbouring visits from neighbouring routes.
//
// Slack induction by string removals, Christiaens and Vanden Berghe (2020), doi:10.1287/trsc.2019.0914,
// section 5.2; names of parameters there: mean_removed is c-bar, longest_string L-max, split_rate alpha,
// keep_more_rate beta.
#pragma once

#include <cstdint>
#include <vector>

#include "neighbours.h"
#include "random.h"
#include "routes.h"

namespace routing {

struct RuinSettings {
    double mean_removed = 10;
    double longest_string = 10;
    // Now and then strings may be longer: where routes are long and windows wide, short ones alone leave the
    // search stuck (RC204).
    double long_rate = 0.2;
    double long_factor = 3;
    double split_rate = 0.5;
    double keep_more_rate = 0.5;  // 0.01 in the paper; found worse on X
    double trip_rate = 0.2;       // how often whole trips are removed instead of strings
    double merge_rate = 0.1;      // how often trips that fit into one become one
};

template <int level>
class Ruin {
public:
    Ruin(Routes<level>& routes, const Neighbours& neighbours, Random& random);

    // Removes some requests around a task; `removed` receives them.
    void run(int seed, std::vector<int>& removed);
    // Removes one served request; false, and nothing changed, if its route would break a rule.
    bool remove(int request, std::vector<int>& removed);
    // Removes all requests of one route.
    void dissolve(int route, std::vector<int>& removed);
    // Whether a served visit must stay where it is.
    bool is_frozen(int task) const;

    RuinSettings settings;
    std::vector<int> hit;  // routes from which the last run took something

private:
    bool ruin_around(int task, double longest, std::vector<int>& removed);
    void choose_trip(int task);
    void choose_string(int task, int length, int kept);
    void remove_chosen(int route, std::vector<int>& removed);
    void remove_run(int route, std::span<const int> run, std::vector<int>& removed);
    void add_partners();

    const Problem& problem;
    Routes<level>& routes;
    const Neighbours& neighbours;
    Random& random;
    std::vector<std::uint32_t> ruined;   // per route, the ruin that last touched it
    std::vector<std::uint32_t> chosen;   // per request likewise
    std::uint32_t count = 0;
    bool whole_trips = false;            // in the present ruin
    std::vector<int> before_gap;         // chosen tasks before and behind the preserved ones
    std::vector<int> behind_gap;
};

}  // namespace routing
