#include "report/banner.h"

#include <gtest/gtest.h>

namespace headroom::report {
namespace {

using kit::Duration;

ScenarioFacts scenario(ExecutorKind executor) {
  return {.name = "a",
          .executor = executor,
          .vus = 10,
          .iterations = 20,
          .duration = Duration::seconds(30),
          .graceful_stop = Duration::seconds(30)};
}

TEST(Banner, DescribesTheRunAsK6Does) {
  const RunDescription run{.script = "sum.js",
                           .vus_max = 3,
                           .duration_max = Duration::seconds(631),
                           .scenarios = {{.name = "first",
                                          .executor = ExecutorKind::per_vu_iterations,
                                          .vus = 2,
                                          .iterations = 3,
                                          .duration = Duration::seconds(600),
                                          .graceful_stop = Duration::seconds(30)},
                                         {.name = "second",
                                          .executor = ExecutorKind::shared_iterations,
                                          .vus = 1,
                                          .iterations = 2,
                                          .duration = Duration::seconds(600),
                                          .start_time = Duration::seconds(1),
                                          .graceful_stop = Duration::seconds(30),
                                          .exec = "other"}}};

  EXPECT_EQ(describe_run(run, false), R"(     execution: local
        script: sum.js
        output: -

     scenarios: (100.00%) 2 scenarios, 3 max VUs, 10m31s max duration (incl. graceful stop):
              * first: 3 iterations for each of 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)
              * second: 2 iterations shared among 1 VUs (maxDuration: 10m0s, exec: other, startTime: 1s, gracefulStop: 30s)

)");
}

TEST(Banner, NamesOneScenarioInTheSingularAndListsOutputs) {
  const RunDescription run{.script = "x.js",
                           .outputs = {"json (a.json)", "csv (b.csv)"},
                           .share = 0.25,
                           .vus_max = 10,
                           .duration_max = Duration::milliseconds(60'040),
                           .scenarios = {scenario(ExecutorKind::constant_vus)}};

  const std::string text = describe_run(run, false);

  EXPECT_NE(text.find("output: json (a.json), csv (b.csv)\n"), text.npos);
  EXPECT_NE(text.find("(25.00%) 1 scenario, 10 max VUs, 1m0s max duration"), text.npos);
}

TEST(Banner, DescribesEachExecutor) {
  EXPECT_EQ(describe_scenario(scenario(ExecutorKind::constant_vus)),
            "10 looping VUs for 30s (gracefulStop: 30s)");

  ScenarioFacts immediate = scenario(ExecutorKind::constant_vus);
  immediate.graceful_stop = Duration();
  EXPECT_EQ(describe_scenario(immediate), "10 looping VUs for 30s");

  ScenarioFacts arrivals = scenario(ExecutorKind::constant_arrival_rate);
  arrivals.iterations_per_second = 50;
  arrivals.vus = 5;
  arrivals.vus_max = 10;
  EXPECT_EQ(describe_scenario(arrivals),
            "50.00 iterations/s for 30s (maxVUs: 5-10, gracefulStop: 30s)");
  arrivals.vus_max = 5;
  EXPECT_EQ(describe_scenario(arrivals),
            "50.00 iterations/s for 30s (maxVUs: 5, gracefulStop: 30s)");
}

TEST(Banner, DescribesARampByItsStages) {
  ScenarioFacts ramp = scenario(ExecutorKind::ramping_vus);
  ramp.duration = Duration::seconds(840);
  ramp.stages_duration = Duration::seconds(840);
  ramp.stage_count = 6;
  ramp.graceful_ramp_down = Duration::seconds(30);
  EXPECT_EQ(
      describe_scenario(ramp),
      "Up to 10 looping VUs for 14m0s over 6 stages (gracefulRampDown: 30s, gracefulStop: 30s)");

  ScenarioFacts rates = scenario(ExecutorKind::ramping_arrival_rate);
  rates.iterations_per_second = 50;
  rates.vus_max = 50;
  rates.stages_duration = Duration::seconds(120);
  rates.stage_count = 3;
  EXPECT_EQ(describe_scenario(rates),
            "Up to 50.00 iterations/s for 2m0s over 3 stages (maxVUs: 10-50, gracefulStop: 30s)");

  ramp.graceful_ramp_down = Duration();
  ramp.exec = "other";
  EXPECT_EQ(describe_scenario(ramp),
            "Up to 10 looping VUs for 14m0s over 6 stages "
            "(gracefulRampDown: 0s, exec: other, gracefulStop: 30s)");
}

TEST(Banner, ColoursValuesOnlyWhenAsked) {
  EXPECT_EQ(banner("0.1.0", false), "\n  headroom 0.1.0\n\n");
  EXPECT_EQ(banner("0.1.0", true), "\n  \x1b[1mheadroom\x1b[0m 0.1.0\n\n");
  EXPECT_NE(describe_run({.script = "x.js"}, true).find("script: \x1b[36mx.js\x1b[0m\n"),
            std::string::npos);
}

}  // namespace
}  // namespace headroom::report
