#include "cli/run_options.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"
#include "kit/file.h"

namespace headroom::cli {
namespace {

kit::Result<RunOptions> parse(const std::vector<std::string>& arguments) {
  return parse_run_options(arguments, {{"HOME", "/home/x"}});
}

TEST(RunOptions, ReadsFlagsLettersAndTheScript) {
  const auto options =
      parse({"-u", "10", "--duration=30s", "--tag", "a=b", "-q", "-e", "X=1=2", "script.js"});

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->script, "script.js");
  EXPECT_EQ(options->flags.vus, 10);
  EXPECT_EQ(options->flags.duration, kit::Duration::seconds(30));
  EXPECT_EQ(options->flags.tags->front().second, "b");
  EXPECT_TRUE(options->is_quiet);
  EXPECT_EQ(options->script_env.at("X"), "1=2");
  EXPECT_EQ(options->script_env.at("HOME"), "/home/x");
}

TEST(RunOptions, RefusesByNameWhatK6HasAndWeDoNot) {
  for (const char* flag : {"--linger", "--out=json", "--paused"}) {
    const auto options = parse({flag, "script.js"});
    ASSERT_FALSE(options) << flag;
    EXPECT_EQ(options.error().code(), k6::exit_other);
    const std::string name = std::string(flag).substr(0, std::string(flag).find('='));
    EXPECT_NE(options.error().text().find(name), std::string::npos) << options.error().text();
  }
}

TEST(RunOptions, RefusesUnknownFlagsAndBadNames) {
  EXPECT_EQ(parse({"--bogus", "script.js"}).error().code(), k6::exit_other);
  EXPECT_EQ(parse({}).error().code(), k6::exit_other);
  EXPECT_EQ(parse({"-e", "1X=2", "script.js"}).error().code(), k6::exit_other);
  EXPECT_EQ(parse({"--vus", "x", "script.js"}).error().code(), k6::exit_invalid_config);
}

TEST(RunOptions, FlagsOutdoVariablesThatOutdoDefaults) {
  const std::map<std::string, std::string> environment{{"K6_LOG_OUTPUT", "none"},
                                                       {"K6_CONFIG", "a.json"},
                                                       {"K6_COMPATIBILITY_MODE", "base"},
                                                       {"K6_NO_THRESHOLDS", "1"},
                                                       {"K6_TYPE", "js"}};
  const auto defaults = parse({"s.js"});
  const auto variables = parse_run_options({"s.js"}, environment);
  const auto flags =
      parse_run_options({"--log-output=stdout", "-c", "b.json", "--compatibility-mode=extended",
                         "--no-thresholds=false", "s.js"},
                        environment);

  ASSERT_TRUE(defaults && variables && flags);
  EXPECT_EQ(defaults->log_output.kind, LogOutput::Kind::standard_error);
  EXPECT_EQ(variables->log_output.kind, LogOutput::Kind::none);
  EXPECT_EQ(flags->log_output.kind, LogOutput::Kind::standard_output);
  EXPECT_EQ(defaults->config_path, std::nullopt);
  EXPECT_EQ(variables->config_path, "a.json");
  EXPECT_EQ(flags->config_path, "b.json");
  EXPECT_TRUE(defaults->has_global_alias);
  EXPECT_FALSE(variables->has_global_alias);
  EXPECT_TRUE(flags->has_global_alias);
  EXPECT_FALSE(variables->has_thresholds);
  EXPECT_TRUE(flags->has_thresholds);
  EXPECT_TRUE(variables->is_script_for_certain);
}

TEST(RunOptions, ColourEndsWithAnyOfItsVariables) {
  EXPECT_TRUE(parse_run_options({"s.js"}, {})->has_colour);
  EXPECT_TRUE(parse_run_options({"s.js"}, {{"K6_NO_COLOR", ""}})->has_colour);
  EXPECT_FALSE(parse_run_options({"s.js"}, {{"K6_NO_COLOR", "false"}})->has_colour);
  EXPECT_FALSE(parse_run_options({"s.js"}, {{"NO_COLOR", ""}})->has_colour);
  EXPECT_TRUE(parse_run_options({"--no-color=false", "s.js"}, {{"NO_COLOR", "1"}})->has_colour);
  EXPECT_FALSE(parse_run_options({"--no-color", "s.js"}, {})->has_colour);
}

TEST(RunOptions, RefuseValuesThatAreNone) {
  struct Row {
    std::vector<std::string> arguments;
    int code;
    const char* message;
  };
  const Row rows[] = {
      {{"--log-format=xml", "s.js"},
       k6::exit_invalid_config,
       "unsupported log format \"xml\", must be one of: text, json, raw"},
      {{"--compatibility-mode=es5", "s.js"},
       k6::exit_other,
       "invalid compatibility mode \"es5\". Use: \"extended\", \"base\""},
      {{"-t", "archive", "s.js"},
       k6::exit_other,
       "--type archive: archives are not in Headroom yet; run the script itself"},
      {{"--type=ts", "s.js"}, k6::exit_other, "unknown test type 'ts'; write js"},
      {{"--env-file=absent", "s.js"},
       k6::exit_other,
       "--env-file: absent: No such file or directory"},
  };
  for (const Row& row : rows) {
    const auto options = parse(row.arguments);
    ASSERT_FALSE(options) << row.message;
    EXPECT_EQ(options.error().text(), row.message);
    EXPECT_EQ(options.error().code(), row.code);
  }
  const auto variable = parse_run_options({"s.js"}, {{"K6_NO_THRESHOLDS", "maybe"}});
  ASSERT_FALSE(variable);
  EXPECT_EQ(variable.error().code(), k6::exit_invalid_config);
  EXPECT_TRUE(variable.error().text().starts_with("K6_NO_THRESHOLDS: ")) << variable.error().text();
}

TEST(RunOptions, EnvFilesStandBetweenTheEnvironmentAndTheFlags) {
  const std::string first = testing::TempDir() + "headroom_first.env";
  const std::string second = testing::TempDir() + "headroom_second.env";
  ASSERT_TRUE(kit::write_file(first, "A=first\nB=first\nC=first\nHOME=first\n"));
  ASSERT_TRUE(kit::write_file(second, "B=second\nC=second\n"));

  const auto options = parse({"-e", "C=flag", "--env-file", first, "--env-file", second, "s.js"});

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->script_env,
            (std::map<std::string, std::string>{
                {"A", "first"}, {"B", "second"}, {"C", "flag"}, {"HOME", "first"}}));
}

TEST(RunOptions, AnEnvFileThatIsNoneIsNamedWithThePlace) {
  const std::string path = testing::TempDir() + "headroom_bad.env";
  ASSERT_TRUE(kit::write_file(path, "A=1\nnonsense\n"));

  const auto options = parse({"--env-file", path, "s.js"});

  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().text(),
            "--env-file " + path + ": line 2, column 9: expected NAME=value");
  EXPECT_EQ(options.error().code(), k6::exit_other);
}

TEST(RunOptions, AcceptsWhatHasNoEffect) {
  EXPECT_TRUE(parse({"--no-usage-report", "script.js"}));
}

TEST(RunOptions, AFlagDoesNotTakeTheScriptForItsValue) {
  const auto options = parse({"-q", "script.js"});

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->script, "script.js");
}

TEST(RunOptions, FlagsMayBeSwitchedOff) {
  EXPECT_TRUE(parse({"--include-system-env-vars=false", "s.js"})->script_env.empty());
}

TEST(RunOptions, AnOptionalValueComesOnlyBehindAnEqualsSign) {
  struct Row {
    std::vector<std::string> arguments;
    std::optional<std::string> http_debug;
  };
  const Row rows[] = {{{"s.js"}, std::nullopt},
                      {{"--http-debug", "s.js"}, "headers"},
                      {{"s.js", "--http-debug"}, "headers"},
                      {{"--http-debug=full", "s.js"}, "full"},
                      {{"--http-debug=headers", "s.js"}, "headers"}};
  for (const Row& row : rows) {
    const auto options = parse_run_options(row.arguments, {});
    ASSERT_TRUE(options) << options.error().text();
    EXPECT_EQ(options->script, "s.js");
    EXPECT_EQ(options->flags.http_debug, row.http_debug) << row.arguments.front();
  }
}

TEST(RunOptions, ConnectionFlagsReachTheOptions) {
  const auto options = parse_run_options(
      {"--max-redirects", "2", "--rps=50", "--dns", "ttl=5m,select=random,policy=preferIPv4",
       "--blacklist-ip", "10.0.0.0/8", "--blacklist-ip", "11.0.0.0/8", "--block-hostnames",
       "a.com,*.b.com", "--local-ips", "127.0.0.1-127.0.0.9", "--system-tags=url,status",
       "--tls-resume", "s.js"},
      {});

  ASSERT_TRUE(options) << options.error().text();
  EXPECT_EQ(options->script, "s.js");
  EXPECT_EQ(options->flags.max_redirects, 2);
  EXPECT_EQ(options->flags.rps, 50);
  EXPECT_EQ(options->flags.dns.select, net::AddressChoice::random);
  EXPECT_EQ(options->flags.blacklist_ips->size(), 2U);
  EXPECT_EQ(options->flags.block_hostnames->size(), 2U);
  EXPECT_EQ(options->flags.local_ips->at(8).ip(), "127.0.0.9");
  EXPECT_EQ(options->flags.system_tags->size(), 2U);
  EXPECT_EQ(options->flags.tls_resume, true);
}

}  // namespace
}  // namespace headroom::cli
