#include "k6/config_file.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"

namespace headroom::k6 {
namespace {

kit::Result<Options> read(std::string_view json) {
  std::vector<std::string> warnings;
  return parse_config(json, "config.json", warnings);
}

TEST(ConfigFile, HasTheKeysOfAScriptsOptions) {
  const auto options = read(R"({"vus": 10, "duration": "1m",
    "scenarios": {"a": {"executor": "constant-vus", "duration": "2s"}}, "features": ["x"]})");

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->vus, 10);
  EXPECT_EQ(options->duration, kit::Duration::seconds(60));
  EXPECT_EQ(options->scenarios->front().name, "a");
  EXPECT_EQ(options->features, std::vector<std::string>{"x"});
}

TEST(ConfigFile, WhatIsWrongIsNamedWithItsFileLineAndColumn) {
  struct Row {
    const char* json;
    const char* message;
  };
  const Row rows[] = {
      {"{\n  \"vus\": \"many\"}",
       "config.json, line 2, column 10: vus: expected a whole number, got \"many\""},
      {"[1]",
       "config.json, line 1, column 1: expected an object with options, such as {\"vus\": 10, "
       "\"duration\": \"1m\"}"},
      {"{\"throw\": true,\n \"linger\": true}",
       "config.json, line 2, column 12: 'linger' is not read from a configuration file; take it "
       "out, and see whether --linger does it"},
      {"{\"webDashboard\": true}",
       "config.json, line 1, column 18: 'webDashboard' is not read from a configuration file; "
       "take it out, and see whether K6_WEB_DASHBOARD does it"},
      {"{\"paused\": true}",
       "config.json, line 1, column 12: 'paused' is an option of k6 that Headroom does not have "
       "yet; take it out"},
  };
  for (const Row& row : rows) {
    const auto options = read(row.json);
    ASSERT_FALSE(options) << row.json;
    EXPECT_EQ(options.error().text(), row.message);
    EXPECT_EQ(options.error().code(), exit_invalid_config);
  }
}

TEST(ConfigFile, TextThatIsNotJsonIsRefusedWithThePlace) {
  const auto options = read("{\n  \"vus\": 1,,\n}");

  ASSERT_FALSE(options);
  EXPECT_TRUE(options.error().text().starts_with("config.json: line 2, column "))
      << options.error().text();
  EXPECT_EQ(options.error().code(), exit_invalid_config);
}

TEST(ConfigFile, AKeyThatIsNoOptionIsAWarning) {
  std::vector<std::string> warnings;

  const auto options = parse_config("{\"bogus\": 1, \"localIPs\": \"10.0.0.1\"}", "c", warnings);

  EXPECT_TRUE(options);
  EXPECT_EQ(warnings,
            (std::vector<std::string>{"c, line 1, column 11: there is no option \"bogus\"",
                                      "c, line 1, column 26: there is no option \"localIPs\""}));
}

TEST(ConfigFile, WhatK6LeavesThereDoesNotDisturb) {
  std::vector<std::string> warnings;

  const auto options = parse_config(
      R"({"collectors": {"cloud": {"token": "x"}}, "noUsageReport": true, "linger": false,
          "out": [], "vus": null, "webDashboard": null})",
      "c", warnings);

  EXPECT_TRUE(options) << options.error().text();
  EXPECT_EQ(*options, Options());
  EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace headroom::k6
