// Runs scenarios: initialises the virtual users on their workers, starts every
// scenario's executor from one common instant, counts, interrupts and reports.
// It owns no thread: it is handed reactors that others run. It never names a
// protocol or a script, prints nothing and rotates no metrics window.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kit/mutex.h"
#include "load/engine_metrics.h"
#include "load/notice.h"
#include "load/progress.h"
#include "load/reports.h"
#include "load/scenario.h"
#include "load/stripes.h"
#include "load/virtual_user.h"
#include "load/vu_plan.h"
#include "metrics/histogram.h"

namespace headroom::load {

class Share;
class VuLedger;
class VuPool;
class VuSupply;
struct ScenarioShared;

// References outlive the engine. The workers' reactors must be running before
// initialize() and until close() or run() has returned.
struct EngineSetup {
  std::vector<Scenario> scenarios;
  Stripes stripes = {};  // of the whole test, for the ids of virtual users
  std::vector<Worker> workers;
  fiber::Reactor& control;  // may be a worker's own reactor
  VirtualUserFactory& factory;
  EngineMetrics metrics;
  std::function<void(const Notice&)> on_notice;  // on the control thread; may be empty
};

enum class RunEnd {
  finished,  // every scenario came to its end
  stopped,   // by stop()
  aborted,   // by abort()
};

struct RunOutcome {
  RunEnd end = RunEnd::finished;
  kit::Instant start;
  kit::Duration elapsed;
  Progress progress;
  // Open model: seconds from an iteration's scheduled to its actual start.
  metrics::Histogram lateness = metrics::Histogram();
  // 0 when no iteration was scheduled.
  double lateness_p99_seconds() const;
};

class Engine {
 public:
  explicit Engine(EngineSetup setup);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  // Closed by then: by run(), by close(), or never initialised.
  ~Engine();

  // --- On one fiber of the control reactor, which nobody cancels.

  // Makes the planned virtual users, on all workers at once. After an error
  // (the first one met) the engine is closed.
  kit::Result<void> initialize();
  // Blocks the fiber until all scenarios have ended, then closes.
  RunOutcome run();
  // Destroys the virtual users, each on its worker. For a run that never came
  // to run(); otherwise does nothing.
  void close();

  // --- Any thread, any time.

  // No new iterations; the running ones get their scenario's gracefulStop.
  void stop();
  // No new iterations; the running ones are interrupted at once. This is what
  // k6 does at the first SIGINT, at exec.test.abort and at abortOnFail.
  void abort();
  Progress progress() const;
  ScenarioProgress progress_of(std::size_t scenario_index) const;
  // When initialize() was done, before anything of the test ran; never() until then.
  kit::Instant initialized_at() const;
  // never() until run() has set the common start.
  kit::Instant start() const;

  // Control thread: sets the gauges vus and vus_max; to be called once a second.
  void sample_vus(metrics::Recorder& recorder, metrics::TagSetId tags) const;

  const std::vector<Scenario>& scenarios() const { return setup_.scenarios; }

 private:
  void make_shares_of(std::size_t scenario_index);
  void run_share(Share& share, kit::Instant start);
  void initialize_worker(std::size_t worker_index);
  void on_worker(std::size_t worker_index, fiber::Task body);
  void end_shares(RunEnd end);
  void end_shares_of(std::size_t worker_index, RunEnd end);
  RunOutcome outcome() const;
  ScenarioProgress progress_at(kit::Instant now, std::size_t scenario_index) const;

  // Constant after the constructor.
  EngineSetup setup_;
  VuPlan plan_;
  std::vector<std::unique_ptr<VuPool>> pools_;  // by worker
  std::unique_ptr<VuLedger> ledger_;
  std::unique_ptr<VuSupply> supply_;
  std::vector<std::unique_ptr<ScenarioShared>> scenarios_shared_;
  std::vector<std::unique_ptr<Share>> shares_;
  // Any thread.
  std::atomic<std::int64_t> initialized_at_ns_;
  std::atomic<std::int64_t> start_ns_;
  std::atomic<RunEnd> end_ = RunEnd::finished;
  kit::Mutex close_mutex_;
  bool is_closed_ HEADROOM_GUARDED_BY(close_mutex_) = true;
  Reports reports_;
};

}  // namespace headroom::load
