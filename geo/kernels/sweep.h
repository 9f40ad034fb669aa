// Carries the costs of a batch of sources down to all targets.
#pragma once

#include "ascent.h"
#include "selection.h"

namespace naru::geo {

// Everything that one thread needs to answer batch after batch.
class Sweep {
  public:
    Sweep(const Hierarchy& hierarchy, const Metric& metric, const Selection& selection)
        : selection_(selection), ascent_(hierarchy, metric), rows_(selection.rows()), seeded_(selection.rows(), 0) {}

    // Finds the cost from up to batch_size sources, one lane each, to every target.
    void run(const Places& sources, View<std::size_t> batch);

    Row& target(std::size_t index) { return rows_[selection_.target_row[index]]; }

  private:
    void settle(std::size_t row);

    const Selection& selection_;
    Ascent ascent_;
    Owned<Row> rows_;                    // [rows]
    std::vector<std::uint32_t> seeded_;  // [rows] the last batch whose sources brought something
    std::uint32_t batch_ = 0;
};

}  // namespace naru::geo
