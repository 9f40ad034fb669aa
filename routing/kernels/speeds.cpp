#include "speeds.h"

#include <algorithm>

#include "problem.h"

namespace routing {

namespace {

constexpr std::int64_t thousand = 1000;

std::int64_t floor_of(std::int64_t amount, std::int64_t by) {
    return amount >= 0 ? amount / by : -((by - 1 - amount) / by);
}

Time clamped(std::int64_t moment) {
    return static_cast<Time>(std::clamp<std::int64_t>(moment, -unreachable, unreachable));
}

}  // namespace

void Speeds::add(std::int32_t moment, std::int32_t permille) {
    done_by.push_back(from.empty() ? 0 : done(moment));
    from.push_back(moment);
    speed.push_back(permille);
    fastest = std::max(fastest, permille);
}

std::size_t Speeds::piece(std::int32_t moment) const {
    const auto behind = std::upper_bound(from.begin(), from.end(), moment);
    return behind == from.begin() ? 0 : static_cast<std::size_t>(behind - from.begin()) - 1;
}

std::int64_t Speeds::done(std::int32_t moment) const {
    const std::size_t i = piece(moment);
    return done_by[i] + (std::int64_t{moment} - from[i]) * speed[i];
}

std::int32_t Speeds::arrival(std::int32_t begin, std::int64_t work) const {
    if (work == 0) return begin;
    const std::int64_t wanted = done(begin) + work;
    const auto behind = std::lower_bound(done_by.begin(), done_by.end(), wanted);
    const std::size_t i = behind == done_by.begin() ? 0 : static_cast<std::size_t>(behind - done_by.begin()) - 1;
    return clamped(from[i] - floor_of(done_by[i] - wanted, speed[i]));
}

std::int32_t Speeds::departure(std::int32_t deadline, std::int64_t work) const {
    if (work == 0) return deadline;
    const std::int64_t wanted = done(deadline) - work;
    const auto behind = std::upper_bound(done_by.begin(), done_by.end(), wanted);
    const std::size_t i = behind == done_by.begin() ? 0 : static_cast<std::size_t>(behind - done_by.begin()) - 1;
    return clamped(from[i] + floor_of(wanted - done_by[i], speed[i]));
}

std::int32_t Speeds::least(std::int32_t seconds) const {
    if (seconds >= unreachable) return seconds;
    return static_cast<Time>((seconds * thousand + fastest - 1) / fastest);
}

std::int32_t Speeds::last_alike(std::int32_t moment) const {
    const std::size_t next = piece(moment) + 1;
    return next < from.size() ? from[next] - 1 : unreachable;
}

}  // namespace routing
