// A mutex that clang's thread-safety analysis understands; g++ ignores the marks.
#pragma once

#include <mutex>

#if defined(__clang__)
#define HEADROOM_THREAD_MARK(mark) __attribute__((mark))
#else
#define HEADROOM_THREAD_MARK(mark)
#endif
#define HEADROOM_GUARDED_BY(mutex) HEADROOM_THREAD_MARK(guarded_by(mutex))
#define HEADROOM_REQUIRES(mutex) HEADROOM_THREAD_MARK(requires_capability(mutex))

namespace headroom::kit {

class HEADROOM_THREAD_MARK(capability("mutex")) Mutex {
 public:
  void lock() HEADROOM_THREAD_MARK(acquire_capability()) { mutex_.lock(); }
  void unlock() HEADROOM_THREAD_MARK(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class HEADROOM_THREAD_MARK(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) HEADROOM_THREAD_MARK(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() HEADROOM_THREAD_MARK(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace headroom::kit
