#include "conduct/load_run.h"

#include <algorithm>
#include <cmath>

#include <unistd.h>

#include "conduct/collector.h"
#include "conduct/machine.h"
#include "conduct/stall_watch.h"
#include "conduct/worker_threads.h"
#include "run/parts.h"
#include "threshold/evaluate.h"

namespace headroom::conduct {

namespace {

constexpr kit::Duration progress_interval = kit::Duration::milliseconds(100);
constexpr int progress_ticks_per_second = 10;
constexpr int threshold_ticks = 20;  // every 2 s, as k6

enum class Phase { initializing, setting_up, iterating, tearing_down, ended };

class LoadRun {
 public:
  LoadRun(const LoadRunSetup& setup, std::vector<load::Worker> workers,
          load::EngineMetrics engine_metrics)
      : setup_(setup),
        control_(setup.control),
        control_recorder_(setup.test.catalog()),
        control_worker_{.reactor = control_, .recorder = control_recorder_, .index = -1},
        totals_(setup.test.catalog()),
        windows_(control_.clock()),
        workers_(std::move(workers)),
        windowed_(setup.test.thresholds(), setup.test.catalog()),
        collector_(control_, workers_, {.totals = totals_, .thresholds = windowed_}, windows_),
        engine_({.scenarios = setup.test.scenarios(),
                 .stripes = setup.test.stripes(),
                 .workers = workers_,
                 .control = control_,
                 .factory = setup.test.factory(),
                 .metrics = engine_metrics,
                 .on_notice = [this](const load::Notice& notice) { log_notice(notice); }}) {}

  kit::Result<LoadRunOutcome> run();

 private:
  void log_notice(const load::Notice& notice) {
    setup_.logger.write(notice.is_error ? log::Level::error : log::Level::warning, notice.text);
  }
  kit::Result<LoadRunOutcome> run_phases();
  // False when there are to be no iterations and no teardown().
  bool set_up();
  load::RunOutcome iterate();
  load::RunOutcome without_iterations();
  std::vector<double> counter_sums() const;
  void tear_down();
  void enter(Phase phase);
  void watch();
  void look_for_stop();
  void tick(int count);
  bool must_abort_by_threshold() const;
  bool has_late_crossing(const threshold::SlidingOutcome& outcome,
                         const load::ThresholdPlan& plan) const;
  run::ThresholdRecord windowed_record(const load::ThresholdPlan& plan,
                                       const threshold::SlidingOutcome& outcome) const;
  run::Record make_record(const load::RunOutcome& outcome);
  void add_thresholds(run::Record& record) const;
  void log_lateness(const load::RunOutcome& outcome) const;
  run::ValidityFacts validity_facts(const run::Record& record, const load::RunOutcome& outcome);

  const LoadRunSetup& setup_;
  fiber::Reactor& control_;
  metrics::Recorder control_recorder_;
  load::Worker control_worker_;
  metrics::Totals totals_;
  metrics::WindowClock windows_;
  std::vector<load::Worker> workers_;
  WindowedThresholds windowed_;
  Collector collector_;
  load::Engine engine_;
  kit::Instant start_;
  kit::Instant load_start_;
  kit::Duration load_elapsed_;
  kit::Duration around_elapsed_;   // of setup() and teardown()
  std::vector<double> load_sums_;  // by metric: of counters, what the load added
  std::optional<kit::Duration> pressure_start_;
  kit::Instant pressure_start_at_;
  kit::WallTime wall_start_;
  Phase phase_ = Phase::initializing;
  fiber::Fiber* watcher_ = nullptr;
  bool was_stopped_ = false;
  bool aborted_by_threshold_ = false;
  std::optional<kit::Error> failure_;
};

kit::Result<LoadRunOutcome> LoadRun::run() {
  wall_start_ = control_.clock().wall_now();
  fiber::WaitGroup watching(control_);
  watching.add();
  watcher_ = &control_.spawn([&] {
    watch();
    watcher_ = nullptr;
    watching.done();
  });
  auto outcome = run_phases();
  enter(Phase::ended);
  watching.wait();
  return outcome;
}

kit::Result<LoadRunOutcome> LoadRun::run_phases() {
  setup_.test.attach(engine_);
  auto initialized = engine_.initialize();
  if (!initialized && !was_stopped_ && !setup_.test.own_verdict().abort) {
    return kit::failure_of(initialized);
  }
  start_ = control_.now();
  const bool is_set_up = initialized && set_up();
  const load::RunOutcome outcome = is_set_up ? iterate() : without_iterations();
  if (is_set_up) {
    tear_down();
  }
  engine_.sample_vus(control_recorder_, 0);
  collector_.merge_control(control_recorder_);
  log_lateness(outcome);
  look_for_stop();  // once more: the last tick may be a while ago
  load::OwnVerdict verdict = setup_.test.own_verdict();
  if (verdict.abort) {
    failure_ = std::move(verdict.abort);
  }
  LoadRunOutcome result{.record = make_record(outcome),
                        .end = outcome.end,
                        .was_stopped = was_stopped_,
                        .aborted_by_threshold = aborted_by_threshold_,
                        .is_marked_failed = verdict.is_failed,
                        .failure = std::move(failure_)};
  if (setup_.on_record) {
    if (auto reported = setup_.on_record(result.record, control_worker_); !reported) {
      return kit::failure_of(reported);
    }
  }
  return result;
}

bool LoadRun::set_up() {
  enter(Phase::setting_up);
  const kit::Instant begin = control_.now();
  auto done = setup_.test.setup(control_worker_);
  around_elapsed_ += control_.now() - begin;
  if (done) {
    return true;
  }
  if (!was_stopped_) {
    failure_ = std::move(done).error();
  }
  return false;
}

load::RunOutcome LoadRun::iterate() {
  pressure_start_ = read_cpu_pressure();
  pressure_start_at_ = control_.now();
  // What setup() recorded is no part of the load.
  collector_.merge_control(control_recorder_);
  load_sums_ = counter_sums();
  load_start_ = control_.now();
  windowed_.begin(windows_.first_whole(load_start_));
  collector_.start();
  enter(Phase::iterating);
  const load::RunOutcome outcome = engine_.run();
  enter(Phase::tearing_down);
  if (setup_.on_progress) {
    setup_.on_progress(engine_.progress());
  }
  load_elapsed_ = control_.now() - load_start_;
  collector_.finish();
  windowed_.finish(windows_.index_of(load_start_ + load_elapsed_) - 1, load_elapsed_.in_seconds());
  const std::vector<double> before = std::move(load_sums_);
  load_sums_ = counter_sums();
  for (std::size_t i = 0; i < before.size(); ++i) {
    load_sums_[i] -= before[i];
  }
  return outcome;
}

// By metric; 0 for what is no counter.
std::vector<double> LoadRun::counter_sums() const {
  std::vector<double> sums;
  for (const metrics::MetricFacts& metric : setup_.test.catalog().metrics()) {
    sums.push_back(metric.type == metrics::Type::counter ? totals_.of(metric.id).sum() : 0);
  }
  return sums;
}

load::RunOutcome LoadRun::without_iterations() {
  engine_.close();
  return {.end = load::RunEnd::aborted, .progress = engine_.progress()};
}

void LoadRun::tear_down() {
  const kit::Instant begin = control_.now();
  auto torn_down = setup_.test.teardown(control_worker_);
  around_elapsed_ += control_.now() - begin;
  if (!torn_down) {
    failure_ = std::move(torn_down).error();
  }
}

// The watcher counts its ticks from there on.
void LoadRun::enter(Phase phase) {
  phase_ = phase;
  if (watcher_ != nullptr) {
    control_.wake(*watcher_);
  }
}

void LoadRun::watch() {
  Phase phase = phase_;
  kit::Instant phase_start = control_.now();
  int count = 0;
  while (phase_ != Phase::ended) {
    if (phase != phase_) {
      phase = phase_;
      phase_start = control_.now();
      count = 0;
    }
    const kit::Instant due = phase_start + progress_interval * (count + 1);
    if (control_.suspend(due) == fiber::Wake::timeout) {
      ++count;
      look_for_stop();
      if (phase == Phase::iterating) {
        tick(count);
      }
    }
  }
}

void LoadRun::look_for_stop() {
  if (setup_.stop == nullptr || !setup_.stop->is_requested) {
    return;
  }
  if (!was_stopped_) {
    was_stopped_ = true;
    engine_.abort();
  }
  // Each time, for it does nothing before setup() has begun to run.
  if (phase_ == Phase::setting_up) {
    setup_.test.interrupt();
  }
}

void LoadRun::tick(int count) {
  if (setup_.on_progress) {
    setup_.on_progress(engine_.progress());
  }
  if (count % progress_ticks_per_second == 0) {
    engine_.sample_vus(control_recorder_, 0);
    collector_.merge_control(control_recorder_);
  }
  if (count % threshold_ticks == 0 && !aborted_by_threshold_ && must_abort_by_threshold()) {
    aborted_by_threshold_ = true;
    engine_.abort();
  }
}

// A window crossed before the delay was over does not abort, later either.
bool LoadRun::has_late_crossing(const threshold::SlidingOutcome& outcome,
                                const load::ThresholdPlan& plan) const {
  return outcome.latest_crossed &&
         windows_.start_of(*outcome.latest_crossed + 1) - start_ >= plan.abort_delay;
}

bool LoadRun::must_abort_by_threshold() const {
  const kit::Duration elapsed = control_.now() - start_;
  for (std::size_t i = 0; i < setup_.test.thresholds().size(); ++i) {
    const load::ThresholdPlan& plan = setup_.test.thresholds()[i];
    if (!plan.aborts_on_fail || elapsed < plan.abort_delay) {
      continue;
    }
    if (const threshold::SlidingOutcome* windows = windowed_.outcome(i); windows != nullptr) {
      if (has_late_crossing(*windows, plan)) {
        return true;
      }
      continue;
    }
    const threshold::Outcome outcome = threshold::evaluate(
        plan.expression, totals_.of(plan.metric),
        {.elapsed_seconds = elapsed.in_seconds(), .is_final = false},
        threshold::scale_of(setup_.test.catalog().metric(plan.metric).contains));
    if (!outcome.is_skipped && !outcome.ok) {
      return true;
    }
  }
  return false;
}

run::ThresholdRecord LoadRun::windowed_record(const load::ThresholdPlan& plan,
                                              const threshold::SlidingOutcome& outcome) const {
  const auto since_start = [&](std::int64_t second) {
    return std::clamp(windows_.start_of(second) - load_start_, kit::Duration(), load_elapsed_);
  };
  return {.expression = plan.expression,
          .ok = outcome.ok,
          .observed = outcome.worst,
          .aborts_on_fail = plan.aborts_on_fail,
          .abort_delay = plan.abort_delay,
          .windows =
              run::WindowsRecord{.length = kit::Duration::seconds(plan.window_seconds.value_or(0)),
                                 .judged = outcome.judged,
                                 .crossed = outcome.crossed,
                                 .worst_from = since_start(outcome.worst_first),
                                 .worst_to = since_start(outcome.worst_last + 1)}};
}

void LoadRun::add_thresholds(run::Record& record) const {
  const metrics::Catalog& catalog = setup_.test.catalog();
  for (std::size_t i = 0; i < setup_.test.thresholds().size(); ++i) {
    const load::ThresholdPlan& plan = setup_.test.thresholds()[i];
    const metrics::MetricFacts facts = catalog.metric(plan.metric);
    run::MetricRecord* metric = run::find_metric(record, facts.name);
    if (metric == nullptr) {
      continue;
    }
    if (const threshold::SlidingOutcome* windows = windowed_.outcome(i); windows != nullptr) {
      metric->thresholds.push_back(windowed_record(plan, *windows));
      continue;
    }
    const threshold::Outcome outcome =
        threshold::evaluate(plan.expression, totals_.of(plan.metric),
                            {.elapsed_seconds = record.elapsed.in_seconds(), .is_final = true},
                            threshold::scale_of(facts.contains));
    metric->thresholds.push_back({.expression = plan.expression,
                                  .ok = outcome.ok,
                                  .observed = outcome.observed,
                                  .aborts_on_fail = plan.aborts_on_fail,
                                  .abort_delay = plan.abort_delay});
  }
}

run::Record LoadRun::make_record(const load::RunOutcome& outcome) {
  run::Record record;
  record.facts = setup_.facts;
  record.facts.machine = read_machine();
  record.facts.started_at = wall_start_;
  record.facts.worker_count = static_cast<std::int64_t>(workers_.size());
  record.facts.vus_max = static_cast<std::int64_t>(outcome.progress.max_vus);
  record.facts.iterations_complete = outcome.progress.completed;
  record.facts.iterations_interrupted = outcome.progress.interrupted;
  record.facts.overflowed_tag_sets = totals_.overflowed_count();
  record.elapsed = control_.now() - start_;
  record.load_elapsed = load_elapsed_;
  record.around_elapsed = around_elapsed_;
  run::MetricsSelection selection;
  for (const load::ThresholdPlan& plan : setup_.test.thresholds()) {
    selection.judged.push_back(plan.metric);
  }
  record.metrics = run::make_metric_records(setup_.test.catalog(), totals_, selection);
  record.breakdowns = run::make_breakdowns(setup_.test.catalog());
  record.root = run::make_group_tree(setup_.test.catalog(), totals_);
  for (run::MetricRecord& metric : record.metrics) {
    const auto id = setup_.test.catalog().find(metric.name);
    metric.load_sum = id && *id < load_sums_.size() ? load_sums_[*id] : 0;
  }
  run::add_parts(record, setup_.test.catalog(), totals_);
  add_thresholds(record);
  record.validity_facts = validity_facts(record, outcome);
  record.validity = run::judge_validity(record.validity_facts);
  return record;
}

void LoadRun::log_lateness(const load::RunOutcome& outcome) const {
  if (outcome.lateness.count() == 0) {
    return;
  }
  const auto us_of = [&](double share) {
    return std::to_string(std::llround(outcome.lateness.quantile(share) * 1e6)) + "us";
  };
  setup_.logger.debug("Scheduled iterations started late by p50=" + us_of(0.5) +
                      " p90=" + us_of(0.9) + " p99=" + us_of(0.99));
}

run::ValidityFacts LoadRun::validity_facts(const run::Record& record,
                                           const load::RunOutcome& outcome) {
  run::ValidityFacts facts;
  bool is_open = false;
  for (std::size_t i = 0; i < setup_.test.scenarios().size(); ++i) {
    if (load::is_open_model(setup_.test.scenarios()[i])) {
      is_open = true;
      const load::ScenarioProgress& progress = outcome.progress.scenarios[i];
      facts.iterations_dropped += progress.dropped;
      facts.iterations_scheduled += progress.completed + progress.interrupted + progress.dropped;
    }
  }
  if (is_open) {
    facts.lateness_p99_seconds = outcome.lateness_p99_seconds();
  }
  facts.iterations_started = outcome.progress.completed + outcome.progress.interrupted;
  for (const WorkerHealth& health : collector_.health()) {
    const double wall = health.wall_time.in_seconds();
    if (wall > 0) {
      facts.worker_busy_share =
          std::max(facts.worker_busy_share.value_or(0), health.cpu_time.in_seconds() / wall);
    }
    if (wall > 0 && health.has_run_queue_wait) {
      facts.run_queue_wait_share = std::max(facts.run_queue_wait_share.value_or(0),
                                            health.run_queue_wait.in_seconds() / wall);
    }
  }
  const auto pressure_end = read_cpu_pressure();
  const double span = (control_.now() - pressure_start_at_).in_seconds();
  if (pressure_start_ && pressure_end && span > 0) {
    facts.cpu_pressure_share = (*pressure_end - *pressure_start_).in_seconds() / span;
  }
  const run::MetricRecord* requests = run::find_metric(record, "http_reqs");
  facts.makes_requests = requests != nullptr && !requests->aggregate.is_empty();
  facts.requests = facts.makes_requests ? requests->aggregate.count() : 0;
  return facts;
}

// Says so in the log when the script keeps a thread from everything else.
kit::Result<std::unique_ptr<StallWatch>> watch_stalls(const LoadRunSetup& setup,
                                                      const std::vector<load::Worker>& workers) {
  std::vector<fiber::Reactor*> reactors{&setup.control};
  for (const load::Worker& worker : workers) {
    reactors.push_back(&worker.reactor);
  }
  const StallOptions options;
  return StallWatch::start(
      std::move(reactors),
      {.limit = options.limit, .on_stall = [&logger = setup.logger, options](std::size_t) {
         logger.warning("the script has been in one built-in function of JavaScript for " +
                        std::to_string(options.limit.in_milliseconds() / 1000) +
                        " s (sorting, or a loop over a huge length?); it can be neither "
                        "interrupted nor timed out; a second signal ends the process at once");
       }});
}

}  // namespace

int default_worker_count(std::uint64_t vus_max) {
  constexpr std::uint64_t vus_per_worker = 64;
  const auto cores = static_cast<std::uint64_t>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
  return static_cast<int>(std::clamp<std::uint64_t>(vus_max / vus_per_worker, 1, cores));
}

kit::Result<LoadRunOutcome> run_load(const LoadRunSetup& setup) {
  const std::uint64_t vus_max = load::max_vus(setup.test.scenarios());
  if (auto prepared = prepare_descriptors(vus_max); !prepared) {
    return kit::failure_of(prepared);
  }
  if (auto checked = check_mappings(vus_max); !checked) {
    return kit::failure_of(checked);
  }
  if (const std::string warning = port_warning(vus_max); !warning.empty()) {
    setup.logger.warning(warning);
  }
  const int count = setup.worker_count > 0 ? setup.worker_count : default_worker_count(vus_max);
  auto threads = WorkerThreads::start(count, setup.test.catalog());
  if (!threads) {
    return kit::failure_of(threads);
  }
  auto watch = watch_stalls(setup, (*threads)->workers());
  if (!watch) {
    return kit::failure_of(watch);
  }
  auto outcome = run_load_on(setup, (*threads)->workers());
  watch->reset();
  (*threads)->stop();
  return outcome;
}

kit::Result<LoadRunOutcome> run_load_on(const LoadRunSetup& setup,
                                        std::vector<load::Worker> workers) {
  auto engine_metrics = load::add_engine_metrics(setup.test.catalog());
  if (!engine_metrics) {
    return kit::failure_of(engine_metrics);
  }
  LoadRun run(setup, std::move(workers), *engine_metrics);
  return run.run();
}

}  // namespace headroom::conduct
