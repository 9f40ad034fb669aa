#include "parts.h"

#include <algorithm>
#include <numeric>

namespace routing {

namespace {

// A route, or a request without one, as what lies on one side of a cut.
struct Lump {
    int route;  // of the plan, or nothing
    int request;
    int first;  // its tasks, in `Lumps::tasks`
    int last;
    std::int64_t side = 0;  // how much nearer it is to the first of two places than to the second
};

class Lumps {
public:
    Lumps(const Problem& given, const Plan& plan) : problem(given), tasks(plan.tasks) {
        std::vector<char> served(problem.requests.size(), 0);
        for (const int task : tasks) served[problem.tasks[task].request] = 1;
        int from = 0;
        for (int route = 0; route < plan.vehicles(); ++route) {
            all.push_back({route, nothing, from, plan.ends[route]});
            from = plan.ends[route];
        }
        for (int request = 0; request < problem.request_count(); ++request) {
            if (served[request]) continue;
            const Request& asked = problem.requests[request];
            tasks.push_back(asked.pickup != nothing ? asked.pickup : asked.delivery);
            const int end = static_cast<int>(tasks.size());
            all.push_back({nothing, request, end - 1, end});
        }
    }

    // Moves `share` of the visits from `first` on to the front, by a cut between two places; returns where it is.
    std::size_t cut(std::size_t first, double share, Random& random) {
        const int here = drawn(first, random);
        const int there = drawn(first, random);
        const Matrix& way = problem.distances[0];
        std::int64_t visits = 0;
        for (std::size_t i = first; i < all.size(); ++i) {
            Lump& lump = all[i];
            const std::int64_t size = lump.last - lump.first;
            std::int64_t sum = 0;
            for (int k = lump.first; k < lump.last; ++k) {
                const int location = problem.tasks[tasks[k]].location;
                sum += std::int64_t{way(here, location)} - way(there, location);
            }
            lump.side = sum / size;
            visits += size;
        }
        std::sort(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(), [](const Lump& a, const Lump& b) {
            return a.side != b.side ? a.side < b.side : a.first < b.first;
        });
        double left = share * static_cast<double>(visits);
        std::size_t end = first;
        while (end < all.size() && left > 0) {
            left -= all[end].last - all[end].first;
            ++end;
        }
        return end;
    }

    std::vector<Lump> all;

private:
    int drawn(std::size_t first, Random& random) const {
        const int lump = static_cast<int>(first) + random.below(static_cast<int>(all.size() - first));
        return problem.tasks[tasks[all[lump].first]].location;
    }

    const Problem& problem;
    std::vector<int> tasks;
};

void add_route(Part& part, const Plan& plan, const Lump& lump) {
    part.plan.slots.push_back(plan.slots[lump.route]);
    part.plan.tasks.insert(part.plan.tasks.end(), plan.tasks.begin() + lump.first, plan.tasks.begin() + lump.last);
    part.plan.ends.push_back(static_cast<int>(part.plan.tasks.size()));
}

// Every idle vehicle may be used by one part, every used one by its own.
void open_slots(const Problem& problem, const Plan& plan, std::vector<Part>& parts) {
    std::vector<char> used(static_cast<std::size_t>(problem.slot_count()), 0);
    for (const int slot : plan.slots) used[slot] = 1;
    for (Part& part : parts) part.open.assign(used.size(), 0);
    std::size_t next = 0;
    for (std::size_t slot = 0; slot < used.size(); ++slot) {
        if (!used[slot]) parts[next++ % parts.size()].open[slot] = 1;
    }
    for (Part& part : parts) {
        for (const int slot : part.plan.slots) part.open[slot] = 1;
    }
}

}  // namespace

bool may_be_divided(const Problem& problem) {
    return !problem.tied && !problem.relations.pinned && problem.reload_count == 0;
}

std::vector<Part> divide(const Problem& problem, const Plan& plan, int count, Random& random) {
    Lumps lumps(problem, plan);
    std::vector<Part> parts(static_cast<std::size_t>(count));
    std::size_t begin = 0;
    for (int i = 0; i < count; ++i) {
        const std::size_t end = begin < lumps.all.size() ? lumps.cut(begin, 1.0 / (count - i), random) : begin;
        for (std::size_t k = begin; k < end; ++k) {
            if (lumps.all[k].route != nothing) {
                add_route(parts[i], plan, lumps.all[k]);
            } else {
                parts[i].unserved.push_back(lumps.all[k].request);
            }
        }
        begin = end;
    }
    open_slots(problem, plan, parts);
    return parts;
}

void append(Plan& plan, const Plan& more) {
    const int offset = static_cast<int>(plan.tasks.size());
    plan.slots.insert(plan.slots.end(), more.slots.begin(), more.slots.end());
    plan.tasks.insert(plan.tasks.end(), more.tasks.begin(), more.tasks.end());
    for (const int end : more.ends) plan.ends.push_back(offset + end);
    plan.required_unserved += more.required_unserved;
    plan.cost += more.cost;
    plan.unserved += more.unserved;
}

}  // namespace routing
