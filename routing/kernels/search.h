// Searches for good routes: ruin, recreate, accept or take back, again and again while it cools down.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <vector>

#include "problem.h"
#include "recreate.h"
#include "ruin.h"

namespace routing {

struct Settings {
    std::uint64_t seed = 0;
    int threads = 1;
    std::int64_t max_iterations = -1;  // negative: no such limit
    double max_seconds = -1;
    bool processor_time = false;       // seconds are those of the processor: fair on a busy machine
    std::int64_t max_lull = -1;        // iterations without a better solution
    bool minimise_vehicles = false;
    // Tuned on classes of instances; see README.md.
    RuinSettings ruin;
    // Negative: as `tuned_to` the kind of problem.
    int near = -1;                  // tasks beside which a request is inserted
    double start_temperature = -1;  // in mean costs of the way to a near neighbour
    double end_temperature = -1;
    double blink_rate = 0.01;
    double fleet_share = 0.4;          // of the time, for fewer vehicles
};

// Fills in what depends on the kind of problem; measured at 5 to 10 s on instances of every class.
Settings tuned_to(const Problem& problem, Settings settings);

// A solution outside the search: vehicle type and tasks of each route.
struct Plan {
    std::vector<int> slots;  // vehicle of each route
    std::vector<int> ends;   // where its tasks end in `tasks`
    std::vector<int> tasks;
    std::vector<Agreement> agreements;   // of each route with the others, where routes are tied
    std::int64_t required_unserved = 0;  // by their weights
    Cost cost = 0;  // with the prizes of unserved optional requests

    int vehicles() const { return static_cast<int>(slots.size()); }
};

// Fewest required requests unserved, then fewest vehicles if that is asked, then least cost.
bool is_better(const Plan& plan, const Plan& other, bool minimise_vehicles);

struct Progress {
    std::int64_t iterations;
    double seconds;
    const Plan* best;
    int unserved;
};

// What the threads of a solve share: the clock and the wish to stop.
class Control {
public:
    Control(const Settings& given, std::function<bool(const Progress&)> asked)
        : settings(given), ask(std::move(asked)) {}

    double seconds() const {
        if (settings.processor_time) {
            return static_cast<double>(std::clock() - clock_at_start) / CLOCKS_PER_SEC / settings.threads;
        }
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
        return passed.count();
    }

    const Settings& settings;
    std::function<bool(const Progress&)> ask;  // from the calling thread only; true: stop
    std::atomic<bool> stop = false;

private:
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::clock_t clock_at_start = std::clock();
};

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
    // Takes a plan for the best and times its routes anew, one by one, as long as that makes it cheaper: what a
    // route left to others may have become free since. Then unserved requests are tried once more, exactly.
    void settle_on(const Plan& plan);
    // Iterations since the last better solution.
    std::int64_t lull() const { return iterations - last_better; }

    Plan best;
    std::int64_t iterations = 0;

private:
    bool possible_alone(int request);
    void load(const Plan& plan);
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
    bool choose_requests();
    void draw_generosity();
    void measure_progress(double now);
    void look_at_the_clock();
    bool is_time_to_stop();
    void cool_down();
    void next_phase();
    void drop_a_route();
    bool serves_all_it_can() const;
    void limit_vehicles();
    Cost total_cost() const;
    std::int64_t required_among(const std::vector<int>& requests) const;
    std::int64_t absence_of(const std::vector<int>& requests) const;

    const Problem& problem;
    Control& control;
    int thread;
    Random random;
    Routes<level> routes;
    Ruin<level> ruin;
    Recreate<level> recreate;
    double hottest;
    double temperature;
    double progress = 0;     // share of the time that has passed
    bool some_optional = false;
    bool shrinking = false;  // the phase of fewer vehicles
    std::int64_t last_better = 0;
    double last_asked = 0;

    // Of the present solution.
    std::vector<int> unserved;
    std::int64_t required_unserved = 0;
    std::int64_t absence = 0;
    Cost cost = 0;
    Cost threshold = 0;  // what the next solution has to cost less than

    std::vector<std::int64_t> absences;  // per request, how often it found no place
    std::vector<char> hopeless;          // per request, whether no empty vehicle could serve it
    std::vector<int> pool;               // requests to be inserted
    std::vector<int> left_out;           // unserved ones that are not tried this time
};

// The whole search with all its threads. `iterations` receives those of one thread.
Plan search(const Problem& problem, const Settings& settings, const Plan& initial,
            std::function<bool(const Progress&)> ask, std::int64_t& iterations);

}  // namespace routing
