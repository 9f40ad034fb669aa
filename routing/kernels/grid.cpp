#include "grid.h"

#include <numeric>

namespace routing {

Grid::Grid(const Straight& straight, std::span<const int> locations) {
    constexpr double in_a_square = 4;
    if (locations.empty()) {
        starts.assign(2, 0);
        return;
    }
    low = straight.points[static_cast<std::size_t>(locations.front())];
    Point high = low;
    for (const int location : locations) {
        const Point& point = straight.points[static_cast<std::size_t>(location)];
        low = {std::min(low.x, point.x), std::min(low.y, point.y)};
        high = {std::max(high.x, point.x), std::max(high.y, point.y)};
    }
    const double wide = high.x - low.x;
    const double tall = high.y - low.y;
    const double squares = std::max(1.0, static_cast<double>(locations.size()) / in_a_square);
    // A line of points has no area; then as many squares lie along it.
    width = std::max(std::sqrt(wide * tall / squares), std::max(wide, tall) / squares);
    if (width <= 0) width = 1;
    columns = static_cast<int>(wide / width) + 1;
    rows = static_cast<int>(tall / width) + 1;
    std::vector<std::size_t> square;
    for (const int location : locations) {
        const Point& point = straight.points[static_cast<std::size_t>(location)];
        square.push_back(static_cast<std::size_t>(row_of(point.y)) * static_cast<std::size_t>(columns) +
                         static_cast<std::size_t>(column_of(point.x)));
    }
    starts.assign(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) + 1, 0);
    for (const std::size_t one : square) ++starts[one + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    members.resize(locations.size());
    std::vector<int> next(starts.begin(), starts.end() - 1);
    for (std::size_t i = 0; i < square.size(); ++i) members[static_cast<std::size_t>(next[square[i]]++)] = static_cast<int>(i);
}

}  // namespace routing
