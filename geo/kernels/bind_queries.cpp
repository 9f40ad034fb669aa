#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>

#include "bindings.h"
#include "dijkstra.h"
#include "matrix.h"
#include "opened.h"
#include "pages.h"
#include "route.h"

namespace naru::geo {
namespace {

using I32 = Input<std::int32_t>;
using I64 = Input<std::int64_t>;
using F64 = Input<double>;

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

void bind_matrix(nb::module_& module) {
    using namespace nb::literals;
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
}

void bind_route(nb::module_& module) {
    using namespace nb::literals;
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
}

void bind_dijkstra(nb::module_& module) {
    using namespace nb::literals;
    module.def("dijkstra_matrix", [](const I64& first_out, const I32& head, const I32& duration, const I32& length,
                                     const I32& turn, const I32& breaches, const I64& source_first, const I32& source_arc, const F64& source_fraction,
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
            const Weights weights{view(duration), view(length), view(turn), view(breaches)};
            weights.check(head.size());
            const auto drive = weights.drive(), whole = weights.whole();
            auto costs = dijkstra_matrix(graph, {drive, whole}, sources, targets);
            const MatrixOut out = tables.out(fine);
            for (std::size_t i = 0; i < costs.size(); ++i) {
                to_cell(costs[i], fine);
                out.durations[i] = duration_in(costs[i]);
                out.distances[i] = distance_in(costs[i]);
            }
        }
        return tables.both();
    }, "first_out"_a.noconvert(), "head"_a.noconvert(), "duration"_a.noconvert(), "length"_a.noconvert(),
       "turn"_a.noconvert(), "breaches"_a.noconvert(), "source_first"_a.noconvert(), "source_arc"_a.noconvert(), "source_fraction"_a.noconvert(),
       "target_first"_a.noconvert(), "target_arc"_a.noconvert(), "target_fraction"_a.noconvert(), "fine"_a,
       "The same matrix by plain Dijkstra: slow, obvious, for comparison.");
}

}  // namespace

void bind_queries(nb::module_& module) {
    bind_matrix(module);
    bind_route(module);
    bind_dijkstra(module);
}

}  // namespace naru::geo
