#include "fiber/internal/switch.h"

#include <cstdlib>

#include <boost/context/detail/fcontext.hpp>

#include "fiber/internal/sanitizer.h"

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#define HEADROOM_STACK_REGISTER(low, high) VALGRIND_STACK_REGISTER(low, high)
#define HEADROOM_STACK_DEREGISTER(id) VALGRIND_STACK_DEREGISTER(id)
#else
#define HEADROOM_STACK_REGISTER(low, high) 0U
#define HEADROOM_STACK_DEREGISTER(id) static_cast<void>(id)
#endif

#if defined(HEADROOM_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(HEADROOM_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>
#endif

namespace headroom::fiber {

namespace detail = boost::context::detail;

// Who leaves and who is resumed; lives on the stack of the one who left.
struct Context::Passage {
  Context* from;
  Context* to;
};

struct Context::Trampoline {
  static void enter(detail::transfer_t transfer) {
    const Passage passage = *static_cast<Passage*>(transfer.data);
    arrive(passage, transfer.fctx);
    passage.to->entry_(passage.to->argument_);
    std::abort();  // entry ends with switch_from_finished
  }
};

void Context::leave(Context& from, Context& to, [[maybe_unused]] bool is_finished) {
#if defined(HEADROOM_ADDRESS_SANITIZER)
  const void* base = to.stack_.base != nullptr ? to.stack_.base : to.bounds_base_;
  const std::size_t size = to.stack_.base != nullptr ? to.stack_.size_bytes : to.bounds_size_;
  __sanitizer_start_switch_fiber(is_finished ? nullptr : &from.fake_stack_, base, size);
#endif
#if defined(HEADROOM_THREAD_SANITIZER)
  if (from.stack_.base == nullptr) {  // perhaps another thread than the last time
    from.thread_sanitizer_fiber_ = __tsan_get_current_fiber();
  }
  __tsan_switch_to_fiber(to.thread_sanitizer_fiber_, 0);
#endif
  Passage passage{.from = &from, .to = &to};
  const detail::transfer_t back = detail::jump_fcontext(to.point_, &passage);
  arrive(*static_cast<Passage*>(back.data), back.fctx);
}

void Context::arrive(const Passage& passage, void* left_point) {
  passage.from->point_ = left_point;
#if defined(HEADROOM_ADDRESS_SANITIZER)
  const void* base = nullptr;
  std::size_t size = 0;
  __sanitizer_finish_switch_fiber(passage.to->fake_stack_, &base, &size);
  if (passage.from->stack_.base == nullptr) {
    passage.from->bounds_base_ = base;
    passage.from->bounds_size_ = size;
  }
#endif
}

Stack Context::release() {
  const Stack stack = stack_;
  if (stack.base != nullptr) {
    HEADROOM_STACK_DEREGISTER(valgrind_id_);
#if defined(HEADROOM_THREAD_SANITIZER)
    __tsan_destroy_fiber(thread_sanitizer_fiber_);
#endif
    stack_ = Stack();
    fake_stack_ = nullptr;
  }
  return stack;
}

void Context::prepare(Stack stack, Entry entry, void* argument) {
  stack_ = stack;
  entry_ = entry;
  argument_ = argument;
  valgrind_id_ = HEADROOM_STACK_REGISTER(stack.base, stack.top());
#if defined(HEADROOM_ADDRESS_SANITIZER)
  __asan_unpoison_memory_region(stack.base, stack.size_bytes);
#endif
#if defined(HEADROOM_THREAD_SANITIZER)
  thread_sanitizer_fiber_ = __tsan_create_fiber(0);
#endif
  point_ = detail::make_fcontext(stack.top(), stack.size_bytes, &Trampoline::enter);
}

void Context::switch_from_finished(Context& from, Context& to) {
  leave(from, to, true);
  std::abort();
}

}  // namespace headroom::fiber
