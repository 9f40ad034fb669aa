// Holds the rest rules of vehicle types and the ways to keep them along a route; the rules are in routing/rests.py.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace routing {

// As routing.rests.MOST_RULES.
constexpr int most_rest_rules = 4;

struct RestRule {
    std::int32_t rest;
    std::int32_t within;
    bool work;      // else of driving
    bool waiting;   // waiting may be rest
    bool crossing;  // time aboard may be rest
};

struct Meal {
    std::int32_t open;
    std::int32_t close;
    std::int32_t duration;
    bool waiting;
    bool crossing;

    std::int32_t last_begin() const { return close - duration; }
};

struct Rests {
    std::vector<RestRule> rules;
    std::vector<Meal> meals;
    std::vector<std::int32_t> lengths;  // of rests and meals, ascending, each once

    bool empty() const { return rules.empty() && meals.empty(); }
};

// Where and when a driver is, and what counts for the rules.
struct RestState {
    std::int32_t time = 0;
    std::array<std::int32_t, most_rest_rules> since{};  // driving or work since the last rest, per rule
    std::uint8_t eaten = 0;                             // one bit per meal
    int rest = -1;                                      // the last rest, in `RestLabels::rests`
};

// One way to have finished a visit.
struct RestLabel {
    RestState state;
    int parent = -1;
    int link = -1;
    std::int32_t arrival = 0;
    std::int32_t start = 0;
    std::int32_t spare = 0;  // how much later at the quay, or at the visit, with the same rests
    std::int64_t fare = 0;   // of all links so far
};

struct RestLabels {
    struct Rest {
        std::int32_t begin;
        std::int32_t end;
        int previous;
        int place;  // of the visit before which it is taken
    };
    std::vector<RestLabel> labels;
    std::vector<Rest> rests;
    std::vector<RestState> on_road;  // scratch
    std::vector<RestState> ashore;   // scratch
};

}  // namespace routing
