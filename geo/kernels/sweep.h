// Carries the costs of a batch of sources down to all targets.
#pragma once

#include "ascent.h"
#include "selection.h"

namespace naru::geo {

// Everything that one thread needs to answer batch after batch.
class Sweep {
  public:
    Sweep(const Hierarchy& hierarchy, const Metric& metric, const Selection& selection)
        : selection_(selection), ascent_(hierarchy, metric), memory_((selection.rows() + 1) * sizeof(Row)), rows_(aligned(memory_.as<Row>())), seeded_(selection.rows(), 0) {}

    // Finds the cost from up to batch_size sources, one lane each, to every target.
    void run(const Places& sources, View<std::size_t> batch);

    Row& target(std::size_t index) { return rows_[selection_.target_row[index]]; }

  private:
    // Small memory begins anywhere; a row must not, for the widest loads.
    static Row* aligned(Row* rows) {
        const auto address = reinterpret_cast<std::size_t>(rows);
        return reinterpret_cast<Row*>((address + alignof(Row) - 1) / alignof(Row) * alignof(Row));
    }
    void settle(std::size_t row);

    const Selection& selection_;
    Ascent ascent_;
    Pages memory_;
    Row* rows_;                          // [rows]
    std::vector<std::uint32_t> seeded_;  // [rows] the last batch whose sources brought something
    std::uint32_t batch_ = 0;
};

}  // namespace naru::geo
