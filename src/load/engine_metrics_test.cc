#include "load/engine_metrics.h"

#include "load/load_fake.h"
#include "metrics/totals.h"

namespace headroom::load {
namespace {

using namespace kit::literals;

metrics::Totals totals_of(SimulatedRun& run) {
  metrics::Totals totals(run.catalog);
  for (const auto& recorder : run.recorders) {
    totals.merge(recorder->rotate(), 0);
  }
  return totals;
}

TEST(EngineMetrics, RecordEachIterationWithItsDuration) {
  SimulatedRun run({{.name = "s", .executor = PerVuIterations{.vus = 2, .iterations = 3}}},
                   sleeping(250_ms), 2);

  run.run();

  const metrics::Totals totals = totals_of(run);
  EXPECT_DOUBLE_EQ(totals.of(run.ids.iterations).sum(), 6);
  EXPECT_EQ(totals.of(run.ids.iteration_duration).count(), 6);
  EXPECT_DOUBLE_EQ(totals.of(run.ids.iteration_duration).percentile(50), 0.25);
  EXPECT_EQ(totals.of(run.ids.dropped_iterations).count(), 0);
}

TEST(EngineMetrics, LeaveInterruptedIterationsOut) {
  SimulatedRun run(
      {{.name = "s", .executor = ConstantVus{.vus = 2, .duration = 1_s}, .graceful_stop = 0_s}},
      sleeping(600_ms));

  run.run();

  const metrics::Totals totals = totals_of(run);
  EXPECT_DOUBLE_EQ(totals.of(run.ids.iterations).sum(), 2);
  EXPECT_EQ(totals.of(run.ids.iteration_duration).count(), 2);
}

TEST(EngineMetrics, CountDroppedIterations) {
  SimulatedRun run(
      {{.name = "s", .executor = PerVuIterations{.vus = 2, .iterations = 9, .max_duration = 1_s}}},
      sleeping(500_ms), 2);

  run.run();

  EXPECT_DOUBLE_EQ(totals_of(run).of(run.ids.dropped_iterations).sum(), 14);
}

TEST(EngineMetrics, KnowNoScheduleWhereIterationsHaveNone) {
  SimulatedRun run({{.name = "s", .executor = PerVuIterations{.vus = 2, .iterations = 3}}},
                   sleeping(250_ms), 2);

  run.run();

  const metrics::Totals totals = totals_of(run);
  EXPECT_TRUE(totals.of(run.ids.iteration_lateness).is_empty());
  EXPECT_TRUE(totals.of(run.ids.iteration_response_time).is_empty());
}

TEST(EngineMetrics, CarryTheScenariosTags) {
  SimulatedRun run({{.name = "s",
                     .executor = PerVuIterations{.vus = 1, .iterations = 4},
                     .metric_tags = {{"scenario", "s"}}},
                    {.name = "t",
                     .executor = PerVuIterations{.vus = 1, .iterations = 2},
                     .metric_tags = {{"scenario", "t"}}}},
                   sleeping(10_ms));
  const metrics::MetricId of_t =
      run.catalog.add_submetric(run.ids.iterations, "scenario:t", {{"scenario", "t"}});

  run.run();

  EXPECT_DOUBLE_EQ(totals_of(run).of(of_t).sum(), 2);
}

TEST(EngineMetrics, SampleVirtualUsersInUseAndInitialised) {
  SimulatedRun run({{.name = "s", .executor = ConstantVus{.vus = 3, .duration = 2_s}}},
                   sleeping(500_ms), 2);
  run.at(1_s, [&] { run.engine->sample_vus(*run.recorders[0], 0); });

  run.run();

  const metrics::Totals totals = totals_of(run);
  EXPECT_DOUBLE_EQ(totals.of(run.ids.vus).last(), 3);
  EXPECT_DOUBLE_EQ(totals.of(run.ids.vus_max).last(), 3);
}

}  // namespace
}  // namespace headroom::load
