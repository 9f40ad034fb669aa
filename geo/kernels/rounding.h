// Turns costs into the seconds and metres of a matrix.
#pragma once

#include "lanes.h"

namespace naru::geo {

// Where a matrix is written: [sources x targets] each, row by row, -1 where no road leads.
struct MatrixOut {
    std::int32_t* durations;
    std::int32_t* distances;
    bool fine;  // milliseconds and centimetres instead of seconds and metres
};

// Turns a cost, or several lanes of them, into a cell of both tables: distance in the upper, duration in the lower half.
// In place, because vectors wider than the registers may not be returned.
template <class T> void to_cell(T& cost, bool fine) {
    const T milliseconds = (cost >> length_bits) & largest_duration, centimetres = cost & largest_length;
    // Dividing by 1000 and 100 this way is exact for all numbers of 32 bits, and vectors of integers have no division.
    const T seconds = ((milliseconds + 500) * 274877907) >> 38, metres = ((centimetres + 50) * 1374389535) >> 37;
    const T duration = fine ? milliseconds : seconds;
    const T distance = fine ? centimetres : metres;
    const T nowhere = T{} - 1;
    cost = cost < unreachable ? (distance << 32) + duration : nowhere;
}

inline std::int32_t duration_in(Cost cell) { return static_cast<std::int32_t>(cell); }
inline std::int32_t distance_in(Cost cell) { return static_cast<std::int32_t>(cell >> 32); }

}  // namespace naru::geo
