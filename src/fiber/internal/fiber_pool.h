// Every fiber of one reactor, and the finished ones kept for reuse, so that
// spawning allocates nothing once the reactor is warm.
#pragma once

#include <memory>
#include <vector>

#include "fiber/internal/fiber.h"
#include "fiber/internal/stack.h"

namespace headroom::fiber {

class FiberPool {
 public:
  FiberPool() = default;
  FiberPool(const FiberPool&) = delete;
  FiberPool& operator=(const FiberPool&) = delete;
  // No fiber may have a live stack; those that never ran are dropped.
  ~FiberPool();

  // A fiber in its first state, with a stack that enters `entry` with it.
  Fiber& take(std::size_t stack_bytes, Context::Entry entry);
  void give_back(Fiber& fiber);

  const std::vector<std::unique_ptr<Fiber>>& all() const { return all_; }

 private:
  StackPool stacks_;
  std::vector<std::unique_ptr<Fiber>> all_;
  std::vector<std::unique_ptr<Fiber>> idle_;
};

}  // namespace headroom::fiber
