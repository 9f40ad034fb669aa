#include <stdexcept>

#include "bindings.h"
#include "problem.h"

namespace routing {

namespace {

namespace nb = nanobind;

// Columns: profile, moment, thousandths of the speed of the matrix; the moments of a profile in order.
void set_speeds(Problem& problem, const Array<std::int32_t, 2>& changes) {
    if (changes.shape(1) != 3) throw std::invalid_argument("changes have wrong columns.");
    problem.speeds.assign(problem.durations.size(), Speeds{});
    for (std::size_t i = 0; i < changes.shape(0); ++i) {
        const auto profile = static_cast<std::size_t>(changes(i, 0));
        if (profile >= problem.speeds.size()) {
            throw std::invalid_argument("changes name a profile that does not exist.");
        }
        problem.speeds[profile].add(changes(i, 1), changes(i, 2));
    }
    problem.hourly = problem.timed = true;
    if (problem.released || problem.steady) problem.need_timetables();
    problem.level = 2;
}

}  // namespace

void bind_speeds(nb::class_<Problem>& type) {
    type.def("set_speeds", &set_speeds, nb::kw_only(), nb::arg("changes"),
             "Let speeds depend on the time of day; see routing.speeds.");
}

}  // namespace routing
