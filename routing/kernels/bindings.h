// Declares what each part of the kernel shows to Python.
#pragma once

#include <cstdint>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

namespace routing {

template <class Value, int rank>
using Array = nanobind::ndarray<const Value, nanobind::ndim<rank>, nanobind::c_contig,
                                nanobind::device::cpu>;

// Hands a vector over to NumPy without copying it again.
template <class Value>
nanobind::ndarray<nanobind::numpy, Value, nanobind::ndim<1>> to_numpy(const std::vector<Value>& from) {
    auto* kept = new std::vector<Value>(from);
    nanobind::capsule owner(kept, [](void* data) noexcept {
        delete static_cast<std::vector<Value>*>(data);
    });
    return {kept->data(), {kept->size()}, owner};
}

struct Problem;

void bind_problem(nanobind::module_& module);
void bind_relations(nanobind::class_<Problem>& problem);
void bind_speeds(nanobind::class_<Problem>& problem);
void bind_rests(nanobind::class_<Problem>& problem);
void bind_walls(nanobind::class_<Problem>& problem);
void bind_schedule(nanobind::module_& module);
void bind_search(nanobind::module_& module);
void bind_standing(nanobind::module_& module);

}  // namespace routing
