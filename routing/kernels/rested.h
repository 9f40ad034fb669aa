// Drives a route with rests: of all the ways to take them, the one that is home first.
#pragma once

#include <span>

#include "scheduler.h"

namespace routing {

class Rested {
public:
    Rested(const Problem& problem, int type, std::span<const int> tasks, std::span<const Time> holds,
           RestLabels& scratch);

    // Whether a drive that takes no rests keeps the rules all the same.
    bool needs_none(const Schedule& driven) const;
    // Finds the way that leaves at `departure`, is home first, and pays the least fares; false if there is none.
    bool drive(Time departure);
    // Its visits, and how it comes home.
    void visits(std::vector<RestLabel>& out) const;
    const RestLabel& home() const { return arrived; }
    void rests(std::vector<RestTaken>& out) const;

private:
    void go_on(const RestLabel& from, int index);
    void go_home(const RestLabel& from, int index);
    template <class Arrive>
    void travel_to(const RestLabel& from, int origin, int destination, const Arrive& arrive);
    void on_road(RestState state, std::int64_t work, std::vector<RestState>& out);
    Time arrival(Time departure, std::int64_t work) const;
    std::int64_t done(Time begin, Time end) const;
    bool cross(RestState& state, int link, Time& spare);
    void visit(const RestLabel& label, Time start, Time rested);
    void rest_and_visit(const RestLabel& label, Time begin, Time length, Time free);
    void keep(const RestLabel& label);
    bool is_late_for_a_meal(const RestState& state) const;
    bool rest(RestState& state, Time begin, Time end, Time free);

    const Problem& problem;
    int type;
    const VehicleType& vehicle;
    const Matrix& road;
    const Rests& rules;
    std::span<const int> tasks;
    std::span<const Time> holds;
    RestLabels& all;
    int place = 0;          // of the visit that is being reached
    int first_label = 0;    // of that visit
    RestLabel arrived;
};

}  // namespace routing
