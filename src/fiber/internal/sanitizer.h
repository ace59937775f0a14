// Which sanitizer this build is instrumented with, for g++ and clang alike.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define HEADROOM_ADDRESS_SANITIZER 1
#endif
#if defined(__SANITIZE_THREAD__)
#define HEADROOM_THREAD_SANITIZER 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEADROOM_ADDRESS_SANITIZER 1
#endif
#if __has_feature(thread_sanitizer)
#define HEADROOM_THREAD_SANITIZER 1
#endif
#endif

namespace headroom::fiber {

#if defined(HEADROOM_THREAD_SANITIZER)
constexpr bool is_thread_sanitized = true;  // no more than 8,128 threads and fibers at a time
#else
constexpr bool is_thread_sanitized = false;
#endif
#if defined(HEADROOM_ADDRESS_SANITIZER)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = is_thread_sanitized;
#endif

}  // namespace headroom::fiber
