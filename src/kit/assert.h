// Assertions for bugs: states that cannot be. On in release too; a failed one
// prints where and ends the process. Not for bad input, which is a Result.
#pragma once

namespace headroom::kit {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace headroom::kit

#define HEADROOM_ASSERT(condition)    \
  (__builtin_expect(!!(condition), 1) \
       ? static_cast<void>(0)         \
       : ::headroom::kit::assertion_failed(#condition, __FILE__, __LINE__))

// For the per-request path only: checked in debug builds.
#ifdef NDEBUG
#define HEADROOM_DEBUG_ASSERT(condition) static_cast<void>(0)
#else
#define HEADROOM_DEBUG_ASSERT(condition) HEADROOM_ASSERT(condition)
#endif
