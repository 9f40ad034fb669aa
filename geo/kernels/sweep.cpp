#include "sweep.h"

namespace naru::geo {

void Sweep::run(const Places& sources, View<std::size_t> batch) {
    ++batch_;
    ascent_.run(sources, batch);
    ascent_.for_reached([&](Node node, const Row& up) {
        selection_.for_row(node, [&](std::int32_t row, Cost down) {
            if (seeded_[row] != batch_) rows_[row] = no_road();
            seeded_[row] = batch_;
            rows_[row].lower(up, down);
        });
    });
    for (std::size_t row = 0; row < selection_.rows(); ++row) settle(row);
}

void Sweep::settle(std::size_t row) {
    Row best = seeded_[row] == batch_ ? rows_[row] : no_road();
    const Pull* const end = selection_.pulls.data() + selection_.first[row + 1];
    for (const Pull* pull = selection_.pulls.data() + selection_.first[row]; pull < end; ++pull)
        best.lower(rows_[pull->row], pull->cost);
    rows_[row] = best;
}

}  // namespace naru::geo
