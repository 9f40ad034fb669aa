// Finds what lies near a place without looking at everything: squares of a grid, ring by ring.
#pragma once

#include <span>
#include <vector>

#include "matrix.h"

namespace routing {

class Grid {
public:
    // Of the points at these locations, with a few in each square.
    Grid(const Straight& straight, std::span<const int> locations);

    // Calls `visit` with the index of each location in the squares that are exactly `ring` squares away from that of
    // a point; false if the grid ends before.
    template <class Visit>
    bool visit_ring(const Point& centre, int ring, const Visit& visit) const;
    // No location beyond so many rings is nearer than this, in units of the coordinates.
    double least_beyond(int ring) const { return ring * width; }

private:
    int column_of(double x) const { return square_of(x - low.x, columns); }
    int row_of(double y) const { return square_of(y - low.y, rows); }
    int square_of(double distance, int count) const {
        return std::clamp(static_cast<int>(distance / width), 0, count - 1);
    }
    template <class Visit>
    void visit_square(int column, int row, const Visit& visit) const {
        if (column < 0 || column >= columns || row < 0 || row >= rows) return;
        const auto square = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                            static_cast<std::size_t>(column);
        for (int k = starts[square]; k < starts[square + 1]; ++k) visit(members[static_cast<std::size_t>(k)]);
    }

    Point low{0, 0};
    double width = 1;
    int columns = 1;
    int rows = 1;
    std::vector<int> starts;
    std::vector<int> members;
};

template <class Visit>
bool Grid::visit_ring(const Point& centre, int ring, const Visit& visit) const {
    const int column = column_of(centre.x);
    const int row = row_of(centre.y);
    if (ring > std::max({column, columns - 1 - column, row, rows - 1 - row})) return false;
    if (ring == 0) {
        visit_square(column, row, visit);
        return true;
    }
    for (int i = -ring; i <= ring; ++i) {
        visit_square(column + i, row - ring, visit);
        visit_square(column + i, row + ring, visit);
    }
    for (int i = 1 - ring; i < ring; ++i) {
        visit_square(column - ring, row + i, visit);
        visit_square(column + ring, row + i, visit);
    }
    return true;
}

}  // namespace routing
