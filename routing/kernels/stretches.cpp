// What `Routes` does about stretches; see stretch.h.

#include "routes.h"

namespace routing {

template <int level>
void Routes<level>::begin_stretches(int index) {
    const VehicleType& type = vehicle(index);
    const Stretch shift{0, type.open, type.close};
    stretches[start_of(index)].before = shift;
    StretchPlace& end = stretches[end_of(index)];
    end.behind = end.behind_shared = {0, 0, type.close};
}

// When all that has changed lies between two visits.
template <int level>
void Routes<level>::stretch(int index, int first, int last) {
    stretch_forwards(index, first);
    stretch_backwards(last);
}

template <int level>
void Routes<level>::stretch_forwards(int index, int first) {
    for (int i = first; is_task(i); i = nodes[i].next) {
        const int previous = nodes[i].previous;
        const Stretch here =
            stretches[previous].before.then(nodes[i].seconds, visit(i, nodes[previous].location));
        touch(i);
        stretches[i].before = here;
    }
    const int end = end_of(index);
    touch(end);
    stretches[end].before =
        stretches[nodes[end].previous].before.then(nodes[end].seconds, stretches[end].behind);
}

template <int level>
void Routes<level>::stretch_backwards(int last) {
    for (int i = last; is_task(i); i = nodes[i].previous) {
        const Node& here = nodes[i];
        const Node& next = nodes[here.next];
        const StretchPlace& onwards = stretches[here.next];
        const Stretch& rest =
            next.location == here.location ? onwards.behind_shared : onwards.behind;
        const Stretch shared = visit(i, here.location).then(next.seconds, rest);
        const bool free = problem.access[here.location] == 0;
        const Stretch whole = free ? shared : visit(i, problem.nowhere).then(next.seconds, rest);
        touch(i);
        stretches[i].behind = whole;
        stretches[i].behind_shared = shared;
    }
}

template void Routes<2>::begin_stretches(int index);
template void Routes<2>::stretch(int index, int first, int last);

}  // namespace routing
