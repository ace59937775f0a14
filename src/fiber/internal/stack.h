// Stacks for fibers: address space from mmap with a guard page below, kept for
// reuse. Only touched pages cost memory.
#pragma once

#include <cstddef>
#include <vector>

namespace headroom::fiber {

struct Stack {
  char* base = nullptr;  // lowest usable address, just above the guard page
  std::size_t size_bytes = 0;

  char* top() const { return base + size_bytes; }
};

class StackPool {
 public:
  StackPool() = default;
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool();

  // Ends the process when the kernel gives no more mappings.
  Stack take(std::size_t size_bytes);
  void give_back(Stack stack);

 private:
  // Idle stacks of one size; a program uses two or three sizes.
  struct Shelf {
    std::size_t size_bytes = 0;
    std::vector<Stack> stacks;
  };
  Shelf& shelf_of(std::size_t size_bytes);

  std::vector<Shelf> shelves_;
};

// Gives the pages of `stack` below `stack_pointer` back to the kernel.
void release_pages_below(const Stack& stack, const char* stack_pointer);

}  // namespace headroom::fiber
