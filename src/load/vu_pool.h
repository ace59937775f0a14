// One worker's virtual users: makes them, keeps the idle ones, lends them to
// shares and ends them. A virtual user's fiber starts in make() and ends in
// close(); what it does in between is its share's affair.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "fiber/wait_group.h"
#include "load/stripes.h"
#include "load/virtual_user.h"
#include "load/vu.h"

namespace headroom::load {

// The worker's thread only, except count().
class VuPool {
 public:
  // `stripes`: the virtual users of the whole test that are this instance's.
  VuPool(Worker worker, VirtualUserFactory& factory, Stripes stripes);

  // Blocks the calling fiber while a new virtual user initialises itself on its
  // own, then lends it to `lend`, which must assign() or release() it and not block.
  kit::Result<void> make(std::uint64_t vu_id, const std::function<void(Vu&)>& lend);
  // Lends an idle one; blocks the fiber until there is one. Null when
  // `gives_up()` turns true and the fiber is woken.
  Vu* take(const std::function<bool()>& gives_up);
  // Its fiber goes to share.attend() and comes back idle.
  void assign(Vu& vu, Share& share);
  void release(Vu& vu);
  // Blocks the fiber until every virtual user has been destroyed.
  void close();

  // Initialised ones.
  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  struct Birth;
  void live(Vu& vu, Birth& birth);
  void serve(Vu& vu);
  void wake_waiting();

  Worker worker_;
  VirtualUserFactory& factory_;
  const Stripes stripes_;
  // The worker's thread only.
  std::vector<std::unique_ptr<Vu>> all_;
  std::vector<Vu*> idle_;               // the last released is taken first
  std::vector<fiber::Fiber*> waiting_;  // in take()
  fiber::WaitGroup fibers_;             // of virtual users, and those in make() and take()
  bool is_closing_ = false;
  // Any thread.
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace headroom::load
