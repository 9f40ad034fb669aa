#include "precedence.h"

namespace routing {

void Precedences::list(std::span<const int> tasks, const Schedule& schedule,
                       std::vector<Span>& out) const {
    out.clear();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const int request = problem.tasks[tasks[i]].request;
        if (request == nothing || !concerns(request)) continue;
        const auto& stop = schedule.stops[i];
        if (tasks[i] == first_task(request)) out.push_back({request, stop.start, stop.finish});
        if (tasks[i] == first_task(request) && tasks[i] == last_task(request)) continue;
        for (auto& span : out) {
            if (span.request == request) span.finish = stop.finish;
        }
    }
}

void Precedences::mark(std::span<const int> tasks) {
    ++looked_at;
    for (const int task : tasks) {
        if (!problem.tasks[task].reload()) present[problem.tasks[task].request] = looked_at;
    }
}

bool Precedences::keeps_order(std::span<const int> tasks) {
    mark(tasks);
    for (const int task : tasks) {
        const int request = problem.tasks[task].request;
        if (request == nothing) continue;
        if (task == first_task(request)) {
            for (const int before : problem.relations.before[request]) {
                if (present[before] == looked_at && done[before] != looked_at) return false;
            }
        }
        if (task == last_task(request)) done[request] = looked_at;
    }
    return true;
}

void Precedences::hold(int route, int type, std::span<const int> tasks,
                       std::vector<Window>& holds) {
    holds.clear();
    mark(tasks);
    const auto elsewhere = [&](int request) {
        return present[request] != looked_at && where[request] != nothing &&
               where[request] != route;
    };
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Task& task = problem.tasks[tasks[i]];
        Window span{0, horizon};
        if (!task.reload() && tasks[i] == first_task(task.request)) {
            for (const int before : problem.relations.before[task.request]) {
                if (elsewhere(before)) span.open = std::max(span.open, spans[before].finish);
            }
        }
        if (!task.reload() && tasks[i] == last_task(task.request)) {
            const int previous = i > 0 ? problem.tasks[tasks[i - 1]].location
                                       : problem.vehicle_types[type].start;
            for (const int behind : problem.relations.behind[task.request]) {
                if (!elsewhere(behind)) continue;
                span.close = std::min(span.close, spans[behind].start -
                                                      occupied(problem, task, previous));
            }
        }
        if (holds.empty() && (span.open > 0 || span.close < horizon)) {
            holds.assign(tasks.size(), Window{0, horizon});
        }
        if (!holds.empty()) holds[i] = span;
    }
}

}  // namespace routing
