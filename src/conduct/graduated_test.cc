// The graduated run of examples/graduated.js, all 31 minutes of it, under the
// simulated clock: the script's own stages and thresholds, with users whose requests
// take 20 ms.
#include <cmath>

#include <gtest/gtest.h>

#include "conduct/load_run.h"
#include "k6/test.h"
#include "kit/golden.h"
#include "load/load_fake.h"

namespace headroom::conduct {
namespace {

using namespace kit::literals;

constexpr kit::Duration request = 20_ms;
constexpr kit::Duration iteration = 1020_ms;  // with the script's second of sleep

// Says what the script says, but its users make no requests.
class ScriptWithFakeUsers final : public load::LoadTest {
 public:
  ScriptWithFakeUsers(k6::Test& script, metrics::Recorder& recorder)
      : script_(script), users_([this, &recorder](const load::FakeIteration& turn) {
          turn.sleep(request);
          recorder.record(id_of("http_reqs"), 0, 1);
          recorder.record(id_of("http_req_failed"), 0, 0);
          recorder.record(id_of("http_req_duration"), 0, request.in_seconds());
          return turn.sleep(1_s);
        }) {}

  const std::vector<load::Scenario>& scenarios() const override { return script_.scenarios(); }
  const load::Stripes& stripes() const override { return script_.stripes(); }
  const std::vector<load::ThresholdPlan>& thresholds() const override {
    return script_.thresholds();
  }
  metrics::Catalog& catalog() override { return script_.catalog(); }
  load::VirtualUserFactory& factory() override { return users_; }
  kit::Result<void> setup(load::Worker&) override { return {}; }
  kit::Result<void> teardown(load::Worker&) override { return {}; }
  void interrupt() override {}

 private:
  metrics::MetricId id_of(std::string_view name) { return *script_.catalog().find(name); }

  k6::Test& script_;
  load::FakeUsers users_;
};

// When the user that comes v-th starts and must go, in seconds, by the stages. The
// first is there from the start: a script's stages begin at 1 unless `vus` says more.
double start_of(int v) {
  if (v <= 10) {
    return (v - 1) * 120.0 / 9;  // to 10 in 2 minutes
  }
  return v <= 50 ? 420 + (v - 10) * 3.0 : 840 + (v - 50) * 2.4;
}
double end_of(int v) {
  return 1860 - (v - 1) * 3.0;  // 100 in 5 minutes, the last first
}

TEST(GraduatedRun, DoesWhatItsStagesSayInThirtyOneMinutes) {
  kit::SimulatedClock clock;
  log::Logger logger(clock, log::null_sink());
  auto reactor = fiber::Reactor::make_simulated(clock);
  StopRequest stop;
  kit::Result<LoadRunOutcome> outcome = kit::failure("not run");
  std::vector<std::uint64_t> active_by_minute;
  reactor->spawn([&] {
    auto script = k6::Test::load({.script_path = kit::source_path("examples/graduated.js")},
                                 *reactor, logger, logger);
    ASSERT_TRUE(script) << script.error().text();
    metrics::Recorder recorder((*script)->catalog());
    ScriptWithFakeUsers test(**script, recorder);
    outcome = run_load_on({.test = test,
                           .control = *reactor,
                           .logger = logger,
                           .facts = {.script = "graduated.js"},
                           .stop = &stop,
                           .on_progress =
                               [&](const load::Progress& progress) {
                                 const auto minute =
                                     static_cast<std::size_t>(progress.elapsed.in_seconds() / 60);
                                 active_by_minute.resize(minute + 1, progress.active_vus);
                               },
                           .on_record = {}},
                          {{.reactor = *reactor, .recorder = recorder, .index = 0}});
  });
  reactor->run();

  ASSERT_TRUE(outcome) << outcome.error().text();
  std::uint64_t iterations = 0;
  for (int v = 1; v <= 100; ++v) {
    iterations += static_cast<std::uint64_t>(
        std::ceil((end_of(v) - start_of(v)) / iteration.in_seconds() - 1e-9));
  }
  const run::Record& record = outcome->record;
  EXPECT_EQ(record.facts.iterations_complete, iterations);
  EXPECT_EQ(record.facts.iterations_interrupted, 0);
  EXPECT_EQ(record.facts.vus_max, 100);
  EXPECT_GE(record.elapsed, 1860_s);
  EXPECT_LT(record.elapsed, 1862_s);
  EXPECT_TRUE(run::crossed_metrics(record).empty());
  EXPECT_EQ(run::find_metric(record, "http_reqs")->thresholds.size(), 1);
  // At the first moment of each minute.
  const std::vector<std::uint64_t> expected{1,   5,   10,  10,  10,  10,  10,  10,  30,  50,  50,
                                            50,  50,  50,  50,  75,  100, 100, 100, 100, 100, 100,
                                            100, 100, 100, 100, 100, 80,  60,  40,  20};
  ASSERT_GE(active_by_minute.size(), expected.size());
  for (std::size_t minute = 0; minute < expected.size(); ++minute) {
    EXPECT_NEAR(static_cast<double>(active_by_minute[minute]),
                static_cast<double>(expected[minute]), 1)
        << minute;
  }
}

}  // namespace
}  // namespace headroom::conduct
