// Runs several searches side by side; they exchange their best at fixed numbers of iterations.
#pragma once

#include <algorithm>
#include <barrier>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "parts.h"
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
          random(chosen.seed),
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
        return members[0]->found();
    }

private:
    static constexpr int ruin_neighbours = 100;
    // Long enough that loading parts takes a few hundredths of the time.
    std::int64_t epoch() const { return std::max(10'000, 5 * problem.task_count()); }

    // Where only times or loads forbid a position, the same lists serve both purposes.
    bool lists_around() const { return problem.level > 0 || settings.near != ruin_neighbours; }
    bool asks_beside() const {
        return !PairInsertion::serves(problem, static_cast<std::size_t>(problem.slot_count()));
    }
    // Lists are made before there is any plan.
    Effort effort() {
        return {settings.threads, [this] { return control.asks_to_stop(0, shared); }};
    }

    struct Meet {
        Team* team;
        void operator()() noexcept {
            try {
                team->meet();
            } catch (...) {
                team->fail();
                team->done = true;
            }
        }
    };

    void work(int number) {
        auto& member = members[static_cast<std::size_t>(number)];
        try {
            member = std::make_unique<Search<level>>(problem, beside, around, control, number);
            member->construct(initial);
        } catch (...) {
            fail();
        }
        while (!done) {
            try {
                if (member) take_a_turn(*member, static_cast<std::size_t>(number));
            } catch (...) {
                fail();
            }
            meeting.arrive_and_wait();
        }
    }

    // From one meeting to the next.
    void take_a_turn(Search<level>& member, std::size_t number) {
        if (!parts.empty()) {
            plan_parts(member, number);
            return;
        }
        if (divided) {
            member.take_all(present, shared);
        } else {
            member.learn(shared);
        }
        member.run(epoch());
    }

    // Every so many parts are one member's, one after the other.
    void plan_parts(Search<level>& member, std::size_t number) {
        const auto threads = static_cast<std::size_t>(settings.threads);
        const std::int64_t share = epoch() * settings.threads / static_cast<std::int64_t>(parts.size());
        for (std::size_t i = number; i < parts.size(); i += threads) {
            member.take(parts[i], shared, found_at);
            member.run(share);
            parts[i].best = member.found();
            parts[i].present = member.present();
        }
    }

    void fail() {
        const std::lock_guard guard(failing);
        if (!failure) failure = std::current_exception();
        control.stop = true;
    }

    // While all members wait: what is the best, is it time to end, and who goes on with what?
    void meet() {
        if (failure) {
            done = true;
            return;
        }
        divided = !parts.empty();
        if (divided) {
            gather();
        } else {
            compare();
        }
        const auto& all = members;
        const bool all_finished = std::all_of(all.begin(), all.end(), [](const auto& one) { return one->finished(); });
        done = control.stop || all_finished || has_lulled();
        parts.clear();
        if (!done && worth_dividing()) parts = divide(problem, present, part_count(), random);
    }

    // Whoever has found the best.
    void compare() {
        std::size_t winner = 0;
        for (std::size_t i = 1; i < members.size(); ++i) {
            if (is_better(members[i]->best, members[winner]->best, settings.minimise_vehicles)) winner = i;
        }
        shared = members[winner]->found();
        found_at = members[winner]->iterations - members[winner]->lull();
        present = members[winner]->present();
    }

    // What all have found together.
    void gather() {
        Plan best;
        present = Plan{};
        for (const Part& part : parts) {
            append(best, part.best);
            append(present, part.present);
        }
        if (!is_better(best, shared, settings.minimise_vehicles)) return;
        shared = best;
        found_at = members[0]->iterations;
    }

    bool has_lulled() const {
        if (settings.max_lull < 0) return false;
        return members[0]->iterations - found_at >= settings.max_lull;
    }

    // As many for each thread as make the parts so small that what they need stays in the cache.
    int part_count() const {
        return settings.threads * std::max(1, problem.task_count() / (settings.threads * settings.part_size));
    }

    // Each part needs enough routes to exchange visits between.
    bool worth_dividing() const {
        constexpr int fewest_routes = 10;
        if (part_count() == 1 || !may_be_divided(problem)) return false;
        if (present.vehicles() < fewest_routes * part_count()) return false;
        return std::none_of(members.begin(), members.end(), [](const auto& one) { return one->minimises_fleet(); });
    }

    const Problem& problem;
    const Settings& settings;
    const Plan& initial;
    Plan shared;                 // the best of all
    std::int64_t found_at = 0;   // the iteration of it
    Plan present;                // what is to be divided
    std::vector<Part> parts;     // while the work is divided
    bool divided = false;        // whether it was until the last meeting
    Random random;
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
