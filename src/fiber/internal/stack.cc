#include "fiber/internal/stack.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

namespace headroom::fiber {

namespace {

const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
constexpr std::size_t idle_count_max = 1024;

void unmap(Stack stack) {
  munmap(stack.base - page_bytes, stack.size_bytes + page_bytes);
}

}  // namespace

StackPool::~StackPool() {
  for (const Stack stack : idle_) {
    unmap(stack);
  }
}

Stack StackPool::take(std::size_t size_bytes) {
  size_bytes = (size_bytes + page_bytes - 1) / page_bytes * page_bytes;
  if (!idle_.empty() && idle_.back().size_bytes == size_bytes) {
    const Stack stack = idle_.back();
    idle_.pop_back();
    return stack;
  }
  void* mapping = mmap(nullptr, size_bytes + page_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapping == MAP_FAILED || mprotect(mapping, page_bytes, PROT_NONE) != 0) {
    std::fprintf(stderr,
                 "headroom: no memory mapping for another fiber's stack; raise vm.max_map_count "
                 "(two mappings per virtual user) or use fewer virtual users\n");
    std::exit(255);
  }
  // Transparent huge pages would make each stack cost 2 MB.
  madvise(mapping, size_bytes + page_bytes, MADV_NOHUGEPAGE);
  return {.base = static_cast<char*>(mapping) + page_bytes, .size_bytes = size_bytes};
}

void StackPool::give_back(Stack stack) {
  if (idle_.size() >= idle_count_max) {
    unmap(stack);
    return;
  }
  madvise(stack.base, stack.size_bytes, MADV_DONTNEED);
  idle_.push_back(stack);
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
