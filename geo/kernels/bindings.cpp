#include "bindings.h"

NB_MODULE(_kernels, module) {
    module.doc() = "Hot kernels of geo: ordering, customisation, matrices and routes. Wrapped by geo.ordering and geo.paths.";
    naru::geo::bind_ordering(module);
    naru::geo::bind_hierarchy(module);
    naru::geo::bind_queries(module);
    naru::geo::bind_strong(module);
    naru::geo::bind_memory(module);
}
