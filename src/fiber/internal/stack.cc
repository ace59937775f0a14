#include "fiber/internal/stack.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

#include "kit/error.h"

namespace headroom::fiber {

namespace {

const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
constexpr std::size_t idle_count_max = 1024;
// An idle stack keeps this much touched memory: enough for a shallow fiber to
// run without a page fault.
constexpr std::size_t warm_bytes = 16 << 10;

void unmap(Stack stack) {
  munmap(stack.base - page_bytes, stack.size_bytes + page_bytes);
}

// The guard of newer kernels (6.13; absent from Debian's headers) leaves the
// mapping whole, so that neighbouring stacks share one: mprotect costs two of
// the 65,530 that vm.max_map_count allows.
bool protect(void* page) {
  constexpr int guard_install = 102;  // MADV_GUARD_INSTALL
  return madvise(page, page_bytes, guard_install) == 0 ||
         mprotect(page, page_bytes, PROT_NONE) == 0;
}

[[noreturn]] void end_without_memory() {
  const std::string reason = kit::text_of_errno(errno);
  std::fprintf(stderr,
               "headroom: no memory mapping for another fiber's stack: %s; raise vm.max_map_count "
               "or use fewer virtual users\n",
               reason.c_str());
  std::exit(255);
}

Stack map(std::size_t size_bytes) {
  void* mapping = mmap(nullptr, size_bytes + page_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapping == MAP_FAILED) {
    end_without_memory();
  }
  // Transparent huge pages would make each stack cost 2 MB.
  madvise(mapping, size_bytes + page_bytes, MADV_NOHUGEPAGE);
  if (!protect(mapping)) {
    end_without_memory();
  }
  return {.base = static_cast<char*>(mapping) + page_bytes, .size_bytes = size_bytes};
}

}  // namespace

StackPool::~StackPool() {
  for (const Shelf& shelf : shelves_) {
    for (const Stack stack : shelf.stacks) {
      unmap(stack);
    }
  }
}

Stack StackPool::take(std::size_t size_bytes) {
  size_bytes = (size_bytes + page_bytes - 1) / page_bytes * page_bytes;
  std::vector<Stack>& idle = shelf_of(size_bytes).stacks;
  if (idle.empty()) {
    return map(size_bytes);
  }
  const Stack stack = idle.back();
  idle.pop_back();
  return stack;
}

void StackPool::give_back(Stack stack) {
  std::vector<Stack>& idle = shelf_of(stack.size_bytes).stacks;
  if (idle.size() >= idle_count_max) {
    unmap(stack);
    return;
  }
  if (stack.size_bytes > warm_bytes) {
    madvise(stack.base, stack.size_bytes - warm_bytes, MADV_DONTNEED);
  }
  idle.push_back(stack);
}

StackPool::Shelf& StackPool::shelf_of(std::size_t size_bytes) {
  for (Shelf& shelf : shelves_) {
    if (shelf.size_bytes == size_bytes) {
      return shelf;
    }
  }
  return shelves_.emplace_back(Shelf{.size_bytes = size_bytes, .stacks = {}});
}

void release_pages_below(const Stack& stack, const char* stack_pointer) {
  const auto address = reinterpret_cast<std::uintptr_t>(stack_pointer);
  // One page of slack for the red zone and the call that is running.
  const std::uintptr_t end = (address & ~(page_bytes - 1)) - page_bytes;
  const auto base = reinterpret_cast<std::uintptr_t>(stack.base);
  if (end > base) {
    madvise(stack.base, end - base, MADV_DONTNEED);
  }
}

}  // namespace headroom::fiber
