// Runs several searches side by side; they exchange their best at fixed numbers of iterations.
#pragma once

#include <barrier>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "search.h"

namespace routing {

// Because exchange happens at iteration counts and not at moments, a run with an iteration limit gives the
// same result every time.
template <int level>
class Team {
public:
    Team(const Problem& given, const Settings& chosen, const Plan& start,
         std::function<bool(const Progress&)> ask)
        : problem(given),
          settings(chosen),
          initial(start),
          shared(empty_plan(given)),
          control(chosen, std::move(ask)),
          beside(given, asks_beside() ? chosen.near : 0, effort()),
          around(lists_around() ? Neighbours(given, ruin_neighbours, Near::around, effort()) : beside.before),
          members(static_cast<std::size_t>(chosen.threads)),
          meeting(chosen.threads, Meet{this}) {}

    Plan run(std::int64_t& iterations) {
        std::vector<std::jthread> others;
        for (int i = 1; i < settings.threads; ++i) {
            others.emplace_back([this, i] { work(i); });
        }
        work(0);  // asks Python, so it runs in the thread that called
        others.clear();
        if (failure) std::rethrow_exception(failure);
        iterations = members[0]->iterations;
        members[0]->settle_on(shared);
        return members[0]->best;
    }

private:
    static constexpr int ruin_neighbours = 100;
    static constexpr std::int64_t epoch = 10'000;

    // Where only times or loads forbid a position, the same lists serve both purposes.
    bool lists_around() const { return problem.level > 0 || settings.near != ruin_neighbours; }
    bool asks_beside() const {
        return !PairInsertion::serves(problem, static_cast<std::size_t>(problem.slot_count()));
    }
    // Lists are made before there is any plan.
    Effort effort() {
        return {settings.threads, [this] { return control.asks_to_stop(0, shared, problem.request_count()); }};
    }

    struct Meet {
        Team* team;
        void operator()() noexcept { team->meet(); }
    };

    void work(int number) {
        auto& member = members[static_cast<std::size_t>(number)];
        try {
            member = std::make_unique<Search<level>>(problem, beside, around, control, number);
            member->construct(initial);
        } catch (...) {
            fail();
        }
        while (true) {
            try {
                if (member) member->run(epoch);
            } catch (...) {
                fail();
            }
            meeting.arrive_and_wait();
            if (done) return;
            member->learn(shared);
        }
    }

    void fail() {
        const std::lock_guard guard(failing);
        if (!failure) failure = std::current_exception();
        control.stop = true;
    }

    // While all members wait: who found the best, and is it time to end?
    void meet() {
        if (failure) {
            done = true;
            return;
        }
        std::size_t winner = 0;
        bool all_finished = true;
        bool all_lulled = settings.max_lull >= 0;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (is_better(members[i]->best, members[winner]->best, settings.minimise_vehicles)) winner = i;
            all_finished = all_finished && members[i]->finished();
            all_lulled = all_lulled && members[i]->lull() >= settings.max_lull;
        }
        shared = members[winner]->best;
        done = control.stop || all_finished || all_lulled;
    }

    const Problem& problem;
    const Settings& settings;
    const Plan& initial;
    Plan shared;
    Control control;
    Beside beside;
    Neighbours around;
    std::vector<std::unique_ptr<Search<level>>> members;
    bool done = false;
    std::mutex failing;
    std::exception_ptr failure;
    std::barrier<Meet> meeting;
};

}  // namespace routing
