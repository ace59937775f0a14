#include "cli/run_options.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"

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
