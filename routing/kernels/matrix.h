// Gives the seconds or metres between locations: from a table of all pairs, or from coordinates.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace routing {

struct Point {
    double x;
    double y;
};

// Whole numbers from straight distances, as routing.Straight has them: the same operations in the same order, none of
// them fused (CMakeLists.txt), so that both round alike.
struct Straight {
    std::vector<Point> points;  // of the locations; no numbers for "nowhere" at the end
    double scale = 1;
    double shift = 0;

    std::int32_t between(const Point& here, const Point& there) const {
        const double across = here.x - there.x;
        const double along = here.y - there.y;
        // To and from nowhere nothing is a number, and the larger of nothing and zero is zero in this order.
        return static_cast<std::int32_t>(
            std::max(0.0, std::sqrt(across * across + along * along) * scale + shift));
    }
    bool operator==(const Straight& other) const;
};

// What leads from or to one location. Reading along a row of a table stays in the cache, down a column does not.
class Row {
public:
    Row() = default;
    explicit Row(const std::int32_t* given) : values(given) {}
    Row(const Straight* given, int location)
        : straight(given), here(given->points[static_cast<std::size_t>(location)]) {}

    std::int32_t operator[](int other) const {
        return values != nullptr ? values[other]
                                 : straight->between(here, straight->points[static_cast<std::size_t>(other)]);
    }
    const std::int32_t* table() const { return values; }

private:
    const std::int32_t* values = nullptr;
    const Straight* straight = nullptr;
    Point here{};
};

// A row that is known to be straight, for loops that shall not ask each time.
class StraightRow {
public:
    explicit StraightRow(const Straight& given, int location)
        : points(given.points.data()), here(points[location]), straight(given) {}
    std::int32_t operator[](int other) const { return straight.between(here, points[other]); }

private:
    const Point* points;
    const Point here;
    const Straight& straight;
};

// Square, with one padding row and column of zeros for "nowhere" at the end.
class Matrix {
public:
    Matrix() = default;
    Matrix(std::vector<std::int32_t> values, int side);
    explicit Matrix(Straight given);

    Row from(int location) const {
        return coordinates ? Row(coordinates.get(), location) : Row(rows->data() + offset(location));
    }
    Row to(int location) const {
        return coordinates ? Row(coordinates.get(), location) : Row(columns->data() + offset(location));
    }
    std::int32_t operator()(int origin, int destination) const { return from(origin)[destination]; }
    const Straight* straight() const { return coordinates.get(); }
    bool is_symmetric() const { return rows == columns; }
    void share_if_equal(const Matrix& other);
    // Moves row and column `order[i]` to `i`.
    void reorder(const std::vector<int>& order);
    // Makes the columns; before that they must not be asked for.
    void finish();
    bool is_finished() const { return coordinates != nullptr || columns != nullptr; }

private:
    std::size_t offset(int location) const {
        return static_cast<std::size_t>(location) * static_cast<std::size_t>(stride);
    }
    // Either of the two:
    std::shared_ptr<const Straight> coordinates;
    std::shared_ptr<const std::vector<std::int32_t>> rows;
    std::shared_ptr<const std::vector<std::int32_t>> columns;
    int stride = 0;
};

}  // namespace routing
