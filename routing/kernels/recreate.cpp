#include "recreate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace routing {

namespace {

const Task& first_task(const Problem& problem, int request) {
    const Request& asked = problem.requests[request];
    return problem.tasks[asked.pickup != nothing ? asked.pickup : asked.delivery];
}

Cost total_load(const Problem& problem, int request) {
    Cost sum = 0;
    for (int k = 0; k < problem.dimensions; ++k) sum += problem.load_of(request)[k];
    return sum;
}

template <class Key>
std::vector<Cost> key_of_each(const Problem& problem, Key key) {
    std::vector<Cost> result;
    for (int i = 0; i < problem.request_count(); ++i) result.push_back(key(i));
    return result;
}

}  // namespace

template <int level>
Recreate<level>::Recreate(Routes<level>& given, const Beside& near, Random& drawn)
    : insertion(given, near, drawn),
      vehicle_limit(std::numeric_limits<int>::max()),
      problem(given.problem),
      routes(given),
      random(drawn) {
    if (problem.relations.precedences) turn.resize(problem.requests.size());
    const int depot = problem.type_count() > 0 ? problem.vehicle_types[0].start : problem.nowhere;
    const auto away = [&](int request) {
        return Cost{problem.distances[0](depot, first_task(problem, request).location)};
    };
    const auto open = [&](int request) {
        return Cost{problem.windows[first_task(problem, request).first_window].open};
    };
    const auto close = [&](int request) {
        return Cost{problem.windows[first_task(problem, request).last_window - 1].close};
    };
    const auto add = [&](int weight, auto key) {
        weights.push_back(weight);
        weight_sum += weight;
        keys.push_back(key_of_each(problem, key));
    };
    add(4, [](int) { return Cost{0}; });
    add(4, [&](int request) { return -total_load(problem, request); });
    add(2, [&](int request) { return -away(request); });
    add(1, away);
    if (problem.timed) {
        add(2, [&](int request) { return close(request) - open(request); });
        add(2, open);
        add(2, [&](int request) { return -close(request); });
    }
    if (problem.released) {
        add(4, [&](int request) { return Cost{problem.requests[request].release}; });
    }
}

template <int level>
void Recreate<level>::sort(std::vector<int>& requests) {
    for (std::size_t i = requests.size(); i > 1; --i) {
        std::swap(requests[i - 1], requests[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
    }
    int drawn = random.below(weight_sum);
    std::size_t order = 0;
    while (drawn >= weights[order]) drawn -= weights[order++];
    if (order == 0) return;
    const auto& key = keys[order];
    std::sort(requests.begin(), requests.end(), [&](int a, int b) {
        return key[a] != key[b] ? key[a] < key[b] : a < b;
    });
}

template <int level>
bool Recreate<level>::place(int request, Cost ceiling) {
    if (level == 2 && !routes.ties.may_insert(request)) return false;
    insertion.new_routes = static_cast<int>(routes.used.size()) < vehicle_limit;
    Cost limit = ceiling - routes.cost;
    if (problem.requests[request].prize != nothing) {
        const double most = std::ceil(static_cast<double>(worth(request, appeal)) * generosity);
        limit = std::min(limit, static_cast<Cost>(std::min(most, static_cast<double>(no_cost))));
    }
    const Spot spot = insertion.best(request, limit);
    if (!spot.found()) return false;
    insert(request, spot);
    return true;
}

template <int level>
void Recreate<level>::insert(int request, const Spot& spot) {
    put(routes, problem.requests[request], spot);
}

// Whether nothing else can make up for leaving it out; of a group another member may.
template <int level>
bool Recreate<level>::is_required_alone(int request) const {
    const bool grouped = problem.relations.grouped && problem.relations.group[request] != nothing;
    return problem.requests[request].prize == nothing && !grouped;
}

template <int level>
bool Recreate<level>::run(std::vector<int>& requests, std::vector<int>& unserved,
                          bool all_or_nothing, bool near_only, Cost ceiling) {
    insertion.look_everywhere = !near_only;
    sort(requests);
    if (problem.relations.precedences) {
        const auto& depth = problem.relations.depth;
        for (std::size_t i = 0; i < requests.size(); ++i) turn[requests[i]] = static_cast<int>(i);
        std::sort(requests.begin(), requests.end(), [&](int a, int b) {
            return depth[a] != depth[b] ? depth[a] < depth[b] : turn[a] < turn[b];
        });
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const int request = requests[i];
        if (ended && i % 16 == 0 && ended()) {
            unserved.insert(unserved.end(), requests.begin() + static_cast<std::ptrdiff_t>(i), requests.end());
            return true;
        }
        if (place(request, ceiling)) continue;
        unserved.push_back(request);
        if (all_or_nothing && is_required_alone(request)) return false;
        if (ceiling < no_cost) {
            ceiling -= worth(request, appeal);
            if (routes.cost >= ceiling) return false;
        }
    }
    return true;
}

template class Recreate<0>;
template class Recreate<1>;
template class Recreate<2>;

}  // namespace routing
