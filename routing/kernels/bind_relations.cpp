#include <algorithm>
#include <stdexcept>
#include <vector>

#include <nanobind/stl/pair.h>

#include "bindings.h"
#include "problem.h"

namespace routing {

namespace {

namespace nb = nanobind;
using Ints = Array<std::int32_t, 1>;
using Longs = Array<std::int64_t, 1>;
using IntTable = Array<std::int32_t, 2>;

template <class Value>
std::vector<Value> copied(const Array<Value, 1>& given) {
    return {given.data(), given.data() + given.size()};
}

Lists lists(const std::pair<Ints, Ints>& given) {
    return {copied(given.first), copied(given.second)};
}

// Lists the other number of each pair under the one in column `key`.
Lists grouped_by(const IntTable& pairs, std::size_t key, int count) {
    Lists result;
    for (int one = 0; one < count; ++one) {
        for (std::size_t i = 0; i < pairs.shape(0); ++i) {
            if (pairs(i, key) == one) result.numbers.push_back(pairs(i, 1 - key));
        }
        result.starts.push_back(static_cast<int>(result.numbers.size()));
    }
    return result;
}

// Longest chain before each request; there are no circles.
std::vector<int> depths(const Lists& before, int count) {
    std::vector<int> depth(static_cast<std::size_t>(count), 0);
    for (bool deeper = true; deeper;) {
        deeper = false;
        for (int one = 0; one < count; ++one) {
            for (const int other : before[one]) {
                if (depth[other] < depth[one]) continue;
                depth[one] = depth[other] + 1;
                deeper = true;
            }
        }
    }
    return depth;
}

void set_precedences(Problem& problem, const IntTable& precedences) {
    Relations& relations = problem.relations;
    const int count = problem.request_count();
    relations.precedences = precedences.shape(0) > 0;
    relations.behind = grouped_by(precedences, 0, count);
    relations.before = grouped_by(precedences, 1, count);
    relations.depth = depths(relations.before, count);
}

// Columns: kind, kind, whether they may not even be in the same vehicle.
void set_goods(Problem& problem, const Ints& goods, const IntTable& apart) {
    Relations& relations = problem.relations;
    relations.goods = copied(goods);
    relations.apart_aboard.assign(64, 0);
    relations.apart_in_vehicle.assign(64, 0);
    for (std::size_t i = 0; i < apart.shape(0); ++i) {
        auto& masks = apart(i, 2) != 0 ? relations.apart_in_vehicle : relations.apart_aboard;
        masks[apart(i, 0)] |= std::uint64_t{1} << apart(i, 1);
        masks[apart(i, 1)] |= std::uint64_t{1} << apart(i, 0);
    }
    relations.parted = apart.shape(0) > 0;
}

void relate(Problem& problem, const Ints& deck_capacity, const Ints& deck_units,
            const std::pair<Ints, Ints>& sailings, const Longs& weight, const Longs& type_cost,
            const Ints& group, const Ints& first_of_group, const Ints& goods, const IntTable& apart,
            const IntTable& precedences, const Ints& pinned_place, const Ints& previous_start,
            const std::pair<Ints, Ints>& frozen, std::int64_t shifted_cost,
            std::int64_t balance_cost, const Ints& nights, const Longs& overnight_cost) {
    Relations& relations = problem.relations;
    relations.deck_capacity = copied(deck_capacity);
    relations.deck_units = copied(deck_units);
    relations.sailings = lists(sailings);
    relations.decks = deck_capacity.size() > 0 && problem.linked;
    relations.weight = copied(weight);
    relations.type_cost = copied(type_cost);
    relations.group = copied(group);
    relations.first_of_group = copied(first_of_group);
    relations.grouped = first_of_group.size() > 0;
    set_goods(problem, goods, apart);
    set_precedences(problem, precedences);
    relations.pinned_place = copied(pinned_place);
    relations.previous_start = copied(previous_start);
    relations.held.assign(problem.requests.size(), 0);
    for (std::size_t task = 0; task < relations.pinned_place.size(); ++task) {
        const int request = problem.tasks[task].request;
        if (request != nothing && relations.pinned_place[task] != nothing) relations.held[request] = 1;
    }
    relations.frozen = lists(frozen);
    relations.pinned =
        !relations.frozen.empty() ||
        std::any_of(relations.pinned_place.begin(), relations.pinned_place.end(),
                    [](int place) { return place != nothing; });
    relations.shifted_cost = shifted_cost;
    relations.balance_cost = balance_cost;
    relations.nights = copied(nights);
    relations.overnight_cost = copied(overnight_cost);
    relations.nightly = nights.size() > 0 &&
                        std::any_of(relations.overnight_cost.begin(),
                                    relations.overnight_cost.end(), [](auto c) { return c != 0; });
    const bool timed = relations.decks || relations.ordered() || relations.nightly ||
                       !relations.type_cost.empty() || shifted_cost != 0 || balance_cost != 0;
    problem.tied = timed || relations.grouped;
    if (timed || (problem.tied && problem.steady)) problem.need_timetables();
    if (problem.tied) problem.level = 2;
}

}  // namespace

void bind_relations(nb::class_<Problem>& type) {
    type.def("relate", &relate, nb::kw_only(), nb::arg("deck_capacity"), nb::arg("deck_units"),
             nb::arg("sailings"), nb::arg("weight"), nb::arg("type_cost"), nb::arg("group"),
             nb::arg("first_of_group"), nb::arg("goods"), nb::arg("apart"), nb::arg("precedences"),
             nb::arg("pinned_place"), nb::arg("previous_start"), nb::arg("frozen"),
             nb::arg("shifted_cost"), nb::arg("balance_cost"), nb::arg("nights"),
             nb::arg("overnight_cost"),
             "Tie requests and routes together; see routing.native_relations.");
}

}  // namespace routing
