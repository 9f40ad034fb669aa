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

// What a piece of road costs: from the upper to the lower bits, how often it breaks a rule that has to be broken if there is no
// other way (3 bits), milliseconds (29 bits: six days) and centimetres (30 bits: 10,000 km). Adding two costs adds all at once,
// comparing two compares breaches first, so every search minimises breaches, among equals duration, and among equally quick
// paths length. The result is therefore unique whatever the algorithm and the order of its steps.
using Cost = std::int64_t;

inline constexpr int length_bits = 30, duration_bits = 29;
inline constexpr Cost largest_length = (Cost{1} << length_bits) - 1, largest_duration = (Cost{1} << duration_bits) - 1;

// Two of them still fit into a Cost, so sums need no check; the price is that eight breaches are no road.
inline constexpr Cost unreachable = (Cost{1} << 62) - 1;

inline constexpr Cost cost_of(std::int32_t duration, std::int32_t length, std::int32_t breaches = 0) {
    return (((Cost{breaches} << duration_bits) + duration) << length_bits) + length;
}

inline constexpr std::int64_t duration_of(Cost cost) { return (cost >> length_bits) & largest_duration; }
inline constexpr std::int64_t length_of(Cost cost) { return cost & largest_length; }

template <class T> using View = std::span<const T>;

}  // namespace naru::geo
