#include "problem.h"

#include <algorithm>
#include <utility>

namespace routing {

namespace {

bool is_open(const Window& window) { return window.open <= 0 && window.close >= horizon; }

// Between zones only links lead; the matrices then hold what the best of them would cost at least.
void bound_between_zones(Problem& problem) {
    const int side = problem.locations + 1;
    for (int profile = 0; profile < static_cast<int>(problem.durations.size()); ++profile) {
        std::vector<std::int32_t> seconds(static_cast<std::size_t>(side) * side);
        std::vector<std::int32_t> metres(seconds.size());
        for (int i = 0; i < side; ++i) {
            for (int j = 0; j < side; ++j) {
                std::int64_t duration = problem.durations[profile](i, j);
                std::int64_t distance = problem.distances[profile](i, j);
                if (!problem.same_zone(i, j)) {
                    duration = unreachable;
                    distance = unreachable;
                    for (int type = 0; type < problem.type_count(); ++type) {
                        if (problem.vehicle_types[type].profile != profile) continue;
                        const auto time = problem.links.least_duration(problem, type, i, j);
                        const auto way = problem.links.least_distance(problem, type, i, j);
                        if (time >= 0) duration = std::min(duration, time);
                        if (way >= 0) distance = std::min(distance, way);
                    }
                    if (distance == unreachable) distance = 0;
                }
                const auto at = static_cast<std::size_t>(i) * side + j;
                seconds[at] = static_cast<std::int32_t>(duration);
                metres[at] = static_cast<std::int32_t>(distance);
            }
        }
        problem.durations[profile] = Matrix(std::move(seconds), side);
        problem.distances[profile] = Matrix(std::move(metres), side);
    }
}

bool some_road_is_missing(const Problem& problem) {
    for (const auto& matrix : problem.durations) {
        if (matrix.straight() != nullptr) continue;
        for (int i = 0; i < problem.locations; ++i) {
            const auto* row = matrix.from(i).table();
            if (std::any_of(row, row + problem.locations, [](auto t) { return t >= unreachable; })) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

void Problem::prepare() {
    const bool many_zones =
        std::any_of(zone.begin(), zone.end(), [&](int one) { return one != zone.front(); });
    linked = many_zones;
    if (many_zones) bound_between_zones(*this);
    renumber();
    for (VehicleType& type : vehicle_types) {
        if (type.max_trips < 1) type.count = 0;
    }
    for (std::size_t i = 0; i < distances.size(); ++i) {
        distances[i].finish();
        durations[i].share_if_equal(distances[i]);
        if (!durations[i].is_finished()) durations[i].finish();
    }
    for (Matrix& matrix : tolls) matrix.finish();

    const auto any_type = [&](auto test) {
        return std::any_of(vehicle_types.begin(), vehicle_types.end(), test);
    };
    const bool limited = any_type([](const VehicleType& type) {
        return type.max_distance < horizon || type.max_duration < horizon;
    });
    const bool several_windows = std::any_of(tasks.begin(), tasks.end(), [](const Task& task) {
        return task.several_windows();
    });
    const bool several_profiles = any_type([](const VehicleType& t) { return t.profile != 0; });
    const bool picks = std::any_of(requests.begin(), requests.end(),
                                   [](const Request& r) { return r.pickup != nothing; });
    const bool delivers = std::any_of(requests.begin(), requests.end(),
                                      [](const Request& r) { return r.delivery != nothing; });
    singles = std::any_of(requests.begin(), requests.end(), [](const Request& r) {
        return r.pickup == nothing || r.delivery == nothing;
    });
    tripped = reload_count > 0;
    mixed = (picks && delivers) || tripped;
    choosy = std::any_of(allowed.begin(), allowed.end(), [](auto yes) { return yes == 0; });
    accessed = std::any_of(access.begin(), access.end(), [](Time seconds) { return seconds > 0; });
    aboard = std::any_of(requests.begin(), requests.end(),
                         [](const Request& r) { return r.max_aboard < horizon; });
    released = std::any_of(requests.begin(), requests.end(),
                           [](const Request& r) { return r.release > 0; });
    // The times of a trip that begins later are known at once where each visit has one window (see trips.h).
    const bool known = !many_zones && !several_windows;
    tripped = tripped || released;
    const bool clocked = any_type([](const VehicleType& type) {
        return type.unit_duration_cost != 0 || type.max_duration < horizon || type.unit_overtime_cost != 0;
    });
    simulated = many_zones || aboard || (released && !known) || !tolls.empty() || !soft_windows.empty() ||
                any_type([](const VehicleType& type) { return type.max_stops < horizon; });
    steady = clocked && !simulated && !several_windows && !tripped;
    simulated = simulated || (clocked && !steady);
    timed = simulated || steady || released || several_windows || some_road_is_missing(*this) ||
            any_type([](const VehicleType& t) { return !is_open({t.open, t.close}); }) ||
            std::any_of(windows.begin(), windows.end(), [](const Window& w) { return !is_open(w); });
    const bool rich = simulated || steady || tripped || mixed || several_windows || several_profiles || limited ||
                      (timed && accessed);
    level = rich ? 2 : timed ? 1 : 0;
    relations.weight.assign(requests.size(), 1);
}

}  // namespace routing
