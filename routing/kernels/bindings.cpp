#include <nanobind/nanobind.h>

NB_MODULE(_kernels, module) {
    module.doc() = "Hot kernels of routing.";
}
