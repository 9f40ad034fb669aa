// Large arrays that end in the hands of Python.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace naru::geo {

// Asks for huge pages where there is much to fill, for the reason given in pages.h, and clears nothing: what grows by resize() is to
// be written before it is read, and costs no memory where it never is.
template <class T> struct LargeAllocator {
    using value_type = T;
    static constexpr std::size_t huge = std::size_t{1} << 21;

    LargeAllocator() = default;
    template <class U> LargeAllocator(const LargeAllocator<U>&) {}

    T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < huge) return std::allocator<T>().allocate(count);
        const std::size_t used = (bytes + huge - 1) / huge * huge;
        void* memory = std::aligned_alloc(huge, used);
        if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
        madvise(memory, used, MADV_HUGEPAGE);  // only a hint: without huge pages it is merely slower
#endif
        return static_cast<T*>(memory);
    }
    void deallocate(T* data, std::size_t count) {
        if (count * sizeof(T) < huge) std::allocator<T>().deallocate(data, count);
        else std::free(data);
    }

    template <class U> void construct(U* at) { ::new (static_cast<void*>(at)) U; }
    template <class U, class... Given> void construct(U* at, Given&&... given) {
        ::new (static_cast<void*>(at)) U(std::forward<Given>(given)...);
    }
    bool operator==(const LargeAllocator&) const { return true; }
};

template <class T> using Owned = std::vector<T, LargeAllocator<T>>;

}  // namespace naru::geo
