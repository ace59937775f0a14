// One thread's event loop. Runs fibers: functions on stacks of their own that
// read like blocking code and are suspended instead of blocking the thread.
// Knows no socket type and no metric.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

#include "fiber/poller.h"
#include "kit/clock.h"
#include "kit/mutex.h"
#include "kit/result.h"

namespace headroom::fiber {

enum class Wake {
  ready,
  timeout,    // the deadline came first
  cancelled,  // somebody called cancel(); sticky until clear_cancel()
};

using Task = std::move_only_function<void()>;

struct SpawnOptions {
  std::size_t stack_bytes = 1 << 20;  // address space; only touched pages cost memory
};

struct ReactorOptions {
  // The last part of every wait for a deadline, spent polling instead of
  // sleeping: exact to about a microsecond, for a core's CPU. The kernel alone
  // is 50 to 100 us late. Zero: never.
  kit::Duration spin;
};

// A function borrowed for a call; see on_worker_stack().
struct WorkerTask {
  void (*call)(void* target) = nullptr;
  void* target = nullptr;
};

// Everything but post(), stop() and clock() belongs to the thread that calls
// run(). Nothing is global to the thread: several workers may share a reactor,
// and a thread may own several.
class Reactor {
 public:
  static kit::Result<std::unique_ptr<Reactor>> make_system(ReactorOptions options = {});
  // Time is `clock`'s, which jumps to the next deadline when every fiber waits.
  static std::unique_ptr<Reactor> make_simulated(kit::SimulatedClock& clock);

  explicit Reactor(std::unique_ptr<Poller> poller);
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;
  // No fiber may be left with a live stack: cancel_all() and run() first. Those
  // that never ran are dropped.
  ~Reactor();

  // Starts a fiber; it first runs after the caller has suspended or run() goes
  // on. The reference is valid until `body` has returned. An exception that
  // leaves `body` ends the process.
  Fiber& spawn(Task body, SpawnOptions options = {});

  // Runs until no fiber is left, or until stop(). That every fiber of a simulated
  // reactor waits and nothing can wake one is a bug, and ends the process.
  void run();
  // Makes run() return after the running fiber suspends. Any thread.
  void stop();
  // Runs `task` on the reactor's own stack between fibers; it must not block.
  // Any thread. Costs a system call only when the reactor is waiting. A task
  // posted after run() returned for good never runs.
  void post(Task task);

  const kit::Clock& clock() const { return poller_->clock(); }
  kit::Instant now() const { return poller_->clock().now(); }
  // When the current batch of readiness was seen, read once per batch.
  kit::Instant batch_time() const { return batch_time_; }
  std::size_t fiber_count() const;

  // --- For the running fiber. Never wait inside a catch block: the language
  // keeps what is being caught per thread, not per fiber.

  Fiber& current();
  bool is_on_fiber() const { return current_ != nullptr; }
  // Waits for wake(). A wake that came earlier is kept until a suspend() returns
  // ready (also over a sleep, a wait for a descriptor and a cancellation), and
  // however many came, they count as one.
  Wake suspend(kit::Instant deadline = kit::Instant::never());
  Wake sleep_until(kit::Instant instant);
  Wake sleep(kit::Duration span) { return sleep_until(now() + span); }
  // Lets every other runnable fiber and one poll of the kernel go first.
  void yield();
  // Waits until the descriptor is ready; the caller clears the flag when the
  // kernel says EAGAIN or gave less than asked for.
  Wake wait_readable(Watch& watch, kit::Instant deadline);
  Wake wait_writable(Watch& watch, kit::Instant deadline);
  // Runs deep work on the thread's own, already touched stack; it must not
  // suspend (there is no current() in it). Called off a fiber, it just calls `work`.
  template <typename Work>
  void on_worker_stack(Work&& work) {
    using Target = std::remove_reference_t<Work>;
    run_on_worker_stack({.call = [](void* target) { (*static_cast<Target*>(target))(); },
                         .target = const_cast<void*>(static_cast<const void*>(&work))});
  }
  // Gives the untouched part of this fiber's stack back to the kernel.
  void release_stack_pages();

  // --- For others on this thread.

  void wake(Fiber& fiber);
  // Every wait of `fiber` returns cancelled until clear_cancel(); it unwinds by
  // itself, since a suspended stack is never dropped.
  void cancel(Fiber& fiber);
  void clear_cancel(Fiber& fiber);
  bool is_cancelled(const Fiber& fiber) const;
  void cancel_all();

  kit::Result<void> watch(int descriptor, Watch& watch) { return poller_->add(descriptor, watch); }
  void unwatch(int descriptor, Watch& watch) { poller_->remove(descriptor, watch); }

  // Told how late each sleep_until() woke after its instant.
  void on_timer_late(std::function<void(kit::Duration)> observer) {
    timer_observer_ = std::move(observer);
  }

 private:
  struct Internals;
  friend struct Internals;
  class ReadySink;

  void switch_to(Fiber& fiber);
  void finish(Fiber& fiber);
  void make_runnable(Fiber& fiber, Wake reason);
  Wake block(Fiber& fiber, kit::Instant deadline);
  void run_on_worker_stack(WorkerTask task);
  void run_batch();
  void run_posted();
  void poll(bool may_wait);
  [[noreturn]] void end_deadlocked() const;
  void fire_timers();
  Wake wait_for(Watch& watch, bool Watch::* flag, Fiber* Watch::* waiter, kit::Instant deadline);

  std::unique_ptr<Poller> poller_;
  std::unique_ptr<Internals> internals_;
  // Touched by the reactor's thread only.
  Fiber* current_ = nullptr;
  kit::Instant batch_time_;
  std::function<void(kit::Duration)> timer_observer_;
  std::vector<Fiber*> runnable_;
  std::vector<Fiber*> running_;
  std::vector<Task> running_tasks_;
  // Any thread.
  kit::Mutex posted_mutex_;
  std::vector<Task> posted_ HEADROOM_GUARDED_BY(posted_mutex_);
  std::atomic<bool> has_posted_ = false;
  std::atomic<bool> must_stop_ = false;
  // True around a wait that only an interrupt may cut short. Written before
  // has_posted_ and must_stop_ are read, while other threads write those before
  // they read this: one of the two always sees the other.
  std::atomic<bool> is_waiting_ = false;
};

}  // namespace headroom::fiber
