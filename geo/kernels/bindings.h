// Lists what binds the kernels of geo to Python, each beside the code it binds.
#pragma once

#include <nanobind/nanobind.h>

namespace naru::geo {

void bind_ordering(nanobind::module_& module);
void bind_hierarchy(nanobind::module_& module);
void bind_queries(nanobind::module_& module);
void bind_strong(nanobind::module_& module);
void bind_memory(nanobind::module_& module);

}  // namespace naru::geo
