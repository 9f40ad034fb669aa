// Carries arrays over the border to Python: views in, owned vectors out, nothing copied.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <memory>
#include <string>
#include <vector>

#include "types.h"

namespace naru::geo {

namespace nb = nanobind;

template <class T> using Input = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T> using Output = nb::ndarray<nb::numpy, T, nb::ndim<1>, nb::c_contig>;
template <class T> using Table = nb::ndarray<nb::numpy, T, nb::ndim<2>, nb::c_contig>;

template <class T> View<T> view(const Input<T>& array) { return {array.data(), array.size()}; }

template <class T, class Allocator> Output<T> numpy_of(std::vector<T, Allocator>&& values) {
    using Vector = std::vector<T, Allocator>;
    auto owned = std::make_unique<Vector>(std::move(values));
    T* data = owned->data();
    const std::size_t size = owned->size();
    nb::capsule owner(owned.release(), [](void* held) noexcept { delete static_cast<Vector*>(held); });
    return Output<T>(data, {size}, owner);
}

// The array called `name`, whose memory stays alive as long as `owners`.
template <class T> View<T> named_array(const nb::dict& arrays, const char* name, std::vector<nb::object>& owners) {
    Input<T> array;
    const std::string rule = std::string(name) + " must be a contiguous array of int" + std::to_string(8 * sizeof(T)) + ".";
    if (!arrays.contains(name)) throw std::invalid_argument(std::string(name) + " is missing.");
    if (!nb::try_cast(arrays[name], array, false)) throw std::invalid_argument(rule);
    owners.emplace_back(arrays[name]);
    return view(array);
}

}  // namespace naru::geo
