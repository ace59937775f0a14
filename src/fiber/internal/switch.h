// Switching between stacks, and telling the sanitizers and valgrind about it.
// Wraps Boost.Context's fcontext; nothing else in the project names it.
#pragma once

#include <cstddef>

#include "fiber/internal/stack.h"

namespace headroom::fiber {

// One suspended flow of control: a fiber's, or the thread's own.
class Context {
 public:
  Context() = default;  // the thread's own stack
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { release(); }

  using Entry = void (*)(void* argument);
  // Prepares a flow that calls entry(argument) on `stack` at the first switch;
  // entry must end with switch_from_finished.
  void prepare(Stack stack, Entry entry, void* argument);
  // Forgets the flow, which has finished or never started, and returns its stack.
  Stack release();
  const Stack& stack() const { return stack_; }

  // Suspends `from` (the running flow) and resumes `to`; returns when somebody
  // switches back to `from`.
  static void switch_between(Context& from, Context& to) { leave(from, to, false); }
  // The same for a flow that will never be resumed.
  [[noreturn]] static void switch_from_finished(Context& from, Context& to);

 private:
  struct Passage;
  struct Trampoline;
  static void leave(Context& from, Context& to, bool is_finished);
  static void arrive(const Passage& passage, void* left_point);

  void* point_ = nullptr;  // where to resume
  Stack stack_;            // empty for a thread's own stack
  Entry entry_ = nullptr;
  void* argument_ = nullptr;
  // For AddressSanitizer: the saved fake stack, and the bounds of a thread's
  // own stack, learned when it is first left.
  void* fake_stack_ = nullptr;
  const void* bounds_base_ = nullptr;
  std::size_t bounds_size_ = 0;
  [[maybe_unused]] void* thread_sanitizer_fiber_ = nullptr;
  unsigned valgrind_id_ = 0;
};

}  // namespace headroom::fiber
