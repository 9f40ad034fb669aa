// Refuses arguments that break a rule, at the border, naming the argument and the rule.
#pragma once

#include <stdexcept>
#include <string>

#include "types.h"

namespace naru::geo {

inline void require(bool holds, const char* rule) {
    if (!holds) throw std::invalid_argument(rule);
}

// `first` must start at 0, never fall and end at `total`: then every row of the lists it cuts is in range.
template <class T> void require_rows(View<T> first, std::size_t rows, std::size_t total, const std::string& name) {
    const std::string rule = name + " must start at 0, never fall and end at the number of entries.";
    if (first.size() != rows + 1 || first[0] != 0 || static_cast<std::size_t>(first[rows]) != total)
        throw std::invalid_argument(rule);
    bool rises = true;
    for (std::size_t row = 0; row < rows; ++row) rises &= first[row] <= first[row + 1];
    if (!rises) throw std::invalid_argument(rule);
}

// Every value must be an index below `limit`.
inline void require_indices(View<std::int32_t> values, std::size_t limit, const std::string& name) {
    std::uint32_t largest = 0;
    for (const std::int32_t value : values) largest = std::max(largest, static_cast<std::uint32_t>(value));
    if (!values.empty() && largest >= limit)
        throw std::invalid_argument(name + " must be between 0 and " + std::to_string(limit) + " (exclusive).");
}

}  // namespace naru::geo
