// Where virtual users beyond the planned ones come from: an open model that
// finds none free gets one more, made in the background, one at a time, until
// its maxVUs. Keeps nobody waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "load/notice.h"
#include "load/share.h"
#include "load/vu_ledger.h"
#include "load/vu_pool.h"

namespace headroom::load {

// Any thread.
class VuSupply {
 public:
  // References outlive it. `notify` may be called from any worker.
  VuSupply(std::vector<Worker> workers, std::vector<VuPool*> pools, VuLedger& ledger,
           std::function<void(Notice)> notify);

  // Begins to add one to `scenario`, unless one is being added already. Warns
  // once when there are as many as it may have.
  void add_vu(ScenarioShared& scenario);
  // Tells how many it takes, once after that warning, when an iteration has ended.
  void tell_demand(ScenarioShared& scenario);

 private:
  void bring_one(ScenarioShared& scenario);
  void on_worker(std::size_t worker, fiber::Task body);
  void lend_idle(std::size_t worker, ScenarioShared& scenario);
  void make_new(std::size_t worker, std::uint64_t vu_id, ScenarioShared& scenario);
  static Share& share_on(std::size_t worker, ScenarioShared& scenario);

  const std::vector<Worker> workers_;
  const std::vector<VuPool*> pools_;  // by worker
  VuLedger& ledger_;
  const std::function<void(Notice)> notify_;
};

}  // namespace headroom::load
