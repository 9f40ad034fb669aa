// A number for every node, 0 at first.
#pragma once

#include "pages.h"
#include "types.h"

namespace naru::geo {

// Straight from the system: a search touches a small part of a large map, and the rest is never cleared.
class NodeMap {
  public:
    NodeMap() = default;
    explicit NodeMap(std::size_t nodes) : pages_(nodes * sizeof(std::int32_t)), numbers_(pages_.as<std::int32_t>()) {}

    std::int32_t& operator[](Node node) { return numbers_[node]; }
    std::int32_t operator[](Node node) const { return numbers_[node]; }

  private:
    Pages pages_;
    std::int32_t* numbers_ = nullptr;
};

}  // namespace naru::geo
