// Costs of a batch of sources side by side, so that one instruction works on several of them.
#pragma once

#include "types.h"

namespace naru::geo {

// Eight costs fill the widest registers there are; on narrower ones the compiler takes two or four instructions. A batch takes
// two of them, so that looking up a step pays for more work.
using Pack = Cost __attribute__((vector_size(64)));
inline constexpr int lanes_per_pack = 8;
inline constexpr int packs = 4;
inline constexpr int batch_size = packs * lanes_per_pack;

struct Row {
    Pack pack[packs];

    Cost get(int lane) const { return pack[lane / lanes_per_pack][lane % lanes_per_pack]; }
    void lower(int lane, Cost cost) {
        Pack& held = pack[lane / lanes_per_pack];
        if (cost < held[lane % lanes_per_pack]) held[lane % lanes_per_pack] = cost;
    }
    // Lowers every lane to the cost of coming from `above` by a step.
    void lower(const Row& above, Cost step) {
        for (int i = 0; i < packs; ++i) {
            const Pack candidate = above.pack[i] + step;
            pack[i] = candidate < pack[i] ? candidate : pack[i];
        }
    }
};

inline Row no_road() {
    Row row;
    for (Pack& pack : row.pack) pack = unreachable - Pack{};
    return row;
}

}  // namespace naru::geo
