#include "selection.h"

namespace naru::geo {
namespace {

class Selector {
  public:
    Selector(const Hierarchy& hierarchy, const Metric& metric, const Places& targets) : metric_(metric), seeds_(targets.size()) {
        selection_.code = NodeMap(hierarchy.rank.size());
        for (std::size_t target = 0; target < targets.size(); ++target)
            target_seeds(targets, target, metric.arc_costs(), hierarchy.arc_tail, seeds_[target]);
    }

    Selection run() {
        const std::vector<std::int32_t> order = by_neighbourhood();
        std::vector<std::size_t> ends;
        for (const auto target : order) {
            claim(target);
            ends.push_back(claims_.size());
        }
        cost_.assign(claims_.size(), unreachable);
        selection_.target_row.resize(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::size_t begin = i == 0 ? 0 : ends[i - 1];
            write_nodes(begin, ends[i]);
            write_target(order[i], begin, ends[i]);
        }
        begin_row();
        selection_.coded.reserve(claims_.size());
        for (const Claim& claim : claims_) {
            selection_.code[claim.node] = claim.shared ? 1 + claim.row : -1 - claim.row;
            selection_.coded.push_back(claim.node);
        }
        return std::move(selection_);
    }

  private:
    struct Claim {
        Node node;
        std::int32_t first_step;  // in steps_, up to that of the next claim
        std::int32_t target;  // the first one that it leads to
        std::int32_t row;     // its row if it leads to several targets, else its index in privates
        bool shared;
    };

    // Targets in the order of their nodes, so that what is near on the map comes to lie near in memory.
    std::vector<std::int32_t> by_neighbourhood() const {
        std::vector<std::pair<Node, std::int32_t>> keys;
        for (const auto& seeds : seeds_) keys.emplace_back(seeds.empty() ? -1 : seeds[0].node, static_cast<std::int32_t>(keys.size()));
        std::sort(keys.begin(), keys.end());
        std::vector<std::int32_t> order;
        for (const auto& key : keys) order.push_back(key.second);
        return order;
    }

    // Until the end, the code of a node is 1 + its number in claims_.
    std::int32_t number(Node node) const { return selection_.code[node] - 1; }

    // Numbers the nodes that lead to a target and to none before it, each after those above it; notes which lead to several.
    void claim(std::int32_t target) {
        for (const Seed& seed : seeds_[target]) {
            enter(seed.node, target);
            while (!stack_.empty()) {
                auto& [node, step] = stack_.back();
                if (step < metric_.in_first[node + 1]) {
                    enter(metric_.in_tail[step++], target);
                    continue;
                }
                add_claim(node, target);
                stack_.pop_back();
            }
        }
    }

    // Looks the numbers of the nodes above up while they are near; what follows goes by numbers alone.
    void add_claim(Node node, std::int32_t target) {
        claims_.push_back({node, static_cast<std::int32_t>(steps_.size()), target, 0, false});
        selection_.code[node] = static_cast<std::int32_t>(claims_.size());
        for (auto step = metric_.in_first[node]; step < metric_.in_first[node + 1]; ++step)
            steps_.push_back({number(metric_.in_tail[step]), metric_.in_cost[step]});
    }

    void enter(Node node, std::int32_t target) {
        if (const std::int32_t i = number(node); i >= 0) {
            if (claims_[i].target != target) share(i);
            return;
        }
        const std::int32_t begin = metric_.in_first[node], end = metric_.in_first[node + 1];
        stack_.emplace_back(node, begin);
        // Of a large map nothing is near: what is asked of the nodes above is fetched for all of them at once.
        for (std::int32_t step = begin; step < end; ++step) {
            __builtin_prefetch(&selection_.code[metric_.in_tail[step]]);
            __builtin_prefetch(&metric_.in_first[metric_.in_tail[step]]);
        }
        if (begin < end) __builtin_prefetch(&metric_.in_cost[begin]);
    }

    // Steps into a claim from those above it, by number.
    View<Pull> steps(std::size_t i) const {
        const std::size_t end = i + 1 < claims_.size() ? claims_[i + 1].first_step : steps_.size();
        return View<Pull>(steps_).subspan(claims_[i].first_step, end - claims_[i].first_step);
    }

    // Whatever leads to a node that leads to several targets does so too.
    void share(std::int32_t shared) {
        const auto mark = [&](std::int32_t i) {
            if (!claims_[i].shared) sharing_.push_back(i);
            claims_[i].shared = true;
        };
        for (mark(shared); !sharing_.empty();) {
            const std::int32_t below = sharing_.back();
            sharing_.pop_back();
            for (const Pull& step : steps(below)) mark(step.row);
        }
    }

    std::int32_t begin_row() {
        selection_.first.push_back(static_cast<std::int32_t>(selection_.pulls.size()));
        return static_cast<std::int32_t>(selection_.first.size()) - 1;
    }

    void write_nodes(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (!claims_[i].shared) continue;
            claims_[i].row = begin_row();
            for (const Pull& step : steps(i)) selection_.pulls.push_back({claims_[step.row].row, step.cost});
        }
    }

    // Walks backwards from a target through the nodes begin .. end - 1 that lead to no other, up to shared ones.
    void write_target(std::int32_t target, std::size_t begin, std::size_t end) {
        const std::int32_t row = begin_row();
        selection_.target_row[target] = row;
        border_.clear();
        for (const Seed& seed : seeds_[target]) lower(number(seed.node), seed.cost);
        for (std::size_t i = end; i-- > begin;) {
            if (claims_[i].shared) continue;
            for (const Pull& step : steps(i)) lower(step.row, cost_[i] + step.cost);
            claims_[i].row = static_cast<std::int32_t>(selection_.privates.size());
            selection_.privates.push_back({row, cost_[i]});
            cost_[i] = unreachable;
        }
        for (const std::int32_t i : border_)
            if (!detour(i)) selection_.pulls.push_back({claims_[i].row, cost_[i]});
        for (const std::int32_t i : border_) cost_[i] = unreachable;
    }

    void lower(std::int32_t i, Cost cost) {
        if (cost >= cost_[i]) return;
        if (claims_[i].shared && cost_[i] == unreachable) border_.push_back(i);
        cost_[i] = cost;
    }

    // Whether going up from a border node to another one first is quicker, so that nobody needs to come from here.
    bool detour(std::int32_t i) const {
        const Node node = claims_[i].node;
        for (auto step = metric_.out_first[node]; step < metric_.out_first[node + 1]; ++step)
            if (const std::int32_t above = number(metric_.out_head[step]);
                above >= 0 && metric_.out_cost[step] + cost_[above] < cost_[i])
                return true;
        return false;
    }

    const Metric& metric_;
    Selection selection_;
    std::vector<std::vector<Seed>> seeds_;
    Owned<Claim> claims_;
    Owned<Pull> steps_;            // of one claim after the other; rows are numbers of claims here
    std::vector<Cost> cost_;             // [claims] from there to the target at hand
    std::vector<std::int32_t> border_;   // shared claims at which the walk from the target at hand ends
    std::vector<std::pair<Node, std::int32_t>> stack_;
    std::vector<std::int32_t> sharing_;
};

}  // namespace

Selection select(const Hierarchy& hierarchy, const Metric& metric, const Places& targets) {
    return Selector(hierarchy, metric, targets).run();
}

}  // namespace naru::geo
