// Sifts up to 16 neighbours at a time, without a branch, by a bound on the detours beside them.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include "problem.h"

namespace routing {

constexpr std::size_t sifted_at_once = 16;

// Bit k is set if bounds[k], less the arc that an insertion beside near[k] replaces, is below `least`. At most
// `sifted_at_once` neighbours.
inline std::uint32_t sift(const int* near, const Distance* bounds, std::size_t count, const Distance* arcs,
                          Distance least) {
#if defined(__AVX512F__)
    const auto there = static_cast<__mmask16>((1U << count) - 1U);
    const __m512i neighbour = _mm512_maskz_loadu_epi32(there, near);
    const __m512i arc = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, neighbour, arcs, 4);
    const __m512i bound = _mm512_maskz_loadu_epi32(there, bounds);
    return _mm512_mask_cmplt_epi32_mask(there, _mm512_sub_epi32(bound, arc), _mm512_set1_epi32(least));
#else
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < count; ++k) {
        bits |= static_cast<std::uint32_t>(bounds[k] - arcs[near[k]] < least) << k;
    }
    return bits;
#endif
}

}  // namespace routing
