#include "settings.h"

namespace routing {

Settings tuned_to(const Problem& problem, Settings settings) {
    struct Tuning {
        int near;
        double start_temperature;
        double end_temperature;
    };
    // The larger the part of the positions that windows and loads forbid, the further one has to look.
    constexpr Tuning plain{100, 2, 0.07};
    constexpr Tuning timed{100, 2, 0.1};
    constexpr Tuning rich{100, 2, 0.05};
    constexpr Tuning pairs{100, 5, 0.05};
    // Fewest vehicles leave plans of pairs stuck in odd routes, out of which only heat helps.
    constexpr Tuning few_vehicles{100, 20, 0.05};
    const Tuning& by_fleet = settings.minimise_vehicles ? few_vehicles : pairs;
    const Tuning& by_kind = problem.singles ? rich : by_fleet;
    const Tuning& tuning = problem.level == 0 ? plain : problem.level == 1 ? timed : by_kind;
    if (settings.near < 0) settings.near = tuning.near;
    if (settings.start_temperature < 0) settings.start_temperature = tuning.start_temperature;
    if (settings.end_temperature < 0) settings.end_temperature = tuning.end_temperature;
    return settings;
}

}  // namespace routing
