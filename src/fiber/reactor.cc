#include "fiber/reactor.h"

#include "fiber/internal/fiber.h"
#include "kit/assert.h"

namespace headroom::fiber {

struct Reactor::Internals {
  Context own;  // the thread that calls run()
  StackPool stacks;
  TimerHeap timers;
  std::vector<std::unique_ptr<Fiber>> fibers;

  static void enter(void* argument) {
    auto& fiber = *static_cast<Fiber*>(argument);
    fiber.body();
    fiber.body = nullptr;
    fiber.is_finished = true;
    Context::switch_from_finished(fiber.context, fiber.reactor->internals_->own);
  }

  static Fiber& fiber_of(TimerSlot& slot) { return *static_cast<Fiber*>(slot.owner); }
};

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
    if (fiber != nullptr && fiber->state == Fiber::State::waiting) {
      reactor_.make_runnable(*fiber, Wake::ready);
    }
  }

  Reactor& reactor_;
};

kit::Result<std::unique_ptr<Reactor>> Reactor::make_system() {
  auto poller = make_epoll_poller();
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

Reactor::~Reactor() {
  HEADROOM_ASSERT(fiber_count_ == 0);
}

Fiber& Reactor::spawn(Task body, SpawnOptions options) {
  auto owned = std::make_unique<Fiber>();
  Fiber& fiber = *owned;
  fiber.reactor = this;
  fiber.timer.owner = &fiber;
  fiber.body = std::move(body);
  fiber.stack = internals_->stacks.take(options.stack_bytes);
  fiber.context.prepare(fiber.stack, &Internals::enter, &fiber);
  fiber.index = internals_->fibers.size();
  internals_->fibers.push_back(std::move(owned));
  runnable_.push_back(&fiber);
  ++fiber_count_;
  return fiber;
}

void Reactor::run() {
  HEADROOM_ASSERT(current_ == nullptr);
  batch_time_ = now();
  for (;;) {
    run_posted();
    run_batch();
    if (must_stop_.exchange(false) || (fiber_count_ == 0 && !has_posted_)) {
      return;
    }
    poll(runnable_.empty() && !has_posted_);
  }
}

void Reactor::stop() {
  must_stop_ = true;
  poller_->interrupt();
}

void Reactor::post(Task task) {
  posted_.push(std::move(task));
  if (!has_posted_.exchange(true)) {
    poller_->interrupt();
  }
}

void Reactor::run_posted() {
  if (!has_posted_.exchange(false)) {
    return;
  }
  while (auto task = posted_.take()) {
    (*task)();
  }
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
  if (may_wait) {
    timers.settle();
  }
  const kit::Instant deadline = may_wait ? timers.next() : kit::Instant();
  ReadySink sink(*this);
  const bool can_go_on = poller_->wait(deadline, batch_time_, sink);
  HEADROOM_ASSERT(can_go_on || !may_wait || must_stop_);  // else every fiber waits for ever
  fire_timers();
}

void Reactor::fire_timers() {
  while (TimerSlot* slot = internals_->timers.take_due(batch_time_)) {
    Fiber& fiber = Internals::fiber_of(*slot);
    if (fiber.state == Fiber::State::waiting) {
      make_runnable(fiber, Wake::timeout);
    }
  }
}

void Reactor::switch_to(Fiber& fiber) {
  fiber.state = Fiber::State::running;
  current_ = &fiber;
  Context::switch_between(internals_->own, fiber.context);
  while (fiber.worker_work != nullptr) {
    const std::function<void()>& work = *fiber.worker_work;
    fiber.worker_work = nullptr;
    work();
    Context::switch_between(internals_->own, fiber.context);
  }
  current_ = nullptr;
  if (fiber.is_finished) {
    finish(fiber);
  }
}

void Reactor::finish(Fiber& fiber) {
  internals_->timers.remove(fiber.timer);
  auto& fibers = internals_->fibers;
  const std::size_t index = fiber.index;
  std::swap(fibers[index], fibers.back());
  fibers[index]->index = index;
  const Stack stack = fiber.stack;
  fibers.pop_back();
  internals_->stacks.give_back(stack);
  --fiber_count_;
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
  if (fiber.has_pending_wake) {
    fiber.has_pending_wake = false;
    return Wake::ready;
  }
  internals_->timers.set(fiber.timer, deadline);
  fiber.state = Fiber::State::waiting;
  Context::switch_between(fiber.context, internals_->own);
  TimerHeap::clear(fiber.timer);
  return fiber.is_cancelled ? Wake::cancelled : fiber.wake_reason;
}

Wake Reactor::sleep_until(kit::Instant instant) {
  Fiber& fiber = current();
  // A wake meant for another wait must not shorten a sleep.
  Wake wake = Wake::ready;
  bool had_pending_wake = fiber.has_pending_wake;
  do {
    fiber.has_pending_wake = false;
    wake = suspend(instant);
    had_pending_wake = had_pending_wake || wake == Wake::ready;
  } while (wake == Wake::ready);
  fiber.has_pending_wake = had_pending_wake;
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
  while (!(watch.*flag) && wake == Wake::ready) {
    wake = suspend(deadline);
  }
  watch.*waiter = nullptr;
  return wake == Wake::timeout && watch.*flag ? Wake::ready : wake;
}

void Reactor::on_worker_stack(const std::function<void()>& work) {
  if (current_ == nullptr) {
    work();
    return;
  }
  Fiber& fiber = *current_;
  fiber.worker_work = &work;
  Context::switch_between(fiber.context, internals_->own);
}

void Reactor::release_stack_pages() {
  release_pages_below(current().stack, static_cast<const char*>(__builtin_frame_address(0)));
}

void Reactor::wake(Fiber& fiber) {
  if (fiber.state == Fiber::State::waiting) {
    make_runnable(fiber, Wake::ready);
  } else {
    fiber.has_pending_wake = true;
  }
}

void Reactor::cancel(Fiber& fiber) {
  fiber.is_cancelled = true;
  if (fiber.state == Fiber::State::waiting) {
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
  for (const std::unique_ptr<Fiber>& fiber : internals_->fibers) {
    cancel(*fiber);
  }
}

}  // namespace headroom::fiber
