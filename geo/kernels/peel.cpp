#include "peel.h"

namespace naru::geo {
namespace {

using Neighbours = std::vector<std::vector<std::int32_t>>;

Neighbours neighbours_of(const Cell& cell) {
    Neighbours near(cell.name.size());
    for (std::int32_t node = 0; node < cell.size(); ++node) near[node].assign(cell.around(node).begin(), cell.around(node).end());
    return near;
}

// Puts `other` in the place of `gone` unless it is there already.
void replace(std::vector<std::int32_t>& near, std::int32_t gone, std::int32_t other) {
    const auto place = std::find(near.begin(), near.end(), gone);
    if (std::find(near.begin(), near.end(), other) == near.end()) *place = other;
    else near.erase(place);
}

void contract(Neighbours& near, std::int32_t node) {
    const auto& own = near[node];
    if (own.size() == 1) std::erase(near[own[0]], node);
    if (own.size() == 2) {
        replace(near[own[0]], node, own[1]);
        replace(near[own[1]], node, own[0]);
    }
}

Cell core_of(const Cell& cell, const Neighbours& near, const std::vector<bool>& gone) {
    Cell core;
    std::vector<std::int32_t> local(cell.name.size(), -1);
    for (std::int32_t node = 0; node < cell.size(); ++node) {
        if (gone[node]) continue;
        local[node] = core.size();
        core.name.push_back(cell.name[node]);
    }
    core.first.push_back(0);
    for (std::int32_t node = 0; node < cell.size(); ++node) {
        if (gone[node]) continue;
        for (const auto other : near[node]) core.near.push_back(local[other]);
        core.first.push_back(static_cast<std::int32_t>(core.near.size()));
    }
    return core;
}

}  // namespace

std::vector<std::int32_t> peel(Cell& cell) {
    Neighbours near = neighbours_of(cell);
    std::vector<bool> gone(cell.name.size());
    std::vector<std::int32_t> touched_in(cell.name.size(), -1), candidates, later, peeled;
    for (std::int32_t node = 0; node < cell.size(); ++node) candidates.push_back(node);
    for (std::int32_t round = 0; !candidates.empty(); ++round, candidates.swap(later), later.clear()) {
        for (const auto node : candidates) {
            if (gone[node] || near[node].size() > 2) continue;
            if (touched_in[node] == round) {
                later.push_back(node);
                continue;
            }
            contract(near, node);
            gone[node] = true;
            peeled.push_back(cell.name[node]);
            for (const auto other : near[node]) {
                if (touched_in[other] != round) later.push_back(other);
                touched_in[other] = round;
            }
        }
    }
    cell = core_of(cell, near, gone);
    return peeled;
}

}  // namespace naru::geo
