#include "peel.h"

namespace naru::geo {
namespace {

class Peeling {
  public:
    explicit Peeling(const Cell& cell) : cell_(cell), near_(cell.name.size()), degree_(cell.name.size()), gone_(cell.name.size()) {
        for (std::int32_t node = 0; node < cell.size(); ++node) {
            near_[node].assign(cell.around(node).begin(), cell.around(node).end());
            degree_[node] = static_cast<std::int32_t>(near_[node].size());
        }
    }

    std::vector<std::int32_t> run() {
        std::vector<std::int32_t> touched_in(cell_.name.size(), -1), candidates, later, peeled;
        for (std::int32_t node = 0; node < cell_.size(); ++node) candidates.push_back(node);
        for (std::int32_t round = 0; !candidates.empty(); ++round, candidates.swap(later), later.clear())
            for (const auto node : candidates) {
                if (gone_[node] || degree_[node] > 2) continue;
                if (touched_in[node] == round) {
                    later.push_back(node);
                    continue;
                }
                peeled.push_back(cell_.name[node]);
                for (const auto other : contract(node)) {
                    if (touched_in[other] != round) later.push_back(other);
                    touched_in[other] = round;
                }
            }
        return peeled;
    }

    Cell core() const {
        Cell core;
        std::vector<std::int32_t> local(cell_.name.size(), -1);
        for (std::int32_t node = 0; node < cell_.size(); ++node) {
            if (gone_[node]) continue;
            local[node] = core.size();
            core.name.push_back(cell_.name[node]);
        }
        core.first.push_back(0);
        for (std::int32_t node = 0; node < cell_.size(); ++node) {
            if (gone_[node]) continue;
            for (const auto other : near_[node])
                if (!gone_[other]) core.near.push_back(local[other]);
            core.first.push_back(static_cast<std::int32_t>(core.near.size()));
        }
        return core;
    }

  private:
    // Takes a node out and joins its two neighbours. Returns those that it had. Their lists keep it, because finding it in the
    // list of a node with very many neighbours would take long.
    std::vector<std::int32_t> contract(std::int32_t node) {
        std::vector<std::int32_t> own = near_[node];
        std::erase_if(own, [&](auto other) { return gone_[other]; });
        gone_[node] = true;
        if (own.size() == 2 && !adjacent(own[0], own[1])) {
            near_[own[0]].push_back(own[1]);
            near_[own[1]].push_back(own[0]);
        } else {
            for (const auto other : own) --degree_[other];
        }
        return own;
    }

    bool adjacent(std::int32_t one, std::int32_t other) const {
        if (near_[one].size() > near_[other].size()) std::swap(one, other);
        return std::find(near_[one].begin(), near_[one].end(), other) != near_[one].end();
    }

    const Cell& cell_;
    std::vector<std::vector<std::int32_t>> near_;  // may still name nodes that are gone
    std::vector<std::int32_t> degree_;             // neighbours that are not gone
    std::vector<bool> gone_;
};

}  // namespace

std::vector<std::int32_t> peel(Cell& cell) {
    Peeling peeling(cell);
    std::vector<std::int32_t> peeled = peeling.run();
    cell = peeling.core();
    return peeled;
}

}  // namespace naru::geo
