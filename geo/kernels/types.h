// Names the numbers that all kernels of geo share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace naru::geo {

// A node of the hierarchy is named by its rank: 0 is contracted first, the last one is the top separator's end.
using Node = std::int32_t;
// An arc of the road graph, as the caller numbers it, or an edge of the hierarchy, as `up_head` numbers it.
using Arc = std::int32_t;

// What a piece of road costs: milliseconds in the upper and centimetres in the lower 32 bits. Adding two costs adds both
// at once, comparing two compares milliseconds first, so every search minimises duration and, among equally quick paths,
// length. The result is therefore unique whatever the algorithm and the order of its steps.
using Cost = std::int64_t;

// Two of them still fit into a Cost, so sums need no check; the price is that 2^30 ms (twelve days) is no road.
inline constexpr Cost unreachable = (Cost{1} << 62) - 1;
inline constexpr std::int32_t longest_duration = (std::int32_t{1} << 30) - 1;

inline constexpr Cost cost_of(std::int32_t duration, std::int32_t length) {
    return (Cost{duration} << 32) + length;
}

inline constexpr std::int64_t duration_of(Cost cost) { return cost >> 32; }
inline constexpr std::int64_t length_of(Cost cost) { return cost & 0xffffffff; }

template <class T> using View = std::span<const T>;

}  // namespace naru::geo
