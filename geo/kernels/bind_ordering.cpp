#include "arrays.h"
#include "bindings.h"
#include "dissection.h"

namespace naru::geo {

void bind_ordering(nb::module_& module) {
    using namespace nb::literals;
    module.def("nested_dissection", [](const Input<std::int64_t>& first_out, const Input<std::int32_t>& head,
                                       const Input<double>& lat, const Input<double>& lon) {
        std::vector<std::int32_t> rank;
        {
            nb::gil_scoped_release release;
            rank = nested_dissection({view(first_out), view(head)}, view(lat), view(lon));
        }
        return numpy_of(std::move(rank));
    }, "first_out"_a.noconvert(), "head"_a.noconvert(), "lat"_a.noconvert(), "lon"_a.noconvert(),
       "Rank every node so that small separators come last.");
}

}  // namespace naru::geo
