#include "load/vu_supply.h"

#include "load/vu_demand.h"

namespace headroom::load {

VuSupply::VuSupply(std::vector<Worker> workers, std::vector<VuPool*> pools, VuLedger& ledger,
                   std::function<void(Notice)> notify)
    : workers_(std::move(workers)),
      pools_(std::move(pools)),
      ledger_(ledger),
      notify_(std::move(notify)) {}

void VuSupply::add_vu(ScenarioShared& scenario) {
  // Taken before the count is read: two shares must not both see the last one.
  if (scenario.is_adding_vu.exchange(true)) {
    return;
  }
  if (scenario.vus_to_add.load() == 0) {
    scenario.is_adding_vu = false;
    if (!scenario.has_warned.exchange(true)) {
      notify_({.is_error = false,
               .text = "Insufficient VUs, reached " + std::to_string(scenario.max_vus) +
                       " active VUs and cannot initialize more"});
      scenario.owes_demand = true;
      tell_demand(scenario);
    }
    return;
  }
  --scenario.vus_to_add;
  bring_one(scenario);
}

void VuSupply::tell_demand(ScenarioShared& scenario) {
  std::uint64_t completed = 0;
  std::uint64_t busy_us = 0;
  for (const Share* share : scenario.shares) {
    completed += share->tally().completed.get();
    busy_us += share->tally().busy_us.get();
  }
  if (completed > 0 && scenario.owes_demand.exchange(false)) {
    const auto mean_us = static_cast<std::int64_t>(busy_us / completed);
    notify_({.is_error = false,
             .text = demand_text(*scenario.scenario, kit::Duration::microseconds(mean_us))});
  }
}

void VuSupply::bring_one(ScenarioShared& scenario) {
  const VuClaim claim = ledger_.claim(scenario.index);
  on_worker(claim.worker, [this, claim, &scenario] {
    if (claim.new_vu_id) {
      make_new(claim.worker, *claim.new_vu_id, scenario);
    } else {
      lend_idle(claim.worker, scenario);
    }
    scenario.is_adding_vu = false;
  });
}

void VuSupply::on_worker(std::size_t worker, fiber::Task body) {
  fiber::Reactor& reactor = workers_[worker].reactor;
  reactor.post([&reactor, body = std::move(body)]() mutable { reactor.spawn(std::move(body)); });
}

void VuSupply::lend_idle(std::size_t worker, ScenarioShared& scenario) {
  Share& share = share_on(worker, scenario);
  Vu* vu = pools_[worker]->take([&share] { return share.is_over(); });
  if (vu != nullptr) {
    share.admit(*vu);
  }
}

void VuSupply::make_new(std::size_t worker, std::uint64_t vu_id, ScenarioShared& scenario) {
  Share& share = share_on(worker, scenario);
  const auto made = pools_[worker]->make(vu_id, [&share](Vu& vu) { share.admit(vu); });
  if (!made) {
    notify_(
        {.is_error = true, .text = "Error while allocating unplanned VU: " + made.error().text()});
  }
}

// An open model that may add virtual users has a share on every worker.
Share& VuSupply::share_on(std::size_t worker, ScenarioShared& scenario) {
  return *scenario.shares[worker];
}

}  // namespace headroom::load
