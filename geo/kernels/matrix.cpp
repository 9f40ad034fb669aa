#include "matrix.h"

#include <atomic>
#include <limits>
#include <thread>

#include "checks.h"
#include "climb.h"
#include "selection.h"

namespace naru::geo {
namespace {

// Eight costs that the compiler adds and compares at once; a batch of sources takes several of them, so that loading a
// step's cost and row pays for more work.
struct Pack {
    Cost lane __attribute__((vector_size(64)));
};
constexpr int lanes_per_pack = 8;
constexpr int packs = 2;
constexpr int batch_size = packs * lanes_per_pack;

struct Row {
    Pack pack[packs];

    Cost& at(int lane) { return reinterpret_cast<Cost*>(pack)[lane]; }
    void fill(Cost cost) {
        for (int lane = 0; lane < batch_size; ++lane) at(lane) = cost;
    }
};

struct Rounded {
    std::int32_t duration, distance;
};

Rounded rounded(Cost cost, bool fine) {
    if (cost >= unreachable) return {-1, -1};
    const auto milliseconds = static_cast<std::uint32_t>(duration_of(cost));
    const auto centimetres = static_cast<std::uint64_t>(length_of(cost));
    constexpr std::uint64_t largest = std::numeric_limits<std::int32_t>::max();
    if (fine) return {static_cast<std::int32_t>(milliseconds), static_cast<std::int32_t>(std::min(centimetres, largest))};
    return {static_cast<std::int32_t>((milliseconds + 500) / 1000), static_cast<std::int32_t>((centimetres + 50) / 100)};
}

// Everything that one thread needs to answer batch after batch.
class Sweep {
  public:
    Sweep(const Hierarchy& hierarchy, const Metric& metric, const Selection& selection)
        : hierarchy_(hierarchy), metric_(metric), selection_(selection),
          climb_(hierarchy, metric.out_first, metric.out_head, metric.out_cost), rows_(selection.first.size() - 1),
          seeded_(selection.nodes, 0) {}

    void run(const Places& sources, std::size_t begin, std::size_t end) {
        ++batch_;
        for (std::size_t source = begin; source < end; ++source) seed(sources, source, static_cast<int>(source - begin));
        for (std::size_t row = 0; row < rows_.size(); ++row) settle(row);
    }

    Row& target(std::size_t index) { return rows_[selection_.nodes + index]; }

  private:
    void seed(const Places& sources, std::size_t source, int lane) {
        climb_.run(source_seeds(sources, source, metric_.arc_cost, hierarchy_.arc_head));
        for (const Node node : climb_.reached()) {
            const std::int32_t row = selection_.row_of[node];
            if (row < 0) continue;
            if (seeded_[row] != batch_) {
                seeded_[row] = batch_;
                rows_[row].fill(unreachable);
            }
            rows_[row].at(lane) = climb_.cost(node);
        }
    }

    void settle(std::size_t row) {
        Row best;
        if (row < selection_.nodes && seeded_[row] == batch_) best = rows_[row];
        else best.fill(unreachable);
        for (auto pull = selection_.first[row]; pull < selection_.first[row + 1]; ++pull) {
            const Row& above = rows_[selection_.from[pull]];
            const Cost step = selection_.cost[pull];
            for (int i = 0; i < packs; ++i) {
                const auto candidate = above.pack[i].lane + step;
                best.pack[i].lane = candidate < best.pack[i].lane ? candidate : best.pack[i].lane;
            }
        }
        rows_[row] = best;
    }

    const Hierarchy& hierarchy_;
    const Metric& metric_;
    const Selection& selection_;
    Climb climb_;
    std::vector<Row> rows_;
    std::vector<std::uint32_t> seeded_;
    std::uint32_t batch_ = 0;
};

}  // namespace

void matrix(const Hierarchy& hierarchy, const Metric& metric, const Places& sources, const Places& targets, int threads,
            const MatrixOut& out) {
    require(threads >= 1, "threads must be at least 1.");
    sources.check(hierarchy.arc_tail.size(), "sources");
    targets.check(hierarchy.arc_tail.size(), "targets");
    const Selection selection = select(hierarchy, metric, targets);
    const DirectDrives direct(targets, metric.arc_cost);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        Sweep sweep(hierarchy, metric, selection);
        for (std::size_t begin; (begin = next.fetch_add(batch_size)) < sources.size();) {
            const std::size_t end = std::min(begin + batch_size, sources.size());
            sweep.run(sources, begin, end);
            for (std::size_t source = begin; source < end; ++source) {
                const int lane = static_cast<int>(source - begin);
                direct.for_source(sources, source, [&](std::size_t target, const Direct& drive) {
                    Cost& cost = sweep.target(target).at(lane);
                    cost = std::min(cost, drive.cost);
                });
                for (std::size_t target = 0; target < targets.size(); ++target) {
                    const Rounded cell = rounded(sweep.target(target).at(lane), out.fine);
                    out.durations[source * targets.size() + target] = cell.duration;
                    out.distances[source * targets.size() + target] = cell.distance;
                }
            }
        }
    };
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(work);
    work();
}

void write_costs(const std::vector<Cost>& costs, const MatrixOut& out) {
    for (std::size_t i = 0; i < costs.size(); ++i) {
        const Rounded cell = rounded(costs[i], out.fine);
        out.durations[i] = cell.duration;
        out.distances[i] = cell.distance;
    }
}

}  // namespace naru::geo
