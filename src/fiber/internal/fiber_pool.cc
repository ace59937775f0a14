#include "fiber/internal/fiber_pool.h"

#include <utility>

#include "fiber/internal/sanitizer.h"
#include "kit/assert.h"

namespace headroom::fiber {

namespace {

// None in a sanitized build, so that the use of a fiber after its end is seen.
constexpr std::size_t idle_count_max = is_sanitized ? 0 : 1024;

}  // namespace

FiberPool::~FiberPool() {
  for (const std::unique_ptr<Fiber>& fiber : all_) {
    const bool has_live_stack = fiber->is_started;
    HEADROOM_ASSERT(!has_live_stack);  // cancel_all() and run() first
    stacks_.give_back(fiber->context.release());
  }
}

Fiber& FiberPool::take(std::size_t stack_bytes, Context::Entry entry) {
  std::unique_ptr<Fiber> owned;
  if (idle_.empty()) {
    owned = std::make_unique<Fiber>();
  } else {
    owned = std::move(idle_.back());
    idle_.pop_back();
  }
  Fiber& fiber = *owned;
  fiber.timer.owner = &fiber;
  fiber.context.prepare(stacks_.take(stack_bytes), entry, &fiber);
  fiber.index = all_.size();
  all_.push_back(std::move(owned));
  return fiber;
}

void FiberPool::give_back(Fiber& fiber) {
  stacks_.give_back(fiber.context.release());
  const std::size_t index = fiber.index;
  std::unique_ptr<Fiber> owned = std::exchange(all_[index], std::move(all_.back()));
  all_.pop_back();
  if (index < all_.size()) {
    all_[index]->index = index;
  }
  if (idle_.size() < idle_count_max) {
    fiber.state = Fiber::State::runnable;
    fiber.wake_reason = Wake::ready;
    fiber.has_pending_wake = fiber.is_cancelled = fiber.is_started = fiber.is_finished = false;
    idle_.push_back(std::move(owned));
  }
}

}  // namespace headroom::fiber
