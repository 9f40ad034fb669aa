// Watches the limits of a search, and cools it down with the share of them that has passed.
#include <algorithm>
#include <cmath>

#include "search.h"

namespace routing {

template <int level>
bool Search<level>::finished() const {
    const std::int64_t most = control.settings.max_iterations;
    return control.stop.load(std::memory_order_relaxed) || (most >= 0 && iterations >= most) ||
           problem.task_count() == 0;
}

template <int level>
void Search<level>::look_at_the_clock() {
    const Settings& settings = control.settings;
    measure_progress(control.seconds());
    is_time_to_stop();
    // Several threads decide about a lull together, at their next meeting.
    if (settings.threads == 1 && settings.max_lull >= 0 && lull() >= settings.max_lull) {
        control.stop = true;
    }
    if (phase != Phase::settled) next_phase();
    if (settings.minimise_vehicles && phase == Phase::settled) limit_vehicles();
    cool_down();
}

template <int level>
bool Search<level>::is_time_to_stop() {
    if (thread != 0) return control.is_over();
    return control.asks_to_stop(iterations, whole != nullptr ? *whole : best);
}

// How much of the search has passed, by the limit that is nearest. A search that only a signal ends cools down
// while it finds nothing better.
template <int level>
void Search<level>::measure_progress(double now) {
    const Settings& settings = control.settings;
    const auto share = [&](double passed, double limit) {
        progress = std::clamp(passed / std::max(1e-9, limit), progress, 1.0);
    };
    const auto lulled = static_cast<double>(lull());
    if (settings.max_seconds >= 0) share(now, settings.max_seconds);
    if (settings.max_iterations >= 0) {
        share(static_cast<double>(iterations), static_cast<double>(settings.max_iterations));
    }
    if (settings.max_lull >= 0) share(lulled, static_cast<double>(settings.max_lull));
    if (settings.max_seconds < 0 && settings.max_iterations < 0 && settings.max_lull < 0) {
        share(lulled, 10'000 + 1'000.0 * problem.task_count());
    }
}

// What is worth a vehicle only together with others is found where prizes count for more than they are at first.
template <int level>
void Search<level>::sober() {
    constexpr double share = 0.2;
    constexpr double highest = 20;
    if (control.settings.minimise_vehicles || (progress >= share && recreate.appeal == 1)) return;
    recreate.appeal = progress < share ? std::pow(highest, 1 - progress / share) : 1;
    cost = total_cost();
}

template <int level>
void Search<level>::cool_down() {
    if (some_optional) sober();
    const Settings& settings = control.settings;
    double cooled = 0;
    switch (phase) {
        case Phase::preparing:
            cooled = progress / std::max(1e-9, settings.warm_share);
            break;
        case Phase::shrinking:
            cooled = 0.5;
            break;
        case Phase::settled:
            cooled = (progress - shrunk_at) / std::max(1e-9, 1 - shrunk_at);
    }
    cooled = std::clamp(cooled, 0.0, 1.0);
    temperature = hottest * settings.start_temperature *
                  std::pow(settings.end_temperature / settings.start_temperature, cooled);
}

template bool Search<0>::finished() const;
template void Search<0>::look_at_the_clock();
template bool Search<0>::is_time_to_stop();
template void Search<0>::measure_progress(double now);
template void Search<0>::cool_down();
template bool Search<1>::finished() const;
template void Search<1>::look_at_the_clock();
template bool Search<1>::is_time_to_stop();
template void Search<1>::measure_progress(double now);
template void Search<1>::cool_down();
template bool Search<2>::finished() const;
template void Search<2>::look_at_the_clock();
template bool Search<2>::is_time_to_stop();
template void Search<2>::measure_progress(double now);
template void Search<2>::cool_down();

}  // namespace routing
