// Memory for large tables, straight from the system.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace naru::geo {

// Zeroed memory. A large table asks for huge pages: on a virtual machine filling 8 MB page by page takes 3 ms, longer than
// computing the matrix that is written there. Of a table that is used in part, the rest costs nothing.
class Pages {
  public:
    Pages() = default;
    explicit Pages(std::size_t bytes) {
        if (bytes < large) {
            data_ = static_cast<std::byte*>(std::calloc(bytes + 1, 1));
            if (data_ == nullptr) throw std::bad_alloc();
            return;
        }
        // Whole huge pages, and one more, so that the table can begin where one begins.
        const std::size_t used = (bytes + huge - 1) / huge * huge;
        reserved_ = used + huge;
        void* memory = mmap(nullptr, reserved_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        base_ = static_cast<std::byte*>(memory);
        data_ = base_ + (huge - reinterpret_cast<std::size_t>(base_) % huge) % huge;
#ifdef MADV_HUGEPAGE
        madvise(data_, used, MADV_HUGEPAGE);  // only a hint: without huge pages it is merely slower
#endif
    }
    Pages(Pages&& other) noexcept { swap(other); }
    Pages& operator=(Pages&& other) noexcept {
        swap(other);
        return *this;
    }
    ~Pages() {
        if (base_ != nullptr) munmap(base_, reserved_);
        else std::free(data_);
    }

    template <class T> T* as() const { return reinterpret_cast<T*>(data_); }

  private:
    void swap(Pages& other) noexcept {
        std::swap(base_, other.base_);
        std::swap(data_, other.data_);
        std::swap(reserved_, other.reserved_);
    }

    static constexpr std::size_t huge = std::size_t{1} << 21;
    static constexpr std::size_t large = huge / 2;
    std::byte* base_ = nullptr;  // what mmap gave, if it was asked
    std::byte* data_ = nullptr;
    std::size_t reserved_ = 0;
};

}  // namespace naru::geo
