#include "load/vu_pool.h"

#include <algorithm>

#include "kit/assert.h"
#include "load/share.h"

namespace headroom::load {

VuPool::VuPool(Worker worker, VirtualUserFactory& factory, Stripes stripes)
    : worker_(worker), factory_(factory), stripes_(std::move(stripes)), fibers_(worker_.reactor) {}

// Lives on the maker's stack until the virtual user is made or has failed.
struct VuPool::Birth {
  fiber::Fiber& maker;
  bool is_over = false;
  kit::Result<void> result;
};

kit::Result<void> VuPool::make(std::uint64_t vu_id, const std::function<void(Vu&)>& lend) {
  fiber::Reactor& reactor = worker_.reactor;
  auto owned = std::make_unique<Vu>();
  Vu& vu = *owned;
  vu.id = vu_id;
  Birth birth{.maker = reactor.current(), .result = {}};
  fibers_.add(2);  // the new one, and this one until the new one has been lent
  vu.fiber = &reactor.spawn([this, &vu, &birth] { live(vu, birth); });
  while (!birth.is_over) {
    reactor.suspend();
  }
  if (birth.result) {
    all_.push_back(std::move(owned));
    ++count_;
    lend(vu);
  }
  fibers_.done();
  return std::move(birth.result);
}

// The body of a virtual user's fiber. `vu` stays valid until close() is done,
// which waits for this fiber and for the maker.
void VuPool::live(Vu& vu, Birth& birth) {
  auto user = factory_.make(worker_, {.in_instance = vu.id, .in_test = stripes_.at(vu.id - 1) + 1});
  const bool is_born = user.has_value();
  if (is_born) {
    vu.user = std::move(*user);
  } else {
    birth.result = kit::failure_of(user);
  }
  birth.is_over = true;
  worker_.reactor.wake(birth.maker);
  if (is_born) {
    serve(vu);
    vu.user.reset();
  }
  fibers_.done();
}

// Initialising went deep into the stack; an idle virtual user need not keep that.
void VuPool::serve(Vu& vu) {
  fiber::Reactor& reactor = worker_.reactor;
  reactor.release_stack_pages();
  while (vu.share != nullptr || !is_closing_) {
    if (vu.share == nullptr) {
      reactor.suspend();
      reactor.clear_cancel(*vu.fiber);
      continue;
    }
    vu.share->attend(vu);
    vu.share = nullptr;
    reactor.clear_cancel(*vu.fiber);
    reactor.release_stack_pages();
    release(vu);
  }
}

Vu* VuPool::take(const std::function<bool()>& gives_up) {
  fiber::Fiber& fiber = worker_.reactor.current();
  fibers_.add();
  Vu* vu = nullptr;
  while (vu == nullptr && !gives_up()) {
    if (idle_.empty()) {
      waiting_.push_back(&fiber);
      worker_.reactor.suspend();
      std::erase(waiting_, &fiber);
    } else {
      vu = idle_.back();
      idle_.pop_back();
    }
  }
  fibers_.done();
  return vu;
}

void VuPool::assign(Vu& vu, Share& share) {
  HEADROOM_ASSERT(vu.share == nullptr);
  vu.share = &share;
  worker_.reactor.wake(*vu.fiber);
}

void VuPool::release(Vu& vu) {
  idle_.push_back(&vu);
  wake_waiting();
}

void VuPool::close() {
  is_closing_ = true;
  for (const std::unique_ptr<Vu>& vu : all_) {
    worker_.reactor.wake(*vu->fiber);
  }
  wake_waiting();
  fibers_.wait();
  all_.clear();
  idle_.clear();
}

void VuPool::wake_waiting() {
  for (fiber::Fiber* fiber : waiting_) {
    worker_.reactor.wake(*fiber);
  }
}

}  // namespace headroom::load
