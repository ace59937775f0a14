#include "fiber/reactor.h"

#include <cstdio>
#include <cstdlib>

#include "fiber/internal/fiber_pool.h"
#include "kit/assert.h"

namespace headroom::fiber {

struct Reactor::Internals {
  Context own;  // the thread that calls run()
  TimerHeap timers;
  FiberPool fibers;

  static void enter(void* argument) noexcept {
    auto& fiber = *static_cast<Fiber*>(argument);
    fiber.is_started = true;
    fiber.body();
    fiber.body = nullptr;
    fiber.is_finished = true;
    Context::switch_from_finished(fiber.context, fiber.reactor->internals_->own);
  }

  static Fiber& fiber_of(TimerSlot& slot) { return *static_cast<Fiber*>(slot.owner); }
};

namespace {

bool is_asleep(const Fiber& fiber) {
  return fiber.state == Fiber::State::suspended || fiber.state == Fiber::State::blocked;
}

}  // namespace

// Makes the fibers that wait for a descriptor runnable.
class Reactor::ReadySink final : public Poller::Sink {
 public:
  explicit ReadySink(Reactor& reactor) : reactor_(reactor) {}

  void on_ready(Watch& watch, bool is_readable, bool is_writable) override {
    if (is_readable) {
      watch.is_readable = true;
      watch.ready_at = reactor_.batch_time_;
      notify(watch.reader);
    }
    if (is_writable) {
      watch.is_writable = true;
      notify(watch.writer);
    }
  }

 private:
  void notify(Fiber* fiber) {
    if (fiber != nullptr && is_asleep(*fiber)) {
      reactor_.make_runnable(*fiber, Wake::ready);
    }
  }

  Reactor& reactor_;
};

kit::Result<std::unique_ptr<Reactor>> Reactor::make_system(ReactorOptions options) {
  auto poller = make_epoll_poller(options.spin);
  if (!poller) {
    return kit::failure_of(poller);
  }
  return std::make_unique<Reactor>(std::move(*poller));
}

std::unique_ptr<Reactor> Reactor::make_simulated(kit::SimulatedClock& clock) {
  return std::make_unique<Reactor>(make_simulated_poller(clock));
}

Reactor::Reactor(std::unique_ptr<Poller> poller)
    : poller_(std::move(poller)), internals_(std::make_unique<Internals>()) {}

Reactor::~Reactor() = default;

Fiber& Reactor::spawn(Task body, SpawnOptions options) {
  Fiber& fiber = internals_->fibers.take(options.stack_bytes, &Internals::enter);
  fiber.reactor = this;
  fiber.body = std::move(body);
  runnable_.push_back(&fiber);
  return fiber;
}

std::size_t Reactor::fiber_count() const {
  return internals_->fibers.all().size();
}

void Reactor::run() {
  HEADROOM_ASSERT(current_ == nullptr);
  poller_->enter_thread();
  batch_time_ = now();
  for (;;) {
    run_posted();
    run_batch();
    if (must_stop_.exchange(false) || (fiber_count() == 0 && !has_posted_)) {
      return;
    }
    poll(runnable_.empty() && !has_posted_);
  }
}

void Reactor::stop() {
  must_stop_ = true;
  if (is_waiting_) {
    poller_->interrupt();
  }
}

void Reactor::post(Task task) {
  {
    const kit::MutexLock lock(posted_mutex_);
    posted_.push_back(std::move(task));
  }
  if (!has_posted_.exchange(true) && is_waiting_) {
    poller_->interrupt();
  }
}

void Reactor::run_posted() {
  if (!has_posted_.exchange(false)) {
    return;
  }
  {
    const kit::MutexLock lock(posted_mutex_);
    running_tasks_.swap(posted_);
  }
  for (Task& task : running_tasks_) {
    task();
  }
  running_tasks_.clear();
}

// Each fiber that is runnable now runs once; those that become runnable
// meanwhile wait for the next batch, after a poll.
void Reactor::run_batch() {
  running_.swap(runnable_);
  for (Fiber* fiber : running_) {
    switch_to(*fiber);
  }
  running_.clear();
}

void Reactor::poll(bool may_wait) {
  TimerHeap& timers = internals_->timers;
  kit::Instant deadline;  // long past: just look
  if (may_wait) {
    is_waiting_ = true;
    if (!has_posted_ && !must_stop_) {
      timers.settle();
      deadline = timers.next();
    }
  }
  ReadySink sink(*this);
  if (!poller_->wait(deadline, batch_time_, sink)) {
    end_deadlocked();
  }
  is_waiting_.store(false, std::memory_order_relaxed);
  fire_timers();
}

void Reactor::end_deadlocked() const {
  std::fprintf(stderr,
               "headroom: bug: deadlock: all %zu fibers of a simulated reactor wait, none with a "
               "deadline, and nothing is posted\n",
               fiber_count());
  std::abort();
}

void Reactor::fire_timers() {
  while (TimerSlot* slot = internals_->timers.take_due(batch_time_)) {
    Fiber& fiber = Internals::fiber_of(*slot);
    if (is_asleep(fiber)) {
      make_runnable(fiber, Wake::timeout);
    }
  }
}

void Reactor::switch_to(Fiber& fiber) {
  fiber.state = Fiber::State::running;
  current_ = &fiber;
  Context::switch_between(internals_->own, fiber.context);
  while (fiber.worker_task.call != nullptr) {
    const WorkerTask task = std::exchange(fiber.worker_task, {});
    current_ = nullptr;
    task.call(task.target);
    current_ = &fiber;
    Context::switch_between(internals_->own, fiber.context);
  }
  current_ = nullptr;
  if (fiber.is_finished) {
    finish(fiber);
  }
}

void Reactor::finish(Fiber& fiber) {
  internals_->timers.remove(fiber.timer);
  internals_->fibers.give_back(fiber);
}

void Reactor::make_runnable(Fiber& fiber, Wake reason) {
  fiber.state = Fiber::State::runnable;
  fiber.wake_reason = reason;
  runnable_.push_back(&fiber);
}

Fiber& Reactor::current() {
  HEADROOM_ASSERT(current_ != nullptr);
  return *current_;
}

Wake Reactor::suspend(kit::Instant deadline) {
  Fiber& fiber = current();
  if (fiber.is_cancelled) {
    return Wake::cancelled;
  }
  Wake wake = Wake::ready;
  if (!fiber.has_pending_wake) {
    fiber.state = Fiber::State::suspended;
    wake = block(fiber, deadline);
  }
  if (wake == Wake::cancelled) {
    return wake;
  }
  // A wake in the same batch beats the deadline.
  return std::exchange(fiber.has_pending_wake, false) ? Wake::ready : wake;
}

// Switches away from `fiber`, the running one, whose state says what may end its wait.
Wake Reactor::block(Fiber& fiber, kit::Instant deadline) {
  internals_->timers.set(fiber.timer, deadline);
  Context::switch_between(fiber.context, internals_->own);
  TimerHeap::clear(fiber.timer);
  return fiber.is_cancelled ? Wake::cancelled : fiber.wake_reason;
}

Wake Reactor::sleep_until(kit::Instant instant) {
  Fiber& fiber = current();
  if (fiber.is_cancelled) {
    return Wake::cancelled;
  }
  fiber.state = Fiber::State::blocked;
  const Wake wake = block(fiber, instant);
  if (wake == Wake::timeout && timer_observer_) {
    timer_observer_(now() - instant);
  }
  return wake == Wake::timeout ? Wake::ready : wake;
}

void Reactor::yield() {
  Fiber& fiber = current();
  make_runnable(fiber, Wake::ready);
  Context::switch_between(fiber.context, internals_->own);
}

Wake Reactor::wait_readable(Watch& watch, kit::Instant deadline) {
  return wait_for(watch, &Watch::is_readable, &Watch::reader, deadline);
}

Wake Reactor::wait_writable(Watch& watch, kit::Instant deadline) {
  return wait_for(watch, &Watch::is_writable, &Watch::writer, deadline);
}

Wake Reactor::wait_for(Watch& watch, bool Watch::* flag, Fiber* Watch::* waiter,
                       kit::Instant deadline) {
  Fiber& fiber = current();
  if (fiber.is_cancelled) {
    return Wake::cancelled;
  }
  Wake wake = Wake::ready;
  watch.*waiter = &fiber;
  // More than once only when another fiber took what was there first.
  while (!(watch.*flag) && wake == Wake::ready) {
    fiber.state = Fiber::State::blocked;
    wake = block(fiber, deadline);
  }
  watch.*waiter = nullptr;
  return wake == Wake::timeout && watch.*flag ? Wake::ready : wake;
}

void Reactor::run_on_worker_stack(WorkerTask task) {
  if (current_ == nullptr) {
    task.call(task.target);
    return;
  }
  Fiber& fiber = *current_;
  fiber.worker_task = task;
  Context::switch_between(fiber.context, internals_->own);
}

void Reactor::release_stack_pages() {
  release_pages_below(current().context.stack(),
                      static_cast<const char*>(__builtin_frame_address(0)));
}

void Reactor::wake(Fiber& fiber) {
  fiber.has_pending_wake = true;
  if (fiber.state == Fiber::State::suspended) {
    make_runnable(fiber, Wake::ready);
  }
}

void Reactor::cancel(Fiber& fiber) {
  fiber.is_cancelled = true;
  if (is_asleep(fiber)) {
    make_runnable(fiber, Wake::cancelled);
  }
}

void Reactor::clear_cancel(Fiber& fiber) {
  fiber.is_cancelled = false;
}

bool Reactor::is_cancelled(const Fiber& fiber) const {
  return fiber.is_cancelled;
}

void Reactor::cancel_all() {
  for (const std::unique_ptr<Fiber>& fiber : internals_->fibers.all()) {
    cancel(*fiber);
  }
}

}  // namespace headroom::fiber
