#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>

#include "arrays.h"
#include "bindings.h"
#include "customise.h"
#include "dijkstra.h"
#include "matrix.h"
#include "pages.h"
#include "route.h"

namespace naru::geo {
namespace {

template <class Arrays, class Visit> void for_arrays(Arrays& arrays, Visit visit)
    requires requires { arrays.rank; } {
    visit("rank", arrays.rank);
    visit("parent", arrays.parent);
    visit("depth", arrays.depth);
    visit("arc_tail", arrays.arc_tail);
    visit("arc_head", arrays.arc_head);
    visit("up_first", arrays.up_first);
    visit("up_head", arrays.up_head);
    visit("up_tail", arrays.up_tail);
    visit("down_first", arrays.down_first);
    visit("down_edge", arrays.down_edge);
    visit("input_first", arrays.input_first);
    visit("input_arc", arrays.input_arc);
}

template <class Arrays, class Visit> void for_arrays(Arrays& arrays, Visit visit)
    requires requires { arrays.arc_cost; } {
    visit("arc_cost", arrays.arc_cost);
    visit("both", arrays.both);
    visit("out_first", arrays.out_first);
    visit("out_head", arrays.out_head);
    visit("out_cost", arrays.out_cost);
    visit("in_first", arrays.in_first);
    visit("in_tail", arrays.in_tail);
    visit("in_cost", arrays.in_cost);
}

// Arrays that Python owns, seen as a T, and the objects that keep them alive.
template <class T> struct Opened : T {
    std::vector<nb::object> owners;

    explicit Opened(const nb::dict& arrays) {
        for_arrays(static_cast<T&>(*this), [&]<class Item>(const char* name, std::span<const Item>& target) {
            target = named_array<Item>(arrays, name, owners);
        });
    }
};

struct OpenHierarchy : Opened<Hierarchy> {
    explicit OpenHierarchy(const nb::dict& arrays) : Opened(arrays) {
        nb::gil_scoped_release release;
        check();
    }
};

struct OpenMetric : Opened<Metric> {
    const OpenHierarchy& hierarchy;

    OpenMetric(const OpenHierarchy& of, const nb::dict& arrays) : Opened(arrays), hierarchy(of) {
        nb::gil_scoped_release release;
        check(of);
    }
};

template <class Arrays> nb::dict dict_of(Arrays&& arrays) {
    nb::dict named;
    for_arrays(arrays, [&](const char* name, auto& values) { named[name] = numpy_of(std::move(values)); });
    return named;
}

// The two tables of a matrix, made before they are filled.
struct Tables {
    std::size_t rows, columns;
    Pages durations{rows * columns * sizeof(std::int32_t)};
    Pages distances{rows * columns * sizeof(std::int32_t)};

    MatrixOut out(bool fine) { return {durations.as<std::int32_t>(), distances.as<std::int32_t>(), fine}; }
    Table<std::int32_t> numpy(Pages& filled) const {
        auto owned = std::make_unique<Pages>(std::move(filled));
        auto* cells = owned->as<std::int32_t>();
        nb::capsule owner(owned.release(), [](void* pages) noexcept { delete static_cast<Pages*>(pages); });
        return Table<std::int32_t>(cells, {rows, columns}, owner);
    }
    auto both() { return std::pair(numpy(durations), numpy(distances)); }
};

Places places(const Input<std::int64_t>& first, const Input<std::int32_t>& arc, const Input<double>& fraction) {
    return {view(first), view(arc), view(fraction)};
}

}  // namespace

void bind_paths(nb::module_& module) {
    using I32 = Input<std::int32_t>;
    using I64 = Input<std::int64_t>;
    using F64 = Input<double>;
    using namespace nb::literals;

    nb::class_<OpenHierarchy>(module, "Hierarchy", "Arrays of build_hierarchy, checked and ready for searches.")
        .def(nb::init<const nb::dict&>(), "arrays"_a,
             nb::sig("def __init__(self, arrays: dict[str, NDArray[numpy.generic]]) -> None"));
    nb::class_<OpenMetric>(module, "Metric", "Arrays of customise, checked and ready for searches.")
        .def(nb::init<const OpenHierarchy&, const nb::dict&>(), "hierarchy"_a, "arrays"_a, nb::keep_alive<1, 2>(),
             nb::sig("def __init__(self, hierarchy: Hierarchy, arrays: dict[str, NDArray[numpy.generic]]) -> None"));

    module.def("build_hierarchy", [](const I64& first_out, const I32& head, const I32& rank) {
        HierarchyArrays<Owned> arrays;
        {
            nb::gil_scoped_release release;
            arrays = build_hierarchy({view(first_out), view(head)}, view(rank));
        }
        return dict_of(arrays);
    }, "first_out"_a.noconvert(), "head"_a.noconvert(), "rank"_a.noconvert(),
       nb::sig("def build_hierarchy(first_out: NDArray[numpy.int64], head: NDArray[numpy.int32], rank: NDArray[numpy.int32])"
               " -> dict[str, NDArray[numpy.int32]]"),
       "Contract the nodes in rank order and return the arrays of the hierarchy.");

    module.def("customise", [](const OpenHierarchy& hierarchy, const I32& duration, const I32& length) {
        MetricArrays<Owned> arrays;
        {
            nb::gil_scoped_release release;
            arrays = customise(hierarchy, view(duration), view(length));
        }
        return dict_of(arrays);
    }, "hierarchy"_a, "duration"_a.noconvert(), "length"_a.noconvert(),
       nb::sig("def customise(hierarchy: Hierarchy, duration: NDArray[numpy.int32], length: NDArray[numpy.int32])"
               " -> dict[str, NDArray[numpy.generic]]"),
       "Put milliseconds (negative: closed) and centimetres per arc on a hierarchy; return the arrays of the metric.");

    module.def("matrix", [](const OpenMetric& metric, const I64& source_first, const I32& source_arc, const F64& source_fraction,
                            const I64& target_first, const I32& target_arc, const F64& target_fraction, int threads, bool fine) {
        const Places sources = places(source_first, source_arc, source_fraction);
        const Places targets = places(target_first, target_arc, target_fraction);
        sources.check(metric.arc_cost.size(), "sources");
        targets.check(metric.arc_cost.size(), "targets");
        Tables tables{sources.size(), targets.size()};
        {
            nb::gil_scoped_release release;
            matrix(metric.hierarchy, metric, sources, targets, threads, tables.out(fine));
        }
        return tables.both();
    }, "metric"_a, "source_first"_a.noconvert(), "source_arc"_a.noconvert(), "source_fraction"_a.noconvert(),
       "target_first"_a.noconvert(), "target_arc"_a.noconvert(), "target_fraction"_a.noconvert(), "threads"_a, "fine"_a,
       "Durations and distances between places, -1 where no road leads.");

    module.def("route", [](const OpenMetric& metric, const I64& source_first, const I32& source_arc, const F64& source_fraction,
                           const I64& target_first, const I32& target_arc, const F64& target_fraction) {
        Route found;
        {
            nb::gil_scoped_release release;
            found = route(metric.hierarchy, metric, places(source_first, source_arc, source_fraction),
                          places(target_first, target_arc, target_fraction));
        }
        const bool any = found.cost < unreachable;
        return std::tuple(numpy_of(std::move(found.arcs)), any ? duration_of(found.cost) : std::int64_t{-1},
                          any ? length_of(found.cost) : std::int64_t{-1}, found.source_position, found.target_position);
    }, "metric"_a, "source_first"_a.noconvert(), "source_arc"_a.noconvert(), "source_fraction"_a.noconvert(),
       "target_first"_a.noconvert(), "target_arc"_a.noconvert(), "target_fraction"_a.noconvert(),
       "Arcs, milliseconds, centimetres and the positions used by the quickest route; -1 where no road leads.");

    module.def("dijkstra_matrix", [](const I64& first_out, const I32& head, const I32& duration, const I32& length,
                                     const I64& source_first, const I32& source_arc, const F64& source_fraction,
                                     const I64& target_first, const I32& target_arc, const F64& target_fraction, bool fine) {
        const Graph graph{view(first_out), view(head)};
        const Places sources = places(source_first, source_arc, source_fraction);
        const Places targets = places(target_first, target_arc, target_fraction);
        graph.check();
        sources.check(head.size(), "sources");
        targets.check(head.size(), "targets");
        Tables tables{sources.size(), targets.size()};
        {
            nb::gil_scoped_release release;
            const auto arc_cost = arc_costs(head.size(), view(duration), view(length));
            auto costs = dijkstra_matrix(graph, arc_cost, sources, targets);
            const MatrixOut out = tables.out(fine);
            for (std::size_t i = 0; i < costs.size(); ++i) {
                to_cell(costs[i], fine);
                out.durations[i] = duration_in(costs[i]);
                out.distances[i] = distance_in(costs[i]);
            }
        }
        return tables.both();
    }, "first_out"_a.noconvert(), "head"_a.noconvert(), "duration"_a.noconvert(), "length"_a.noconvert(),
       "source_first"_a.noconvert(), "source_arc"_a.noconvert(), "source_fraction"_a.noconvert(),
       "target_first"_a.noconvert(), "target_arc"_a.noconvert(), "target_fraction"_a.noconvert(), "fine"_a,
       "The same matrix by plain Dijkstra: slow, obvious, for comparison.");
}

}  // namespace naru::geo
