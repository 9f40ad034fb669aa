#include "order_rules.h"

#include <array>

namespace routing {

namespace {

// The kinds of goods at one place; adding one that must not meet another fails.
class Kinds {
public:
    explicit Kinds(const std::vector<std::uint64_t>& given) : apart(given) {}

    bool add(int kind) {
        if ((apart[kind] & present) != 0) return false;
        present |= std::uint64_t{1} << kind;
        ++count[kind];
        return true;
    }
    void take_off(int kind) {
        if (--count[kind] == 0) present &= ~(std::uint64_t{1} << kind);
    }

private:
    const std::vector<std::uint64_t>& apart;
    std::uint64_t present = 0;
    std::array<int, 64> count{};
};

}  // namespace

bool keeps_goods_apart(const Problem& problem, std::span<const int> tasks,
                       std::vector<int>& scratch) {
    const Relations& relations = problem.relations;
    Kinds aboard(relations.apart_aboard);
    Kinds in_vehicle(relations.apart_in_vehicle);
    const auto kind_of = [&](const Task& task) {
        return task.reload() ? nothing : relations.goods[task.request];
    };
    const auto is_single = [&](const Task& task) {
        const Request& request = problem.requests[task.request];
        return request.pickup == nothing || request.delivery == nothing;
    };
    // What a trip brings from where it begins, up to the next reload.
    const auto load_trip = [&](std::size_t from) {
        for (std::size_t i = from; i < tasks.size(); ++i) {
            const Task& task = problem.tasks[tasks[i]];
            if (task.reload()) break;
            if (kind_of(task) == nothing || !task.delivery || !is_single(task)) continue;
            if (!aboard.add(kind_of(task))) return false;
        }
        return true;
    };
    std::vector<int>& collected = scratch;
    collected.clear();
    if (!load_trip(0)) return false;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Task& task = problem.tasks[tasks[i]];
        if (task.reload()) {
            for (const int kind : collected) aboard.take_off(kind);
            collected.clear();
            if (!load_trip(i + 1)) return false;
            continue;
        }
        const int kind = kind_of(task);
        if (kind == nothing) continue;
        if ((!task.delivery || is_single(task)) && !in_vehicle.add(kind)) return false;
        if (task.delivery) {
            aboard.take_off(kind);
        } else if (!aboard.add(kind)) {
            return false;
        } else if (is_single(task)) {
            collected.push_back(kind);
        }
    }
    return true;
}

bool keeps_pins(const Problem& problem, int type, std::span<const int> tasks) {
    const auto frozen = problem.relations.frozen[type];
    if (tasks.size() < frozen.size()) return tasks.empty();
    for (std::size_t i = 0; i < frozen.size(); ++i) {
        if (tasks[i] != frozen[i]) return false;
    }
    int last = nothing;
    for (const int task : tasks) {
        const int place = problem.relations.pinned_place[task];
        if (place == nothing) continue;
        if (place < last) return false;
        last = place;
    }
    return true;
}

}  // namespace routing
