// Says when a search stops, and how it is tuned.
#pragma once

#include <cstdint>

#include "problem.h"
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
    int part_size = 700;               // visits that a thread plans at a time, about, where there are many more
    // Where vehicles are to be few, the share of the time after which the fleet begins to be made smaller, and after which
    // that ends at the latest.
    double warm_share = 0.1;
    double fleet_share = 0.65;
};

// Fills in what depends on the kind of problem; measured at 5 to 10 s on instances of every class.
Settings tuned_to(const Problem& problem, Settings settings);

}  // namespace routing
