#include "strong.h"

namespace naru::geo {
namespace {

// R. Tarjan: Depth-first search and linear graph algorithms. SIAM J. Computing 1 (1972), doi:10.1137/0201010; with a stack of its own.
class StrongParts {
  public:
    explicit StrongParts(const OpenStates& states)
        : states_(states), used_(states.graph.nodes()), part_(states.graph.nodes(), -1), low_(states.graph.nodes(), 0) {
        for (std::int32_t state = 0; state < states.graph.nodes(); ++state)
            for (auto turn = begin(state); turn < end(state); ++turn) used_[state] |= states_.open[turn];
    }

    // [states] the lowest state of the part that each lies in; -1 for states that lead nowhere.
    const std::vector<std::int32_t>& run() {
        for (std::int32_t state = 0; state < states_.graph.nodes(); ++state)
            if (used_[state] && low_[state] == 0) visit(state);
        return part_;
    }

  private:
    struct Call {
        std::int32_t state;
        std::int32_t number;  // of the visit; low_ falls below it where the state leads back to an earlier one
        std::int64_t turn;    // next one to follow; the way back along the street comes before the first
    };

    std::int64_t begin(std::int32_t state) const { return states_.graph.first_out[state]; }
    std::int64_t end(std::int32_t state) const { return states_.graph.first_out[state + 1]; }

    void enter(std::int32_t state) {
        low_[state] = ++visited_;
        open_.push_back(state);
        calls_.push_back({state, visited_, begin(state) - 1});
    }

    // Where the next way on leads: -1 where a turn is closed.
    std::int32_t follow(const Call& call) const {
        if (call.turn >= begin(call.state)) return states_.open[call.turn] ? states_.graph.head[call.turn] : -1;
        const std::int32_t back = states_.back[call.state];
        return back >= 0 && used_[back] ? back : -1;
    }

    void visit(std::int32_t root) {
        for (enter(root); !calls_.empty();) {
            Call& call = calls_.back();
            const std::int32_t state = call.state;
            if (call.turn == end(state)) {
                if (low_[state] == call.number) close(state);
                calls_.pop_back();
                if (!calls_.empty()) low_[calls_.back().state] = std::min(low_[calls_.back().state], low_[state]);
                continue;
            }
            const std::int32_t next = follow(call);
            ++call.turn;
            if (next < 0 || !used_[next] || part_[next] >= 0) continue;
            if (low_[next] == 0) enter(next);
            else low_[state] = std::min(low_[state], low_[next]);
        }
    }

    // Everything above the state is in its part.
    void close(std::int32_t state) {
        auto first = open_.end();
        do --first;
        while (*first != state);
        const std::int32_t lowest = *std::min_element(first, open_.end());
        for (auto one = first; one != open_.end(); ++one) part_[*one] = lowest;
        open_.erase(first, open_.end());
    }

    const OpenStates& states_;
    std::vector<std::uint8_t> used_;
    std::vector<std::int32_t> part_;
    std::vector<std::int32_t> low_;   // 0: not visited yet
    std::vector<std::int32_t> open_;  // visited, their part not known yet
    std::vector<Call> calls_;
    std::int32_t visited_ = 0;
};

}  // namespace

void OpenStates::check() const {
    graph.check();
    const auto count = static_cast<std::size_t>(graph.nodes());
    require(open.size() == graph.head.size(), "open must have one entry per turn.");
    require(back.size() == count, "back must have one entry per state.");
    require(length.size() == count, "length must have one entry per state.");
    require(landmass.size() == count, "landmass must have one entry per state.");
    bool known = true, numbered = true;
    for (std::size_t state = 0; state < count; ++state) {
        known &= back[state] >= -1 && back[state] < graph.nodes();
        numbered &= landmass[state] >= -1 && landmass[state] < graph.nodes();
    }
    require(known, "back must name states, or be -1.");
    require(numbered, "landmass must be -1 or a number below that of the states.");
}

std::vector<std::uint8_t> strong_states(const OpenStates& states) {
    states.check();
    const std::int32_t count = states.graph.nodes();
    StrongParts search(states);
    const std::vector<std::int32_t>& part = search.run();
    std::vector<std::uint8_t> inside(count, 0);
    std::vector<std::int64_t> size(count, 0);
    for (std::int32_t state = 0; state < count; ++state) {
        // A street that can only be left out of its part is no place to come back to.
        for (auto turn = states.graph.first_out[state]; turn < states.graph.first_out[state + 1] && part[state] >= 0; ++turn)
            if (states.open[turn] && part[states.graph.head[turn]] == part[state]) inside[state] = 1;
        if (inside[state]) size[part[state]] += states.length[state];
    }
    // Coming into a street that goes on to nowhere, a vehicle stops there and leaves it the way it came.
    const std::vector<std::uint8_t> driven = inside;
    for (std::int32_t state = 0; state < count; ++state)
        if (const std::int32_t back = states.back[state]; back >= 0 && part[state] >= 0 && part[back] == part[state])
            inside[state] |= driven[back];
    std::vector<std::int32_t> largest(count, -1);
    for (std::int32_t state = 0; state < count; ++state) {
        if (part[state] != state || states.landmass[state] < 0) continue;
        std::int32_t& best = largest[states.landmass[state]];
        if (best < 0 || size[state] > size[best]) best = state;
    }
    for (std::int32_t state = 0; state < count; ++state)
        inside[state] &= states.landmass[state] >= 0 && largest[states.landmass[state]] == part[state];
    return inside;
}

}  // namespace naru::geo
