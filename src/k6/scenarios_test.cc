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
