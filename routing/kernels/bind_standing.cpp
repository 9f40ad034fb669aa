#include <stdexcept>
#include <vector>

#include <nanobind/stl/vector.h>

#include "bind_agreements.h"
#include "bindings.h"
#include "standing.h"

namespace routing {

namespace {

namespace nb = nanobind;

void expect(bool kept, const char* rule) {
    if (!kept) throw std::invalid_argument(rule);
}

void make(Standing* self, const Problem& problem, const std::vector<int>& types,
          const std::vector<std::vector<int>>& routes, const std::optional<Array<std::uint8_t, 2>>& full,
          const std::optional<Array<std::int32_t, 2>>& holds) {
    expect(types.size() == routes.size(), "types and routes must have the same length.");
    for (const int type : types) {
        expect(type >= 0 && type < problem.type_count(), "types name a vehicle type that does not exist.");
    }
    for (const auto& route : routes) {
        for (const int task : route) {
            expect(task >= 0 && task < problem.visit_count(), "routes name a task that does not exist.");
        }
    }
    new (self) Standing(problem, types, routes, agreements_of(problem, routes, full, holds));
}

std::vector<Quote> quotes(Standing& self, int task, const Array<std::int32_t, 2>& slots) {
    expect(slots.shape(1) == 2, "slots has wrong columns.");
    std::vector<Window> windows;
    for (std::size_t i = 0; i < slots.shape(0); ++i) windows.push_back({slots(i, 0), slots(i, 1)});
    return self.quotes(task, windows);
}

std::vector<std::vector<int>> routes_of(const Standing& self) {
    std::vector<std::vector<int>> found;
    for (int route = 0; route < self.route_count(); ++route) found.push_back(self.tasks_of(route));
    return found;
}

// Vehicle types of the routes; -1 for those that do not stand.
std::vector<int> types_of(const Standing& self) {
    std::vector<int> found;
    for (int route = 0; route < self.route_count(); ++route) {
        found.push_back(self.tasks_of(route).empty() ? nothing : self.type_of(route));
    }
    return found;
}

}  // namespace

void bind_standing(nb::module_& module) {
    nb::class_<Quote>(module, "Quote", "The cheapest place of a request; -1 where something does not apply.")
        .def_ro("cost", &Quote::cost)
        .def_ro("vehicle_type", &Quote::type)
        .def_ro("route", &Quote::route)
        .def_ro("pickup", &Quote::pickup)
        .def_ro("delivery", &Quote::delivery)
        .def_ro("pickup_start", &Quote::pickup_start)
        .def_ro("delivery_start", &Quote::delivery_start);
    nb::class_<Exchange>(module, "Exchange", "What has to leave a route so that a request gets in.")
        .def_ro("cost", &Exchange::cost)
        .def_ro("route", &Exchange::route, "-1: no route could serve it even alone.")
        .def_ro("leaving", &Exchange::leaving);
    nb::class_<Standing>(module, "Standing", "A plan into which requests may be put.")
        .def("__init__", &make, nb::arg("problem"), nb::arg("types"), nb::arg("routes"),
             nb::arg("full") = nb::none(), nb::arg("holds") = nb::none())
        .def("quote", &Standing::quote, nb::arg("request"), "The cheapest place of an unserved request.")
        .def("quotes", &quotes, nb::arg("task"), nb::arg("slots"),
             "The cheapest place of an unserved request for each window of one of its tasks.")
        .def("exchange", &Standing::exchange, nb::arg("request"),
             "The cheapest exchange that lets an unserved request in.")
        .def("serve", &Standing::serve, nb::arg("requests"), nb::arg("seconds"),
             nb::call_guard<nb::gil_scoped_release>(),
             "Put in what fits and is worth its cost; how many requests.")
        .def_prop_ro("routes", &routes_of, "Tasks of each route; none for one that does not stand.")
        .def_prop_ro("types", &types_of, "Vehicle types of the routes; -1 for one that does not stand.");
}

}  // namespace routing
