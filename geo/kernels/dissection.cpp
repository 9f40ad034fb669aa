#include "dissection.h"

#include <numeric>

namespace naru::geo {
namespace {

class Dissection {
  public:
    Dissection(const Graph& graph, View<double> lat, View<double> lon)
        : lat_(lat), lon_(lon), rank_(graph.nodes()), side_(graph.nodes(), -1), next_(graph.nodes()), near_(graph.nodes()) {
        for (std::int32_t tail = 0; tail < graph.nodes(); ++tail)
            for (auto arc = graph.first_out[tail]; arc < graph.first_out[tail + 1]; ++arc) {
                near_[tail].push_back(graph.head[arc]);
                near_[graph.head[arc]].push_back(tail);
            }
    }

    std::vector<std::int32_t> run() {
        std::vector<std::int32_t> nodes(rank_.size());
        std::iota(nodes.begin(), nodes.end(), 0);
        split(nodes);
        return rank_;
    }

  private:
    void split(std::span<std::int32_t> nodes) {
        if (nodes.size() < 3) {
            for (const auto node : nodes) rank_[node] = --next_;
            return;
        }
        double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
        for (const auto node : nodes) {
            const double at[2] = {lat_[node], lon_[node]};
            for (int i = 0; i < 2; ++i) {
                low[i] = std::min(low[i], at[i]);
                high[i] = std::max(high[i], at[i]);
            }
        }
        const auto& axis = high[0] - low[0] > high[1] - low[1] ? lat_ : lon_;
        const auto half = nodes.begin() + static_cast<std::ptrdiff_t>(nodes.size() / 2);
        std::nth_element(nodes.begin(), half, nodes.end(), [&](auto a, auto b) { return std::pair(axis[a], a) < std::pair(axis[b], b); });
        ++mark_;
        for (auto node = half; node != nodes.end(); ++node) side_[*node] = mark_;
        const auto separator = std::partition(nodes.begin(), half, [&](auto node) {
            return std::none_of(near_[node].begin(), near_[node].end(), [&](auto other) { return side_[other] == mark_; });
        });
        for (auto node = separator; node != half; ++node) rank_[*node] = --next_;
        split({half, nodes.end()});
        split({nodes.begin(), separator});
    }

    View<double> lat_, lon_;
    std::vector<std::int32_t> rank_, side_;
    std::int32_t next_, mark_ = 0;
    std::vector<std::vector<std::int32_t>> near_;
};

}  // namespace

std::vector<std::int32_t> nested_dissection(const Graph& graph, View<double> lat, View<double> lon) {
    graph.check();
    require(lat.size() + 1 == graph.first_out.size(), "lat must have one entry per node.");
    require(lon.size() + 1 == graph.first_out.size(), "lon must have one entry per node.");
    return Dissection(graph, lat, lon).run();
}

}  // namespace naru::geo
