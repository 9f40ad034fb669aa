#include "bindings.h"
#include "opened.h"

namespace naru::geo {
namespace {

using I32 = Input<std::int32_t>;
using I64 = Input<std::int64_t>;

template <class Arrays> nb::dict dict_of(Arrays&& arrays) {
    nb::dict named;
    for_arrays(arrays, [&](const char* name, auto& values) { named[name] = numpy_of(std::move(values)); });
    return named;
}

void bind_classes(nb::module_& module) {
    using namespace nb::literals;
    nb::class_<OpenHierarchy>(module, "Hierarchy", "Arrays of build_hierarchy, checked and ready for searches.")
        .def(nb::init<const nb::dict&>(), "arrays"_a,
             nb::sig("def __init__(self, arrays: dict[str, NDArray[numpy.generic]]) -> None"));
    nb::class_<OpenMetric>(module, "Metric", "Arrays of customise, checked and ready for searches.")
        .def(nb::init<const OpenHierarchy&, const nb::dict&>(), "hierarchy"_a, "arrays"_a, nb::keep_alive<1, 2>(),
             nb::sig("def __init__(self, hierarchy: Hierarchy, arrays: dict[str, NDArray[numpy.generic]]) -> None"));
}

void bind_build(nb::module_& module) {
    using namespace nb::literals;
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
}

void bind_customise(nb::module_& module) {
    using namespace nb::literals;
    module.def("customise", [](const OpenHierarchy& hierarchy, const I32& duration, const I32& length,
                               const I32& turn, const I32& breaches) {
        MetricArrays<Owned> arrays;
        {
            nb::gil_scoped_release release;
            arrays = customise(hierarchy, {view(duration), view(length), view(turn), view(breaches)});
        }
        return dict_of(arrays);
    }, "hierarchy"_a, "duration"_a.noconvert(), "length"_a.noconvert(), "turn"_a.noconvert(), "breaches"_a.noconvert(),
       nb::sig("def customise(hierarchy: Hierarchy, duration: NDArray[numpy.int32], length: NDArray[numpy.int32],"
               " turn: NDArray[numpy.int32], breaches: NDArray[numpy.int32]) -> dict[str, NDArray[numpy.generic]]"),
       "Put the weights of the arcs on a hierarchy; return the arrays of the metric.");
}

}  // namespace

void bind_hierarchy(nb::module_& module) {
    bind_classes(module);
    bind_build(module);
    bind_customise(module);
}

}  // namespace naru::geo
