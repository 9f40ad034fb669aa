// Tells how long a way takes by the time of day: pieces of constant speed, so that nobody overtakes.
//
// The rule is in routing/speeds.py. All is counted in thousandths of a second at the speed of the matrix, in whole
// numbers, so that the latest departure for a deadline is the exact inverse of the arrival (Ichoua, Gendreau and
// Potvin 2003, doi:10.1016/S0377-2217(02)00147-9).
#pragma once

#include <cstdint>
#include <vector>

namespace routing {

class Speeds {
public:
    // From a moment on, later than all before, so many thousandths of the speed of the matrix.
    void add(std::int32_t moment, std::int32_t speed);

    bool empty() const { return from.empty(); }
    // When so many thousandths of a second are done that are begun at `departure`.
    std::int32_t arrival(std::int32_t departure, std::int64_t work) const;
    // Latest departure with which they are done by `deadline`; may be negative.
    std::int32_t departure(std::int32_t deadline, std::int64_t work) const;
    std::int64_t done_between(std::int32_t begin, std::int32_t end) const { return done(end) - done(begin); }
    // Seconds for a way that takes so many by the matrix, at the highest speed of all.
    std::int32_t least(std::int32_t seconds) const;
    // Last moment of the same piece.
    std::int32_t last_alike(std::int32_t moment) const;

private:
    std::size_t piece(std::int32_t moment) const;
    std::int64_t done(std::int32_t moment) const;

    std::vector<std::int32_t> from;  // the first piece also holds before
    std::vector<std::int32_t> speed;
    std::vector<std::int64_t> done_by;  // at `from`
    std::int32_t fastest = 1;
};

}  // namespace routing
