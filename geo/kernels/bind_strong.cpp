#include "arrays.h"
#include "bindings.h"
#include "strong.h"

namespace naru::geo {

void bind_strong(nb::module_& module) {
    using namespace nb::literals;
    module.def("strong_states", [](const Input<std::int64_t>& first_turn, const Input<std::int32_t>& turn_state,
                                   const Input<std::uint8_t>& open, const Input<std::int32_t>& back,
                                   const Input<std::int32_t>& length, const Input<std::int32_t>& landmass) {
        std::vector<std::uint8_t> inside;
        {
            nb::gil_scoped_release release;
            inside = strong_states({{view(first_turn), view(turn_state)}, view(open), view(back), view(length), view(landmass)});
        }
        return numpy_of(std::move(inside));
    }, "first_turn"_a.noconvert(), "turn_state"_a.noconvert(), "open"_a.noconvert(), "back"_a.noconvert(),
       "length"_a.noconvert(), "landmass"_a.noconvert(),
       "Mark the states in the largest strongly connected part of their landmass.");
}

}  // namespace naru::geo
