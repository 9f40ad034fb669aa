#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bindings.h"

namespace naru::geo {

void bind_memory(nanobind::module_& module) {
    module.def("release_memory", [] {
#ifdef __GLIBC__
        malloc_trim(0);
#endif
    }, "Give memory that is free back to the system, where the allocator would keep it.");
}

}  // namespace naru::geo
