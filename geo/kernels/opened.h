// Hierarchies and metrics whose arrays Python owns.
#pragma once

#include "arrays.h"
#include "customise.h"

namespace naru::geo {

template <class Arrays, class Visit> void for_arrays(Arrays& arrays, Visit visit)
    requires requires { arrays.rank; } {
    visit("rank", arrays.rank);
    visit("parent", arrays.parent);
    visit("depth", arrays.depth);
    visit("arc_tail", arrays.arc_tail);
    visit("arc_head", arrays.arc_head);
    visit("up_first", arrays.up_first);
    visit("up_head", arrays.up_head);
    visit("up_tail", arrays.up_tail);
    visit("down_first", arrays.down_first);
    visit("down_edge", arrays.down_edge);
    visit("input_first", arrays.input_first);
    visit("input_arc", arrays.input_arc);
}

template <class Arrays, class Visit> void for_arrays(Arrays& arrays, Visit visit)
    requires requires { arrays.arc_cost; } {
    visit("arc_drive", arrays.arc_drive);
    visit("arc_cost", arrays.arc_cost);
    visit("both", arrays.both);
    visit("out_first", arrays.out_first);
    visit("out_head", arrays.out_head);
    visit("out_cost", arrays.out_cost);
    visit("in_first", arrays.in_first);
    visit("in_tail", arrays.in_tail);
    visit("in_cost", arrays.in_cost);
}

// Arrays that Python owns, seen as a T, and the objects that keep them alive.
template <class T> struct Opened : T {
    std::vector<nb::object> owners;

    explicit Opened(const nb::dict& arrays) {
        for_arrays(static_cast<T&>(*this), [&]<class Item>(const char* name, std::span<const Item>& target) {
            target = named_array<Item>(arrays, name, owners);
        });
    }
};

struct OpenHierarchy : Opened<Hierarchy> {
    explicit OpenHierarchy(const nb::dict& arrays) : Opened(arrays) {
        nb::gil_scoped_release release;
        check();
    }
};

struct OpenMetric : Opened<Metric> {
    const OpenHierarchy& hierarchy;

    OpenMetric(const OpenHierarchy& of, const nb::dict& arrays) : Opened(arrays), hierarchy(of) {
        nb::gil_scoped_release release;
        check(of);
    }
};

}  // namespace naru::geo
