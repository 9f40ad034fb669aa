#include "bindings.h"

NB_MODULE(_kernels, module) {
    module.doc() = "Hot kernels of routing; routing.native turns problems into their arrays.";
    routing::bind_problem(module);
    routing::bind_schedule(module);
    routing::bind_search(module);
    routing::bind_standing(module);
}
