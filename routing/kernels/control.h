// Holds what the threads of a solve share: the clock and the wish to stop.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <utility>

#include "plan.h"
#include "settings.h"

namespace routing {

struct Progress {
    std::int64_t iterations;
    double seconds;
    const Plan* best;
};

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

    // Whether it is time to stop, by the clock.
    bool is_over() {
        if (settings.max_seconds >= 0 && seconds() >= settings.max_seconds) stop = true;
        return stop;
    }
    // The same, or because the calling thread, asked now and then, wishes so.
    bool asks_to_stop(std::int64_t iterations, const Plan& best) {
        constexpr double between_questions = 0.02;
        const double now = seconds();
        if (now - last_asked > between_questions) {
            last_asked = now;
            if (ask({iterations, now, &best})) stop = true;
        }
        return is_over();
    }

    const Settings& settings;
    std::atomic<bool> stop = false;

private:
    std::function<bool(const Progress&)> ask;  // from the calling thread only; true: stop
    double last_asked = 0;
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::clock_t clock_at_start = std::clock();
};

}  // namespace routing
