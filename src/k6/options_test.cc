#include "k6/options.h"

#include <gtest/gtest.h>

#include "document/json.h"
#include "k6/exit_code.h"

namespace headroom::k6 {
namespace {

kit::Result<Options> read(const char* json) {
  std::vector<std::string> warnings;
  return parse_script_options(document::parse_json(json).value(), warnings);
}

TEST(ScriptOptions, ReadsShortcutsScenariosAndThresholds) {
  const auto options = read(R"({"vus":5,"duration":"1m30s","tags":{"team":"a"},
    "thresholds":{"http_req_duration{name:home}":["p(95)<500",
      {"threshold":"avg<200","abortOnFail":true,"delayAbortEval":"10s"}]}})");

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->vus, 5);
  EXPECT_EQ(options->duration, kit::Duration::seconds(90));
  const auto& rows = options->thresholds->front().second;
  EXPECT_EQ(rows[1].source, "avg<200");
  EXPECT_TRUE(rows[1].abort_on_fail);
  EXPECT_EQ(rows[1].delay_abort_eval, kit::Duration::seconds(10));
}

TEST(ScriptOptions, ABareNumberIsMilliseconds) {
  EXPECT_EQ(read(R"({"duration":1500})")->duration, kit::Duration::milliseconds(1500));
}

TEST(ScriptOptions, AnUnknownKeyIsAWarningAndAKnownOneOfK6IsRefusedByName) {
  std::vector<std::string> warnings;
  EXPECT_TRUE(parse_script_options(document::parse_json(R"({"bogus":1})").value(), warnings));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("bogus"), std::string::npos);

  const auto later = read(R"({"paused":true})");
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code(), exit_other);
  EXPECT_NE(later.error().text().find("'paused'"), std::string::npos);
}

TEST(ScriptOptions, BadValuesEndWithTheConfigurationsExitCode) {
  const char* bad[] = {R"({"vus":"many"})",
                       R"({"duration":true})",
                       R"({"thresholds":{"checks":"rate>0.9"}})",
                       R"({"scenarios":{}})",
                       R"({"scenarios":{"a b":{"executor":"constant-vus"}}})",
                       R"({"scenarios":{"a":{"executor":"constant-vus","bogus":1}}})",
                       R"({"scenarios":{"a":{"executor":"no-such"}}})",
                       R"({"scenarios":{"a":{"executor":"constant-vus","rate":1}}})"};
  for (const char* json : bad) {
    const auto options = read(json);
    ASSERT_FALSE(options) << json;
    EXPECT_EQ(options.error().code(), exit_invalid_config) << options.error().text();
  }
}

TEST(ScriptOptions, ReadsStagesAsObjectsAndAsTheTextOfFlagsAndVariables) {
  const auto options =
      read(R"({"stages":[{"duration":"30s","target":10},{"duration":1500,"target":0}]})");
  ASSERT_TRUE(options) << options.error().text();
  ASSERT_EQ(options->stages->size(), 2U);
  EXPECT_EQ(options->stages->at(0).duration, kit::Duration::seconds(30));
  EXPECT_EQ(options->stages->at(1).duration, kit::Duration::milliseconds(1500));
  EXPECT_EQ(options->stages->at(1).target, 0);

  Options flags;
  ASSERT_TRUE(set_option(flags, "stages", "30s:10,1m:0"));
  ASSERT_TRUE(set_option(flags, "stages", "5s"));
  ASSERT_EQ(flags.stages->size(), 3U);
  EXPECT_EQ(flags.stages->at(1).duration, kit::Duration::seconds(60));
  EXPECT_EQ(flags.stages->at(2).target, std::nullopt);
  EXPECT_EQ(parse_environment_options({{"K6_STAGES", "1s:1,2s:3"}})->stages->size(), 2U);
}

TEST(ScriptOptions, ABadStageIsNamed) {
  Options flags;
  EXPECT_EQ(set_option(flags, "stages", "30s:10,nonsense:1").error().code(), exit_invalid_config);
  EXPECT_NE(set_option(flags, "stages", "30s:ten").error().text().find("stages 1"),
            std::string::npos);
  const auto scenario = read(
      R"({"scenarios":{"a":{"executor":"ramping-vus","stages":[{"duration":"1s","rate":2}]}}})");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().text(), "scenario 'a': stages 1: a stage has no field 'rate'");
}

TEST(MergedOptions, StagesReplaceWhatTheScriptRuns) {
  std::vector<std::string> warnings;
  Options flags;
  ASSERT_TRUE(set_option(flags, "stages", "1s:1"));

  const Options script = read(R"({"duration":"1m","vus":4})").value();
  const Options result = merged(script, flags, "cli", warnings);

  EXPECT_FALSE(result.duration);
  EXPECT_EQ(result.vus, 4);
  EXPECT_TRUE(warnings.empty()) << "k6 tells of scenarios only";
}

TEST(MergedOptions, AHigherTiersExecutionDropsTheLowerOnes) {
  std::vector<std::string> warnings;
  const Options script = read(R"({"scenarios":{"a":{"executor":"constant-vus","duration":"5s"}},
    "userAgent":"mine"})")
                             .value();
  Options flags;
  ASSERT_TRUE(set_option(flags, "duration", "10s"));

  const Options result = merged(script, flags, "cli", warnings);

  EXPECT_FALSE(result.scenarios);
  EXPECT_EQ(result.duration, kit::Duration::seconds(10));
  EXPECT_EQ(result.user_agent, "mine");
  EXPECT_EQ(warnings, std::vector<std::string>{
                          "\"cli\" level configuration overrode scenarios configuration entirely"});
}

TEST(MergedOptions, VusAloneKeepTheScriptsIterations) {
  std::vector<std::string> warnings;
  const Options script = read(R"({"iterations":10})").value();
  Options flags;
  ASSERT_TRUE(set_option(flags, "vus", "3"));

  const Options result = merged(script, flags, "cli", warnings);

  EXPECT_EQ(result.iterations, 10);
  EXPECT_EQ(result.vus, 3);
}

TEST(MergedOptions, TakesEachFieldOfDnsFromTheHighestTierThatHasIt) {
  std::vector<std::string> warnings;
  const Options script = read(R"({"dns":{"ttl":"1m","select":"first"}})").value();
  Options flags;
  ASSERT_TRUE(set_option(flags, "dns", "select=roundRobin,policy=any"));

  const Options result = merged(script, flags, "cli", warnings);

  EXPECT_EQ(result.dns.ttl, kit::Duration::seconds(60));
  EXPECT_EQ(result.dns.select, net::AddressChoice::round_robin);
  EXPECT_EQ(result.dns.policy, net::AddressPolicy::any);
}

TEST(MergedOptions, AListReplacesTheWholeOneOfTheLowerTier) {
  std::vector<std::string> warnings;
  const Options script = read(R"({"blockHostnames":["a.com"],"systemTags":["url"]})").value();
  Options flags;
  ASSERT_TRUE(set_option(flags, "blockHostnames", "b.com,*.c.com"));
  ASSERT_TRUE(set_option(flags, "blockHostnames", "d.com"));

  const Options result = merged(script, flags, "cli", warnings);

  ASSERT_EQ(result.block_hostnames->size(), 3U);
  EXPECT_EQ(result.block_hostnames->at(1).text(), "*.c.com");
  EXPECT_EQ(result.block_hostnames->at(2).text(), "d.com");
  EXPECT_EQ(result.system_tags, std::vector<std::string>{"url"});
}

TEST(EnvironmentOptions, ReadsVariablesAndRefusesThoseNotYetThere) {
  const auto options = parse_environment_options(
      {{"K6_VUS", "7"}, {"K6_TAGS", "a:b"}, {"K6_NO_USAGE_REPORT", "true"}, {"HOME", "/x"}});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->vus, 7);
  EXPECT_EQ(options->tags->front().second, "b");

  EXPECT_TRUE(*parse_environment_options({{"K6_THROW", "1"}})->throw_on_failure);
  EXPECT_FALSE(*parse_environment_options({{"K6_NO_COOKIES_RESET", "F"}})->no_cookies_reset);
  EXPECT_EQ(parse_environment_options({{"K6_THROW", "yes"}}).error().code(), exit_invalid_config);
  EXPECT_EQ(parse_environment_options({{"K6_PAUSED", "true"}}).error().code(), exit_other);
  EXPECT_EQ(parse_environment_options({{"K6_VUS", "x"}}).error().code(), exit_invalid_config);
  EXPECT_EQ(parse_environment_options({{"K6_TAGS", "k=v"}}).error().code(), exit_invalid_config);
}

}  // namespace
}  // namespace headroom::k6
