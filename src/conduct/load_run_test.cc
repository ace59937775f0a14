// Whole runs under the simulated clock: one reactor is control and worker.
#include "conduct/load_run.h"

#include <gtest/gtest.h>

#include "load/load_fake.h"

namespace headroom::conduct {
namespace {

using namespace kit::literals;

// Iterations take 100 ms; setup and teardown are functions.
class FakeTest final : public load::LoadTest {
 public:
  using Step = std::function<kit::Result<void>(load::Worker& control)>;

  explicit FakeTest(load::ExecutorConfig executor, load::FakeUsers::Making making = {})
      : users_(load::sleeping(100_ms), std::move(making)) {
    scenarios_.push_back({.name = "s", .executor = executor});
    HEADROOM_ASSERT(load::add_engine_metrics(catalog_).has_value());
  }

  void add_threshold(std::string_view metric, std::string_view text, bool aborts = false,
                     kit::Duration delay = {}) {
    thresholds_.push_back({.metric = *catalog_.find(metric),
                           .expression = *threshold::parse(text),
                           .aborts_on_fail = aborts,
                           .abort_delay = delay,
                           .window_seconds = {}});
  }
  // Nothing happens in it before `start`.
  void add_idle_scenario(kit::Duration start) {
    scenarios_.push_back({.name = "later",
                          .executor = load::PerVuIterations{.vus = 1, .iterations = 1},
                          .start_time = start});
  }
  void judge_windows_of(std::int64_t seconds) { thresholds_.back().window_seconds = seconds; }

  const std::vector<load::Scenario>& scenarios() const override { return scenarios_; }
  const load::Stripes& stripes() const override { return stripes_; }
  const std::vector<load::ThresholdPlan>& thresholds() const override { return thresholds_; }
  metrics::Catalog& catalog() override { return catalog_; }
  load::VirtualUserFactory& factory() override { return users_; }
  void attach(load::Engine& engine) override { engine_ = &engine; }
  load::OwnVerdict own_verdict() const override { return verdict_; }
  // What exec.test.abort() does.
  void abort(std::string reason) {
    verdict_.abort = kit::Error(std::move(reason), 108);
    engine_->abort();
  }
  void mark_failed() { verdict_.is_failed = true; }
  kit::Result<void> setup(load::Worker& control) override {
    caller_ = &control.reactor.current();
    reactor_ = &control.reactor;
    kit::Result<void> result = on_setup ? on_setup(control) : kit::Result<void>();
    reactor_->clear_cancel(*caller_);
    caller_ = nullptr;
    return result;
  }
  kit::Result<void> teardown(load::Worker& control) override {
    ++teardowns;
    return on_teardown ? on_teardown(control) : kit::Result<void>();
  }
  void interrupt() override {
    if (caller_ != nullptr) {
      reactor_->cancel(*caller_);
    }
  }
  int users_alive() const { return users_.alive(); }

  Step on_setup;
  Step on_teardown;
  int teardowns = 0;

 private:
  metrics::Catalog catalog_;
  load::FakeUsers users_;
  load::Stripes stripes_;
  std::vector<load::Scenario> scenarios_;
  std::vector<load::ThresholdPlan> thresholds_;
  load::Engine* engine_ = nullptr;
  load::OwnVerdict verdict_;
  fiber::Fiber* caller_ = nullptr;
  fiber::Reactor* reactor_ = nullptr;
};

// Conducts `test`; a stop is requested at `stop_at`, counted from the beginning.
class Conducted {
 public:
  explicit Conducted(FakeTest& test, std::optional<kit::Duration> stop_at = {})
      : logger_(clock_, log::null_sink()),
        recorder_(test.catalog()),
        start_(clock_.now()),
        reactor_(fiber::Reactor::make_simulated(clock_)) {
    if (stop_at) {
      reactor_->spawn([this, stop_at] {
        reactor_->sleep(*stop_at);
        stop_.is_requested = true;
      });
    }
    reactor_->spawn([this, &test] {
      outcome = run_load_on({.test = test,
                             .control = *reactor_,
                             .logger = logger_,
                             .facts = {.script = "s.js"},
                             .stop = &stop_,
                             .on_progress = [this](const load::Progress&) { ++progress_count; },
                             .on_record =
                                 [this](const run::Record&, load::Worker&) {
                                   ++record_count;
                                   return kit::Result<void>();
                                 }},
                            {{.reactor = *reactor_, .recorder = recorder_, .index = 0}});
      ended_after = clock_.now() - start_;
    });
    reactor_->run();
  }

  const run::MetricRecord& metric(std::string_view name) const {
    const run::MetricRecord* found = run::find_metric(outcome->record, name);
    HEADROOM_ASSERT(found != nullptr);
    return *found;
  }

  int progress_count = 0;
  int record_count = 0;
  kit::Duration ended_after;
  kit::Result<LoadRunOutcome> outcome = kit::failure("not run");

 private:
  kit::SimulatedClock clock_;
  log::Logger logger_;
  metrics::Recorder recorder_;
  kit::Instant start_;
  StopRequest stop_;
  std::unique_ptr<fiber::Reactor> reactor_;
};

load::ConstantVus two_users_for(kit::Duration duration) {
  return {.vus = 2, .duration = duration};
}

TEST(LoadRun, RecordsWhatWasRun) {
  FakeTest test(load::PerVuIterations{.vus = 2, .iterations = 15});
  test.add_threshold("iterations", "count>=30");
  test.add_threshold("iteration_duration", "max<100");

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  const run::Record& record = run.outcome->record;
  EXPECT_EQ(run.outcome->end, load::RunEnd::finished);
  EXPECT_FALSE(run.outcome->failure);
  EXPECT_EQ(record.facts.script, "s.js");
  EXPECT_EQ(record.facts.iterations_complete, 30);
  EXPECT_EQ(record.facts.iterations_interrupted, 0);
  EXPECT_EQ(record.facts.vus_max, 2);
  EXPECT_EQ(record.facts.worker_count, 1);
  EXPECT_EQ(run.metric("iterations").aggregate.sum(), 30);
  // Fifteen iterations, after the moment in which the virtual users get ready.
  EXPECT_GE(record.elapsed, 1500_ms);
  EXPECT_LT(record.elapsed, 1520_ms);
  ASSERT_EQ(run.metric("iterations").thresholds.size(), 1);
  EXPECT_TRUE(run.metric("iterations").thresholds[0].ok);
  EXPECT_EQ(run.metric("iterations").thresholds[0].observed, 30);
  EXPECT_EQ(run::crossed_metrics(record), std::vector<std::string>{"iteration_duration"});
  EXPECT_EQ(run.record_count, 1);
  EXPECT_EQ(test.teardowns, 1);
  EXPECT_EQ(test.users_alive(), 0);
}

TEST(LoadRun, SamplesVirtualUsersEachSecond) {
  FakeTest test(two_users_for(5_s));

  const Conducted run(test);

  const run::MetricRecord& vus = run.metric("vus");
  EXPECT_EQ(vus.aggregate.max(), 2);
  EXPECT_EQ(vus.aggregate.last(), 0);  // at the end none is left
  EXPECT_EQ(vus.aggregate.count(), 6);
  EXPECT_EQ(run.metric("vus_max").aggregate.min(), 2);
}

TEST(LoadRun, ShowsProgressTenTimesASecondAndAtTheEnd) {
  FakeTest test(two_users_for(5_s));

  const Conducted run(test);

  EXPECT_EQ(run.progress_count, 51);
}

TEST(LoadRun, ThresholdsAbortAtTheNextEvenSecondAfterTheirDelay) {
  struct Row {
    const char* reason;
    const char* text;
    kit::Duration delay;
    kit::Duration end;  // of the run
  };
  const Row rows[] = {
      {"crossed from the start", "count<1", 0_s, 2_s},
      {"crossed from the third second", "count<50", 0_s, 4_s},
      {"not before the delay is over", "count<1", 5_s, 6_s},
      {"never crossed", "count<100000", 0_s, 20_s},
      {"crossed only at the end of the run", "count<1", 60_s, 20_s},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.reason);
    FakeTest test(two_users_for(20_s));
    test.add_threshold("iterations", row.text, true, row.delay);

    const Conducted run(test);

    ASSERT_TRUE(run.outcome);
    const bool is_early = row.end < 20_s;
    EXPECT_EQ(run.outcome->aborted_by_threshold, is_early);
    EXPECT_EQ(run.outcome->end, is_early ? load::RunEnd::aborted : load::RunEnd::finished);
    EXPECT_GE(run.outcome->record.elapsed, row.end);
    EXPECT_LT(run.outcome->record.elapsed, row.end + 200_ms);
    EXPECT_EQ(test.teardowns, 1);
  }
}

TEST(LoadRun, WindowedThresholdsJudgeTheLoadsWholeSecondsOnly) {
  FakeTest test(two_users_for(10_s));
  test.on_setup = [](load::Worker& control) {
    control.reactor.sleep(500_ms);
    return kit::Result<void>();
  };
  test.add_threshold("iterations", "count>=40");
  test.judge_windows_of(2);

  const Conducted run(test);

  const run::ThresholdRecord& threshold = run.metric("iterations").thresholds.at(0);
  ASSERT_TRUE(threshold.windows);
  EXPECT_TRUE(threshold.ok) << "two users, ten iterations a second each, at the edges too: "
                            << threshold.observed;
  EXPECT_GE(threshold.windows->judged, 8U);
  EXPECT_LE(threshold.windows->judged, 9U);
  EXPECT_EQ(threshold.windows->crossed, 0U);
  EXPECT_EQ(threshold.windows->worst_to - threshold.windows->worst_from, 2_s);
}

TEST(LoadRun, AWindowThatIsCrossedAbortsOnceTheDelayIsOver) {
  struct Row {
    const char* reason;
    kit::Duration delay;
    kit::Duration end;
  };
  // Ten iterations a second; from the fourth second on none ends.
  for (const Row& row : {Row{"at the next look after it is closed", 0_s, 8_s},
                         Row{"not before the delay is over", 9_s, 10_s}}) {
    SCOPED_TRACE(row.reason);
    FakeTest test(load::SharedIterations{.vus = 1, .iterations = 40, .max_duration = 600_s});
    test.add_idle_scenario(20_s);
    test.add_threshold("iterations", "count>0", true, row.delay);
    test.judge_windows_of(1);

    const Conducted run(test);

    ASSERT_TRUE(run.outcome);
    EXPECT_TRUE(run.outcome->aborted_by_threshold);
    EXPECT_LE(run.outcome->record.elapsed, row.end + 200_ms);
    EXPECT_FALSE(run.metric("iterations").thresholds.at(0).ok);
  }
}

TEST(LoadRun, ThresholdsThatDoNotAbortLetTheRunGoOn) {
  FakeTest test(two_users_for(5_s));
  test.add_threshold("iterations", "count<1");

  const Conducted run(test);

  EXPECT_FALSE(run.outcome->aborted_by_threshold);
  EXPECT_GE(run.outcome->record.elapsed, 5_s);
  EXPECT_EQ(run::crossed_metrics(run.outcome->record), std::vector<std::string>{"iterations"});
}

TEST(LoadRun, AFailedVirtualUserMeansThatNothingBegan) {
  FakeTest test(two_users_for(5_s), [](load::Worker&, std::uint64_t vu) {
    return vu == 2 ? kit::failure("no such module", 107) : kit::Result<void>();
  });

  const Conducted run(test);

  ASSERT_FALSE(run.outcome);
  EXPECT_EQ(run.outcome.error().text(), "no such module");
  EXPECT_EQ(run.outcome.error().code(), 107);
  EXPECT_EQ(run.record_count, 0);
  EXPECT_EQ(test.users_alive(), 0);
}

TEST(LoadRun, AFailedSetupSkipsIterationsAndTeardownButIsRecorded) {
  FakeTest test(two_users_for(5_s));
  test.on_setup = [](load::Worker&) { return kit::failure("no data", 107); };

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  ASSERT_TRUE(run.outcome->failure);
  EXPECT_EQ(run.outcome->failure->text(), "no data");
  EXPECT_EQ(run.outcome->failure->code(), 107);
  EXPECT_EQ(run.outcome->record.facts.iterations_complete, 0);
  EXPECT_EQ(run.record_count, 1);
  EXPECT_EQ(test.teardowns, 0);
  EXPECT_EQ(test.users_alive(), 0);
}

TEST(LoadRun, AFailedTeardownIsTold) {
  FakeTest test(two_users_for(1_s));
  test.on_teardown = [](load::Worker&) { return kit::failure("too late", 101); };

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  ASSERT_TRUE(run.outcome->failure);
  EXPECT_EQ(run.outcome->failure->code(), 101);
  EXPECT_EQ(run.record_count, 1);
}

TEST(LoadRun, SetupAndTeardownCountAsTimeOfTheRun) {
  FakeTest test(load::PerVuIterations{.vus = 1, .iterations = 10});
  test.on_setup = [](load::Worker& control) {
    control.reactor.sleep(3_s);
    return kit::Result<void>();
  };
  test.on_teardown = test.on_setup;

  const Conducted run(test);

  const run::Record& record = run.outcome->record;
  EXPECT_GE(record.elapsed, 7_s);
  EXPECT_LT(record.elapsed, 7100_ms);
  EXPECT_EQ(record.around_elapsed, 6_s);
  EXPECT_GE(record.load_elapsed, 1_s);
  EXPECT_LT(record.load_elapsed, 1100_ms);
}

TEST(LoadRun, WhatSetupAndTeardownCountIsNotOfTheLoad) {
  FakeTest test(load::PerVuIterations{.vus = 1, .iterations = 10});
  const metrics::MetricId calls =
      test.catalog().add_metric("calls", metrics::Type::counter).value();
  test.on_setup = [&](load::Worker& control) {
    control.recorder.record(calls, 0, 5);
    return kit::Result<void>();
  };
  test.on_teardown = test.on_setup;

  const Conducted run(test);

  EXPECT_EQ(run.metric("calls").aggregate.sum(), 10);
  EXPECT_EQ(run.metric("calls").load_sum, 0);
  EXPECT_EQ(run.metric("iterations").load_sum, 10);
}

TEST(LoadRun, ATestThatAbortsItselfIsTornDownAndFails) {
  FakeTest test(two_users_for(600_s));
  test.on_setup = [&test](load::Worker& control) {
    control.reactor.spawn([&] {
      control.reactor.sleep(3050_ms);
      test.abort("enough");
    });
    return kit::Result<void>();
  };

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  ASSERT_TRUE(run.outcome->failure);
  EXPECT_EQ(run.outcome->failure->text(), "enough");
  EXPECT_EQ(run.outcome->failure->code(), 108);
  EXPECT_EQ(run.outcome->end, load::RunEnd::aborted);
  EXPECT_EQ(run.outcome->record.facts.iterations_interrupted, 2);
  EXPECT_EQ(test.teardowns, 1);
  EXPECT_LE(run.ended_after, 3200_ms);
}

TEST(LoadRun, ATestThatAbortsWhileVirtualUsersAreMadeIsRecorded) {
  FakeTest* itself = nullptr;
  FakeTest test(two_users_for(600_s),
                [&itself](load::Worker&, std::uint64_t vu) -> kit::Result<void> {
                  if (vu == 1) {
                    return {};
                  }
                  itself->abort("no licence");
                  return kit::failure("no licence", 108);
                });
  itself = &test;

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  ASSERT_TRUE(run.outcome->failure);
  EXPECT_EQ(run.outcome->failure->code(), 108);
  EXPECT_EQ(run.record_count, 1);
  EXPECT_EQ(test.teardowns, 0);
  EXPECT_EQ(test.users_alive(), 0);
}

TEST(LoadRun, ATestThatMarksItselfAsFailedGoesOn) {
  FakeTest test(two_users_for(2_s));
  test.on_setup = [&test](load::Worker&) {
    test.mark_failed();
    return kit::Result<void>();
  };

  const Conducted run(test);

  ASSERT_TRUE(run.outcome);
  EXPECT_TRUE(run.outcome->is_marked_failed);
  EXPECT_FALSE(run.outcome->failure);
  EXPECT_EQ(run.outcome->end, load::RunEnd::finished);
  EXPECT_EQ(run.outcome->record.facts.iterations_complete, 40);
}

TEST(LoadRun, AStopInterruptsIterationsAndStillTearsDown) {
  FakeTest test(two_users_for(600_s));

  const Conducted run(test, 3050_ms);

  ASSERT_TRUE(run.outcome);
  EXPECT_TRUE(run.outcome->was_stopped);
  EXPECT_EQ(run.outcome->end, load::RunEnd::aborted);
  EXPECT_EQ(run.outcome->record.facts.iterations_complete, 60);
  EXPECT_EQ(run.outcome->record.facts.iterations_interrupted, 2);
  EXPECT_EQ(test.teardowns, 1);
  EXPECT_LE(run.ended_after, 3200_ms);
}

TEST(LoadRun, AStopEndsSetupAndSkipsTheRest) {
  FakeTest test(two_users_for(600_s));
  test.on_setup = [](load::Worker& control) {
    return control.reactor.sleep(60_s) == fiber::Wake::cancelled ? kit::failure("interrupted")
                                                                 : kit::Result<void>();
  };

  const Conducted run(test, 1_s);

  ASSERT_TRUE(run.outcome);
  EXPECT_TRUE(run.outcome->was_stopped);
  EXPECT_FALSE(run.outcome->failure);
  EXPECT_EQ(run.outcome->record.facts.iterations_complete, 0);
  EXPECT_EQ(test.teardowns, 0);
  EXPECT_EQ(run.record_count, 1);
  EXPECT_LE(run.ended_after, 1200_ms);
}

TEST(LoadRun, AStopDuringInitialisationMakesNoFurtherVirtualUsers) {
  int made = 0;
  FakeTest test({load::ConstantVus{.vus = 100, .duration = 600_s}},
                [&made](load::Worker& worker, std::uint64_t) {
                  ++made;
                  worker.reactor.sleep(1_s);
                  return kit::Result<void>();
                });

  const Conducted run(test, 2500_ms);

  ASSERT_TRUE(run.outcome);
  EXPECT_TRUE(run.outcome->was_stopped);
  EXPECT_LT(made, 100);
  EXPECT_EQ(run.outcome->record.facts.iterations_complete, 0);
  EXPECT_EQ(test.teardowns, 0);
  EXPECT_EQ(test.users_alive(), 0);
}

TEST(LoadRun, AStopLetsTeardownFinish) {
  bool has_finished = false;
  FakeTest test(load::PerVuIterations{.vus = 1, .iterations = 1});
  test.on_teardown = [&has_finished](load::Worker& control) {
    has_finished = control.reactor.sleep(30_s) != fiber::Wake::cancelled;
    return kit::Result<void>();
  };

  const Conducted run(test, 5_s);

  EXPECT_TRUE(has_finished);
  EXPECT_TRUE(run.outcome->was_stopped);
}

}  // namespace
}  // namespace headroom::conduct
