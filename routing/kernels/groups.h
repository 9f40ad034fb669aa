// Counts how many requests of each group are served.
#pragma once

#include <span>
#include <vector>

#include "problem.h"

namespace routing {

class Groups {
public:
    explicit Groups(const Problem& given)
        : problem(given), served(given.relations.first_of_group.size(), 0) {}

    bool concerns(int request) const {
        return problem.relations.grouped && problem.relations.group[request] != nothing;
    }
    void serve(int request, int sign) { served[problem.relations.group[request]] += sign; }

    bool may_insert(int request) const {
        return !concerns(request) || served[problem.relations.group[request]] == 0;
    }
    // Whether an unserved request counts; a group counts once, in the place of its first member.
    bool counts(int request) const {
        if (!concerns(request)) return true;
        const int group = problem.relations.group[request];
        return served[group] == 0 && problem.relations.first_of_group[group] == request;
    }

private:
    const Problem& problem;
    std::vector<int> served;  // per group
};

}  // namespace routing
