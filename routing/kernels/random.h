// Draws the random numbers of the search: xoshiro256++ by Blackman and Vigna (2019), doi:10.1145/3460772.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace routing {

class Random {
public:
    explicit Random(std::uint64_t seed) {
        // splitmix64 spreads small seeds over the whole state.
        for (auto& word : state) {
            seed += 0x9e3779b97f4a7c15ULL;
            std::uint64_t mixed = seed;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
            word = mixed ^ (mixed >> 31);
        }
    }

    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state[0] + state[3], 23) + state[0];
        const std::uint64_t shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = std::rotl(state[3], 45);
        return result;
    }

    // A whole number from 0 to count - 1.
    int below(int count) {
        return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
    }

    // From [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    // How many trials of probability `chance` fail before the first succeeds.
    int failures(double log_of_failure) {
        const double drawn = std::log(1.0 - uniform()) / log_of_failure;
        // A failure that is certain gives minus infinity, or no number at all.
        return drawn >= 0 && drawn < 1e9 ? static_cast<int>(drawn) : 1'000'000'000;
    }

private:
    std::array<std::uint64_t, 4> state{};
};

}  // namespace routing
