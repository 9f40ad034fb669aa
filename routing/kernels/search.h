// Searches for good routes: ruin, recreate, accept or take back, again and again while it cools down.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "control.h"
#include "parts.h"
#include "plan.h"
#include "problem.h"
#include "recreate.h"
#include "ruin.h"
#include "settings.h"

namespace routing {

template <int level>
class Search {
public:
    // Requests are inserted beside the tasks `beside` them, and ruined `around` a seed.
    Search(const Problem& problem, const Beside& beside, const Neighbours& around,
           Control& control, int thread);

    // Takes the routes of a plan that fit, and inserts the other requests.
    void construct(const Plan& initial);
    // Runs so many iterations, or until it is time to stop.
    void run(std::int64_t count);
    // Whether it is time to stop, or so many iterations have been made as were asked for.
    bool finished() const;
    // Goes on from the best plan of all threads if the own best is worse.
    void learn(const Plan& plan);
    // Goes on with one part of a plan; other threads have the rest. `whole` is the best plan of all, found at iteration
    // `found_at`, which is reported to the caller.
    void take(const Part& part, const Plan& whole, std::int64_t found_at);
    // Goes on with a whole plan again.
    void take_all(const Plan& plan, const Plan& whole);
    // Gives the present solution.
    Plan present() const;
    bool minimises_fleet() const { return phase != Phase::settled; }
    // Takes a plan for the best and times its routes anew, one by one, as long as that makes it cheaper: what a
    // route left to others may have become free since. Then unserved requests are tried once more, exactly.
    void settle_on(const Plan& plan);
    // Iterations since the last better solution.
    std::int64_t lull() const { return iterations - last_better; }

    // The best solution, with its routes.
    const Plan& found();

    Plan best;  // its routes only where `found` has been called since
    std::int64_t iterations = 0;

private:
    bool possible_alone(int request);
    void load(const Plan& plan);
    void fill(const Plan& plan);
    void count_unserved();
    void write(Plan& plan) const;
    void count(Plan& plan) const;
    void keep(const Plan& plan);
    void save_best();
    bool is_better_than_best() const;
    bool accepts(std::int64_t required, Cost cost, std::int64_t absence);
    void iterate();
    bool is_missing(int request) const;
    void place_frozen();
    void remove_orphans(std::vector<int>& removed);
    double seconds_to_settle() const;
    bool time_anew(int route);
    bool serve_at_last(int request);
    bool keep_changes();
    int choose_seed();
    void find_unserved_near(int seed);
    bool choose_requests();
    void change_a_type();
    void draw_generosity();
    void measure_progress(double now);
    void look_at_the_clock();
    bool is_time_to_stop();
    void cool_down();
    void next_phase();
    void drop_a_route();
    void cheer_up();
    bool is_hopeless() const;
    bool serves_all_it_can() const;
    void limit_vehicles();
    Cost total_cost() const;
    Cost prizes_of(const std::vector<int>& requests, double appeal) const;
    Cost true_cost() const;
    void sober();
    std::int64_t required_among(const std::vector<int>& requests) const;
    std::int64_t absence_of(const std::vector<int>& requests) const;

    const Problem& problem;
    Control& control;
    int thread;
    Random random;
    Routes<level> routes;
    const Neighbours& around;
    Ruin<level> ruin;
    Recreate<level> recreate;
    double hottest;
    double temperature;
    double progress = 0;     // share of the time that has passed
    bool some_optional = false;
    bool several_types = false;  // and routes may go from one to another
    enum class Phase { preparing, shrinking, settled };
    Phase phase = Phase::settled;      // the others only where vehicles are to be few
    double shrunk_at = 0;              // the progress when the phase of fewer vehicles ended
    std::int64_t fewest_unserved = 0;  // required ones, since a route was last dissolved
    double last_hope = 0;              // the progress when there were last fewer
    std::int64_t last_better = 0;

    // While the thread has a part only.
    const Plan* whole = nullptr;  // null: it has everything
    std::vector<int> own_tasks;

    // Of the present solution.
    std::vector<int> unserved;
    std::int64_t required_unserved = 0;
    std::int64_t absence = 0;
    Cost cost = 0;
    Cost threshold = 0;  // what the next solution has to cost less than

    std::vector<std::int64_t> absences;  // per request, how often it found no place
    std::vector<char> hopeless;          // per request, whether no empty vehicle could serve it
    std::vector<std::int64_t> found_near;  // per request, the iteration near whose seed it was found unserved
    std::vector<int> moved;              // tasks of a route that changes its vehicle
    std::vector<int> pool;               // requests to be inserted
    std::vector<int> left_out;           // unserved ones that are not tried this time
    std::vector<std::vector<int>> best_routes;  // per slot, the tasks of its route in the best solution that uses it
};

// The whole search with all its threads. `iterations` receives those of one thread.
Plan search(const Problem& problem, const Settings& settings, const Plan& initial,
            std::function<bool(const Progress&)> ask, std::int64_t& iterations);

}  // namespace routing
