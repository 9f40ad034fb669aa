// A number for every node, 0 at first.
#pragma once

#include <utility>
#include <vector>

#include "pages.h"
#include "types.h"

namespace naru::geo {

// A search touches a small part of a large map. So that not all of it is cleared for every search, whoever has put zeros back where
// he wrote may keep the map for the next search of this thread.
class NodeMap {
  public:
    NodeMap() = default;
    explicit NodeMap(std::size_t nodes) : held_(take(nodes)), numbers_(held_.pages.as<std::int32_t>()) {}
    NodeMap(NodeMap&& other) noexcept { swap(other); }
    NodeMap& operator=(NodeMap&& other) noexcept {
        swap(other);
        return *this;
    }

    // Only when all numbers are 0 again; the map is gone then.
    void keep() {
        if (numbers_ != nullptr && spare().size() < most_spare) spare().push_back(std::move(held_));
        numbers_ = nullptr;
    }

    std::int32_t& operator[](Node node) { return numbers_[node]; }
    std::int32_t operator[](Node node) const { return numbers_[node]; }

  private:
    struct Held {
        std::size_t nodes = 0;
        Pages pages;
    };
    static constexpr std::size_t most_spare = 2;  // what one matrix needs

    static std::vector<Held>& spare() {
        thread_local std::vector<Held> maps;
        return maps;
    }
    static Held take(std::size_t nodes) {
        for (Held& held : spare())
            if (held.nodes >= nodes) {
                std::swap(held, spare().back());
                Held taken = std::move(spare().back());
                spare().pop_back();
                return taken;
            }
        return {nodes, Pages(nodes * sizeof(std::int32_t))};
    }
    void swap(NodeMap& other) noexcept {
        std::swap(held_, other.held_);
        std::swap(numbers_, other.numbers_);
    }

    Held held_;
    std::int32_t* numbers_ = nullptr;
};

}  // namespace naru::geo
