#include "k6/scenarios.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"

namespace headroom::k6 {
namespace {

const std::vector<std::string> functions{"default", "other"};

load::ExecutorConfig executor_of(const Options& options) {
  return make_scenarios(options, functions).value().front().executor;
}

TEST(Scenarios, ShortcutsBecomeTheExecutorsOfK6) {
  Options options;
  EXPECT_TRUE(std::holds_alternative<load::PerVuIterations>(executor_of(options)));
  options.vus = 3;
  EXPECT_EQ(std::get<load::SharedIterations>(executor_of(options)).iterations, 3U);
  options.duration = kit::Duration::seconds(5);
  EXPECT_EQ(std::get<load::ConstantVus>(executor_of(options)).vus, 3U);
  options.iterations = 10;
  EXPECT_EQ(std::get<load::SharedIterations>(executor_of(options)).max_duration,
            kit::Duration::seconds(5));
}

TEST(Scenarios, StagesBecomeARampThatStartsWithTheVus) {
  Options options;
  options.stages = {{{.duration = kit::Duration::seconds(5), .target = 7}}};
  EXPECT_EQ(std::get<load::RampingVus>(executor_of(options)).start_vus, 1U);
  options.vus = 3;
  const auto ramp = std::get<load::RampingVus>(executor_of(options));
  EXPECT_EQ(ramp.start_vus, 3U);
  EXPECT_EQ(ramp.stages.front().target, 7U);
  EXPECT_EQ(ramp.graceful_ramp_down, kit::Duration::seconds(30));
  options.stages->clear();
  EXPECT_TRUE(std::holds_alternative<load::SharedIterations>(executor_of(options)));
}

std::string refusal(const Options& options) {
  const auto scenarios = make_scenarios(options, functions);
  if (scenarios) {
    return "none";
  }
  EXPECT_EQ(scenarios.error().code(), exit_invalid_config);
  return scenarios.error().text();
}

std::string problems(ScenarioOptions row) {
  Options options;
  options.scenarios = {std::move(row)};
  const std::string text = refusal(options);
  const std::string before =
      "There were problems with the specified script configuration:\n"
      "\t- scenario a has configuration errors: ";
  return text.starts_with(before) ? text.substr(before.size()) : text;
}

// k6's words.
TEST(Scenarios, SaysWhatIsWrongWithAnExecutor) {
  using kit::Duration;
  EXPECT_EQ(problems({.name = "a", .executor = "constant-vus"}), "the duration is unspecified");
  EXPECT_EQ(problems({.name = "a",
                      .executor = "constant-vus",
                      .start_time = -Duration::seconds(1),
                      .vus = 0,
                      .duration = Duration::milliseconds(500)}),
            "the startTime can't be negative, the number of VUs must be more than 0, "
            "the duration must be at least 1s, but is 500ms");
  EXPECT_EQ(problems({.name = "a", .executor = "shared-iterations", .vus = 10}),
            "the number of iterations (1) can't be less than the number of VUs (10)");
  EXPECT_EQ(problems({.name = "a", .executor = "ramping-vus"}),
            "at least one stage has to be specified");
  EXPECT_EQ(problems({.name = "a",
                      .executor = "ramping-vus",
                      .start_vus = 0,
                      .stages = {{{.duration = Duration::seconds(1), .target = 0}, {}}}}),
            "either startVUs or one of the stages' target values must be greater than 0, "
            "stage 2 doesn't have a duration, stage 2 doesn't have a target");
  EXPECT_EQ(problems({.name = "a",
                      .executor = "ramping-vus",
                      .start_vus = -1,
                      .stages = {{{.duration = -Duration::seconds(1), .target = -2},
                                  {.duration = Duration::seconds(1), .target = 100'000'001}}}}),
            "the number of start VUs can't be negative, "
            "the duration for stage 1 can't be negative, the target for stage 1 can't be negative, "
            "target for stage 2 exceeds max limit of 100000000");
  EXPECT_EQ(problems({.name = "a",
                      .executor = "constant-arrival-rate",
                      .duration = Duration::seconds(1),
                      .rate = 0,
                      .pre_allocated_vus = 5,
                      .max_vus = 3}),
            "the iteration rate must be more than 0, maxVUs can't be less than preAllocatedVUs");
}

TEST(Scenarios, SaysWhatIsWrongWithARampOfRates) {
  using kit::Duration;
  EXPECT_EQ(problems({.name = "a",
                      .executor = "ramping-arrival-rate",
                      .start_rate = -1,
                      .time_unit = Duration()}),
            "the startRate value can't be negative, at least one stage has to be specified, "
            "the timeUnit must be more than 0, the number of preAllocatedVUs isn't specified");
  EXPECT_EQ(problems({.name = "a",
                      .executor = "ramping-arrival-rate",
                      .stages = {{{.duration = Duration::seconds(1), .target = 5}}},
                      .pre_allocated_vus = -1}),
            "the number of preAllocatedVUs can't be negative");
}

TEST(Scenarios, ARampOfRatesStartsAtZeroPerSecondUnlessToldOtherwise) {
  Options options;
  options.scenarios = {{{.name = "a",
                         .executor = "ramping-arrival-rate",
                         .stages = {{{.duration = kit::Duration::seconds(1), .target = 5}}},
                         .pre_allocated_vus = 2}}};
  const auto ramp = std::get<load::RampingArrivalRate>(executor_of(options));
  EXPECT_EQ(ramp.start_rate, 0U);
  EXPECT_EQ(ramp.time_unit, kit::Duration::seconds(1));
  EXPECT_EQ(ramp.stages.front().target, 5U);
  EXPECT_EQ(ramp.preallocated_vus, 2U);
  EXPECT_EQ(ramp.max_vus, 2U);
}

TEST(Scenarios, SaysWhatIsWrongWithAllScenariosAtOnce) {
  Options options;
  options.scenarios = {{{.name = "a", .executor = "constant-vus"},
                        {.name = "b", .executor = "per-vu-iterations", .exec = "nobody"}}};
  EXPECT_EQ(refusal(options),
            "There were problems with the specified script configuration:\n"
            "\t- scenario a has configuration errors: the duration is unspecified\n"
            "\t- executor b: function 'nobody' not found in exports");
}

TEST(Scenarios, RefusesShortcutsThatContradictEachOther) {
  const std::vector<StageOptions> stages{{kit::Duration::seconds(1), 1}};
  const std::vector<ScenarioOptions> scenarios{{.name = "a", .executor = "per-vu-iterations"}};
  const auto beside = [](const std::string& left, const std::string& right) {
    return "using `" + left + "` and `" + right + "` options simultaneously is not allowed";
  };
  const kit::Duration second = kit::Duration::seconds(1);
  EXPECT_EQ(refusal({.iterations = 2, .stages = stages}), beside("iterations", "stages"));
  EXPECT_EQ(refusal({.duration = second, .stages = stages}), beside("duration", "stages"));
  EXPECT_EQ(refusal({.stages = stages, .scenarios = scenarios}), beside("stages", "scenarios"));
  EXPECT_EQ(refusal({.duration = second, .scenarios = scenarios}), beside("duration", "scenarios"));
  EXPECT_EQ(refusal({.iterations = 2, .scenarios = scenarios}), beside("iterations", "scenarios"));
}

TEST(Scenarios, RefusesWhatMakesNoSense) {
  ScenarioOptions missing_function{.name = "a", .executor = "per-vu-iterations", .exec = "nobody"};
  ScenarioOptions no_duration{.name = "a", .executor = "constant-vus"};
  ScenarioOptions few_iterations{.name = "a", .executor = "shared-iterations"};
  few_iterations.vus = 5;
  few_iterations.iterations = 2;
  ScenarioOptions no_rate{.name = "a", .executor = "constant-arrival-rate"};
  for (const ScenarioOptions& row : {missing_function, no_duration, few_iterations, no_rate}) {
    Options options;
    options.scenarios = {row};
    const auto scenarios = make_scenarios(options, functions);
    ASSERT_FALSE(scenarios) << row.executor;
    EXPECT_EQ(scenarios.error().code(), exit_invalid_config);
  }
}

}  // namespace
}  // namespace headroom::k6
