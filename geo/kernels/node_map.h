// A number for every node, 0 at first.
#pragma once

#include <cstdlib>
#include <memory>
#include <new>

#include "types.h"

namespace naru::geo {

// From calloc rather than a vector: a search on a large map touches few pages of it, and those it does not touch cost nothing.
class NodeMap {
  public:
    NodeMap() = default;
    explicit NodeMap(std::size_t nodes) : numbers_(static_cast<std::int32_t*>(std::calloc(nodes + 1, sizeof(std::int32_t)))) {
        if (!numbers_) throw std::bad_alloc();
    }

    std::int32_t& operator[](Node node) { return numbers_[node]; }
    std::int32_t operator[](Node node) const { return numbers_[node]; }

  private:
    struct Free {
        void operator()(std::int32_t* numbers) const { std::free(numbers); }
    };
    std::unique_ptr<std::int32_t[], Free> numbers_;
};

}  // namespace naru::geo
