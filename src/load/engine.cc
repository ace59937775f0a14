#include "load/engine.h"

#include <algorithm>

#include "kit/assert.h"
#include "load/arrival_rate.h"
#include "load/constant_vus.h"
#include "load/per_vu_iterations.h"
#include "load/ramping_vus.h"
#include "load/share.h"
#include "load/shared_iterations.h"
#include "load/vu_ledger.h"
#include "load/vu_pool.h"
#include "load/vu_supply.h"

namespace headroom::load {

namespace {

// Between run() and the common start, so that every worker has heard of it and
// has activated its virtual users.
constexpr kit::Duration lead = kit::Duration::milliseconds(10);
constexpr kit::Duration lead_per_vu = kit::Duration::microseconds(5);

struct MakeShare {
  const ShareSetup& setup;
  VuSupply& supply;

  std::unique_ptr<Share> operator()(const ConstantVus&) const {
    return std::make_unique<ConstantVusShare>(setup);
  }
  std::unique_ptr<Share> operator()(const RampingVus&) const {
    return std::make_unique<RampingVusShare>(setup);
  }
  std::unique_ptr<Share> operator()(const PerVuIterations& executor) const {
    return std::make_unique<PerVuIterationsShare>(setup, executor);
  }
  std::unique_ptr<Share> operator()(const SharedIterations& executor) const {
    return std::make_unique<SharedIterationsShare>(setup, executor);
  }
  std::unique_ptr<Share> operator()(const ConstantArrivalRate& executor) const {
    return std::make_unique<ArrivalRateShare>(setup, ArrivalSchedule(executor), supply);
  }
  std::unique_ptr<Share> operator()(const RampingArrivalRate& executor) const {
    return std::make_unique<ArrivalRateShare>(setup, ArrivalSchedule(executor), supply);
  }
};

// An open model paces on every worker; a closed one needs only those that lend. A
// ramp that nobody iterates in takes its time all the same.
std::vector<std::size_t> workers_of(const Scenario& scenario, const std::vector<VuLoan>& lent) {
  std::vector<std::size_t> workers;
  for (std::size_t worker = 0; worker < lent.size(); ++worker) {
    if (!lent[worker].reserved.empty() || is_open_model(scenario)) {
      workers.push_back(worker);
    }
  }
  if (workers.empty()) {
    workers.push_back(0);
  }
  return workers;
}

// Of its iterations where their number is fixed, else of its duration.
double fraction_of(const Scenario& scenario, const ScenarioProgress& progress) {
  if (progress.state == ScenarioState::waiting) {
    return 0;
  }
  const std::uint64_t total = total_iterations(scenario);
  const double duration = regular_duration(scenario).in_seconds();
  if (total == 0 && duration <= 0) {
    return 1;
  }
  const double done = total > 0 ? static_cast<double>(progress.completed + progress.interrupted) /
                                      static_cast<double>(total)
                                : progress.elapsed.in_seconds() / duration;
  return std::min(done, 1.0);
}

}  // namespace

double RunOutcome::lateness_p99_seconds() const {
  return lateness.count() == 0 ? 0 : lateness.quantile(0.99);
}

Engine::Engine(EngineSetup setup)
    : setup_(std::move(setup)),
      plan_(plan_vus(setup_.scenarios, setup_.workers.size())),
      initialized_at_ns_(kit::Instant::never().in_nanoseconds()),
      start_ns_(kit::Instant::never().in_nanoseconds()),
      reports_(setup_.control) {
  std::vector<VuPool*> pools;
  for (const Worker& worker : setup_.workers) {
    HEADROOM_ASSERT(worker.index == static_cast<int>(pools_.size()));
    pools_.push_back(std::make_unique<VuPool>(worker, setup_.factory, setup_.stripes));
    pools.push_back(pools_.back().get());
  }
  ledger_ = std::make_unique<VuLedger>(setup_.scenarios, plan_);
  supply_ =
      std::make_unique<VuSupply>(setup_.workers, std::move(pools), *ledger_, [this](Notice notice) {
        setup_.control.post([this, notice = std::move(notice)] {
          if (setup_.on_notice) {
            setup_.on_notice(notice);
          }
        });
      });
  for (std::size_t i = 0; i < setup_.scenarios.size(); ++i) {
    make_shares_of(i);
  }
}

Engine::~Engine() {
  const kit::MutexLock lock(close_mutex_);
  HEADROOM_ASSERT(is_closed_);
}

void Engine::make_shares_of(std::size_t scenario_index) {
  const Scenario& scenario = setup_.scenarios[scenario_index];
  const std::vector<VuLoan>& lent = plan_.lent[scenario_index];
  const std::vector<std::size_t> workers = workers_of(scenario, lent);
  auto shared = std::make_unique<ScenarioShared>();
  shared->index = scenario_index;
  shared->scenario = &scenario;
  shared->max_vus = max_vus(scenario);
  shared->shares_running = workers.size();
  shared->shares_pacing = workers.size();
  shared->vus_to_add = max_vus(scenario) - planned_vus(scenario);
  for (std::size_t rank = 0; rank < workers.size(); ++rank) {
    const std::size_t worker = workers[rank];
    const ShareSetup setup{.scenario = scenario,
                           .scenario_index = scenario_index,
                           .shared = *shared,
                           .rank = rank,
                           .share_count = workers.size(),
                           .worker = setup_.workers[worker],
                           .pool = *pools_[worker],
                           .loan = lent[worker],
                           .metrics = setup_.metrics};
    shares_.push_back(std::visit(MakeShare{setup, *supply_}, scenario.executor));
    shared->shares.push_back(shares_.back().get());
  }
  scenarios_shared_.push_back(std::move(shared));
}

kit::Result<void> Engine::initialize() {
  {
    const kit::MutexLock lock(close_mutex_);
    is_closed_ = false;
  }
  for (std::size_t worker = 0; worker < pools_.size(); ++worker) {
    on_worker(worker, [this, worker] { initialize_worker(worker); });
  }
  reports_.wait(pools_.size());
  initialized_at_ns_ = setup_.control.now().in_nanoseconds();
  auto initialized = reports_.take_result();
  if (!initialized) {
    close();
  }
  return initialized;
}

// Ids are dealt to the workers in turn, so that each knows its own.
void Engine::initialize_worker(std::size_t worker_index) {
  VuPool& pool = *pools_[worker_index];
  kit::Result<void> result;
  for (std::size_t i = 0; i < plan_.per_worker[worker_index] && result; ++i) {
    if (end_ == RunEnd::finished) {
      result = pool.make(worker_index + 1 + i * pools_.size(), [&](Vu& vu) { pool.release(vu); });
    } else {
      result = kit::failure("the run was ended before all virtual users were initialized");
    }
  }
  reports_.send(std::move(result));
}

RunOutcome Engine::run() {
  const kit::Instant start =
      setup_.control.now() + lead + lead_per_vu * static_cast<std::int64_t>(plan_.planned);
  start_ns_ = start.in_nanoseconds();
  for (const std::unique_ptr<Share>& share : shares_) {
    on_worker(share->worker_index(), [this, &share, start] { run_share(*share, start); });
  }
  reports_.wait(shares_.size());
  RunOutcome result = outcome();
  close();
  return result;
}

void Engine::run_share(Share& share, kit::Instant start) {
  share.run(start);
  ledger_->give_back(share.scenario_index(), share.worker_index());
  reports_.send({});
}

void Engine::close() {
  {
    const kit::MutexLock lock(close_mutex_);
    if (is_closed_) {
      return;
    }
    is_closed_ = true;
  }
  for (std::size_t worker = 0; worker < pools_.size(); ++worker) {
    on_worker(worker, [this, worker] {
      pools_[worker]->close();
      reports_.send({});
    });
  }
  reports_.wait(pools_.size());
}

void Engine::on_worker(std::size_t worker_index, fiber::Task body) {
  fiber::Reactor& reactor = setup_.workers[worker_index].reactor;
  reactor.post([&reactor, body = std::move(body)]() mutable { reactor.spawn(std::move(body)); });
}

void Engine::stop() {
  end_shares(RunEnd::stopped);
}

void Engine::abort() {
  end_shares(RunEnd::aborted);
}

// Posted while the engine is open, it runs before what close() posts.
void Engine::end_shares(RunEnd end) {
  const kit::MutexLock lock(close_mutex_);
  end_ = std::max(end_.load(), end);
  for (const std::unique_ptr<ScenarioShared>& scenario : scenarios_shared_) {
    scenario->is_ended = true;
  }
  if (is_closed_) {
    return;
  }
  for (std::size_t worker = 0; worker < pools_.size(); ++worker) {
    setup_.workers[worker].reactor.post([this, worker, end] { end_shares_of(worker, end); });
  }
}

void Engine::end_shares_of(std::size_t worker_index, RunEnd end) {
  for (const std::unique_ptr<Share>& share : shares_) {
    if (share->worker_index() == worker_index) {
      share->end(end == RunEnd::aborted ? EndMode::at_once : EndMode::graceful);
    }
  }
}

kit::Instant Engine::initialized_at() const {
  return kit::Instant::from_nanoseconds(initialized_at_ns_);
}

kit::Instant Engine::start() const {
  return kit::Instant::from_nanoseconds(start_ns_);
}

RunOutcome Engine::outcome() const {
  RunOutcome result{.end = end_, .start = start(), .progress = progress()};
  result.elapsed = result.progress.elapsed;
  for (const std::unique_ptr<Share>& share : shares_) {
    result.lateness.merge(share->lateness());
  }
  return result;
}

Progress Engine::progress() const {
  const kit::Instant now = setup_.control.clock().now();
  Progress progress{.planned_vus = plan_.planned, .max_vus = plan_.max};
  progress.elapsed = std::max(kit::Duration(), now - start());
  for (const std::unique_ptr<VuPool>& pool : pools_) {
    progress.initialized_vus += pool->count();
  }
  for (std::size_t i = 0; i < setup_.scenarios.size(); ++i) {
    progress.scenarios.push_back(progress_at(now, i));
    const ScenarioProgress& scenario = progress.scenarios.back();
    progress.active_vus += scenario.active_vus;
    progress.completed += scenario.completed;
    progress.interrupted += scenario.interrupted;
    progress.dropped += scenario.dropped;
  }
  return progress;
}

ScenarioProgress Engine::progress_of(std::size_t scenario_index) const {
  return progress_at(setup_.control.clock().now(), scenario_index);
}

ScenarioProgress Engine::progress_at(kit::Instant now, std::size_t scenario_index) const {
  ScenarioProgress progress;
  const Scenario& scenario = setup_.scenarios[scenario_index];
  std::size_t waiting = 0;
  std::size_t ended = 0;
  kit::Instant until;
  const std::vector<Share*>& shares = scenarios_shared_[scenario_index]->shares;
  for (const Share* share : shares) {
    const Tally& tally = share->tally();
    const ScenarioState state = tally.state;
    waiting += state == ScenarioState::waiting;
    ended += state == ScenarioState::ended;
    until = std::max(until, kit::Instant::from_nanoseconds(tally.ended_at_ns));
    progress.active_vus += tally.active_vus.get();
    progress.completed += tally.completed.get();
    progress.interrupted += tally.interrupted.get();
    progress.dropped += tally.dropped.get();
  }
  if (waiting < shares.size()) {
    const bool is_over = ended == shares.size();
    progress.state = is_over ? ScenarioState::ended : ScenarioState::running;
    progress.elapsed =
        std::max(kit::Duration(), (is_over ? until : now) - (start() + scenario.start_time));
  }
  progress.fraction = fraction_of(scenario, progress);
  return progress;
}

void Engine::sample_vus(metrics::Recorder& recorder, metrics::TagSetId tags) const {
  const Progress now = progress();
  const kit::Instant at = setup_.control.now();
  recorder.record(setup_.metrics.vus, tags, static_cast<double>(now.active_vus), at);
  recorder.record(setup_.metrics.vus_max, tags, static_cast<double>(now.initialized_vus), at);
}

}  // namespace headroom::load
