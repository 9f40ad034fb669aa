#include "matrix.h"

#include <utility>

namespace routing {

bool Straight::operator==(const Straight& other) const {
    // Nowhere equals itself, though its coordinates are no numbers.
    const auto same = [](const Point& a, const Point& b) { return a.x == b.x && a.y == b.y; };
    return scale == other.scale && shift == other.shift && points.size() == other.points.size() &&
           std::equal(points.begin(), points.end() - 1, other.points.begin(), same);
}

Matrix::Matrix(std::vector<std::int32_t> values, int side)
    : rows(std::make_shared<const std::vector<std::int32_t>>(std::move(values))), stride(side) {}

Matrix::Matrix(Straight given)
    : coordinates(std::make_shared<const Straight>(std::move(given))),
      stride(static_cast<int>(coordinates->points.size())) {}

void Matrix::finish() {
    if (coordinates) return;
    auto transposed = std::make_shared<std::vector<std::int32_t>>(rows->size());
    const auto n = static_cast<std::size_t>(stride);
    constexpr std::size_t block = 32;  // keeps both sides of the copy in the cache
    for (std::size_t i0 = 0; i0 < n; i0 += block) {
        for (std::size_t j0 = 0; j0 < n; j0 += block) {
            for (std::size_t i = i0; i < std::min(n, i0 + block); ++i) {
                for (std::size_t j = j0; j < std::min(n, j0 + block); ++j) {
                    (*transposed)[j * n + i] = (*rows)[i * n + j];
                }
            }
        }
    }
    columns = *transposed == *rows ? rows : transposed;
}

void Matrix::share_if_equal(const Matrix& other) {
    if (stride != other.stride || (coordinates != nullptr) != (other.coordinates != nullptr)) return;
    if (coordinates) {
        if (*coordinates == *other.coordinates) coordinates = other.coordinates;
        return;
    }
    if (*rows == *other.rows) *this = other;
}

void Matrix::reorder(const std::vector<int>& order) {
    if (coordinates) {
        Straight moved{{}, coordinates->scale, coordinates->shift};
        for (const int from : order) moved.points.push_back(coordinates->points[static_cast<std::size_t>(from)]);
        coordinates = std::make_shared<const Straight>(std::move(moved));
        return;
    }
    const auto n = static_cast<std::size_t>(stride);
    std::vector<std::int32_t> moved(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::int32_t* row = rows->data() + offset(order[i]);
        for (std::size_t j = 0; j < n; ++j) moved[i * n + j] = row[order[j]];
    }
    rows = std::make_shared<const std::vector<std::int32_t>>(std::move(moved));
}

}  // namespace routing
