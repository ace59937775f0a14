// Precedence, for every option of the table: one without a sample here fails.
#include "k6/option_tiers.h"

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "document/json.h"
#include "k6/config_file.h"
#include "k6/option_table.h"

namespace headroom::k6 {
namespace {

// Two values of one option, as JSON and as the text of a flag or variable.
struct Sample {
  std::string_view key;
  std::string_view low_json;
  std::string_view high_json;
  std::string_view low_text = {};
  std::string_view high_text = {};
};

constexpr std::string_view certificate_a = R"([{"cert":"a","key":"a"}])";
constexpr std::string_view certificate_b = R"([{"cert":"b","key":"b"}])";
constexpr std::string_view scenario_a = R"({"a":{"executor":"per-vu-iterations"}})";
constexpr std::string_view scenario_b = R"({"b":{"executor":"per-vu-iterations"}})";

constexpr Sample samples[] = {
    {"vus", "1", "2", "1", "2"},
    {"duration", "\"1s\"", "\"2s\"", "1s", "2s"},
    {"iterations", "1", "2", "1", "2"},
    {"scenarios", scenario_a, scenario_b},
    {"stages", R"([{"duration":"1s","target":1}])", R"([{"duration":"1s","target":2}])", "1s:1",
     "1s:2"},
    {"executionSegment", "\"0:1/2\"", "\"1/3\"", "0:1/2", "1/3"},
    {"executionSegmentSequence", "\"0,1/2,1\"", "\"0,1/3,1\"", "0,1/2,1", "0,1/3,1"},
    {"thresholds", R"({"checks":["rate>0.5"]})", R"({"checks":["rate>0.9"]})",
     R"({"checks":["rate>0.5"]})", R"({"checks":["rate>0.9"]})"},
    {"tags", R"({"a":"1"})", R"({"b":"2"})", "a=1", "b=2"},
    {"userAgent", "\"a\"", "\"b\"", "a", "b"},
    {"maxRedirects", "1", "2", "1", "2"},
    {"batch", "1", "2", "1", "2"},
    {"batchPerHost", "1", "2", "1", "2"},
    {"rps", "1", "2", "1", "2"},
    {"httpDebug", "\"headers\"", "\"full\"", "headers", "full"},
    {"noCookiesReset", "true", "false", "true", "false"},
    {"systemTags", R"(["url"])", R"(["method"])", "url", "method"},
    {"hosts", R"({"a.com":"10.0.0.1"})", R"({"b.com":"10.0.0.2"})", R"({"a.com":"10.0.0.1"})",
     R"({"b.com":"10.0.0.2"})"},
    {"dns", R"({"ttl":"1s"})", R"({"ttl":"2s"})", "ttl=1s", "ttl=2s"},
    {"blacklistIPs", R"(["10.0.0.0/8"])", R"(["11.0.0.0/8"])", "10.0.0.0/8", "11.0.0.0/8"},
    {"blockHostnames", R"(["a.com"])", R"(["b.com"])", "a.com", "b.com"},
    {"localIPs", "", "", "10.0.0.1", "10.0.0.2"},
    {"tlsVersion", "\"tls1.2\"", "\"tls1.3\""},
    {"tlsCipherSuites", R"(["a"])", R"(["b"])", "a", "b"},
    {"tlsAuth", certificate_a, certificate_b, certificate_a, certificate_b},
    {"summaryBy", R"(["name"])", R"(["status"])", "name", "status"},
    {"tlsResume", "true", "false", "true", "false"},
    {"insecureSkipTLSVerify", "true", "false", "true", "false"},
    {"discardResponseBodies", "true", "false", "true", "false"},
    {"throw", "true", "false", "true", "false"},
    {"minIterationDuration", "\"1s\"", "\"2s\"", "1s", "2s"},
    {"noConnectionReuse", "true", "false", "true", "false"},
    {"noVUConnectionReuse", "true", "false", "true", "false"},
    {"noSetup", "true", "false", "true", "false"},
    {"noTeardown", "true", "false", "true", "false"},
    {"setupTimeout", "\"1s\"", "\"2s\"", "1s", "2s"},
    {"teardownTimeout", "\"1s\"", "\"2s\"", "1s", "2s"},
    {"handleSummaryTimeout", "\"1s\"", "\"2s\"", "1s", "2s"},
    {"summaryTrendStats", R"(["avg"])", R"(["max"])", "avg", "max"},
    {"summaryTimeUnit", "\"s\"", "\"ms\"", "s", "ms"},
    {"failOnDropped", "\"1%\"", "100", "1%", "100"},
    {"features", R"(["freeze-env"])", R"(["merge-run-tags"])", "freeze-env", "merge-run-tags"},
};

kit::Result<Options> of_config(const OptionRow& row, std::string_view json) {
  std::vector<std::string> warnings;
  return parse_config("{\"" + std::string(row.key) + "\":" + std::string(json) + "}", "c",
                      warnings);
}

kit::Result<Options> of_script(const OptionRow& row, std::string_view json) {
  std::vector<std::string> warnings;
  auto value = document::parse_json("{\"" + std::string(row.key) + "\":" + std::string(json) + "}");
  return value ? parse_script_options(*value, warnings) : kit::failure_of(value);
}

kit::Result<Options> of_environment(const OptionRow& row, std::string_view text) {
  std::string value(text);
  if (row.key == "tags") {
    std::ranges::replace(value, '=', ':');
  }
  return parse_environment_options({{std::string(row.variable), value}});
}

kit::Result<Options> of_flags(const OptionRow& row, std::string_view text) {
  Options options;
  auto done = set_option(options, row.key, text);
  return done ? kit::Result<Options>(options) : kit::failure_of(done);
}

struct Tier {
  const char* name;
  Options OptionTiers::* field;
  kit::Result<Options> (*read)(const OptionRow&, std::string_view);
  bool takes_json;
  bool (*has)(const OptionRow&);
};

bool is_in_scripts(const OptionRow& row) {
  return row.reach == Reach::everywhere;
}

constexpr Tier tier_rows[] = {
    {"config", &OptionTiers::config, of_config, true, is_in_scripts},
    {"script", &OptionTiers::script, of_script, true, is_in_scripts},
    {"environment", &OptionTiers::environment, of_environment, false,
     [](const OptionRow& row) { return !row.variable.empty(); }},
    {"flags", &OptionTiers::flags, of_flags, false,
     [](const OptionRow& row) { return !row.flag.empty(); }},
};

// Sets the option in one tier; false when that tier cannot have it.
bool set(OptionTiers& tiers, const Tier& tier, const OptionRow& row, std::string_view text) {
  if (!tier.has(row)) {
    return false;
  }
  auto options = tier.read(row, text);
  EXPECT_TRUE(options) << row.key << " of " << tier.name << ": " << options.error().text();
  tiers.*tier.field = options.value_or(Options());
  return true;
}

Options consolidated(const OptionTiers& tiers) {
  std::vector<std::string> warnings;
  return consolidated(tiers, Features(), warnings);
}

void expect_higher_wins(const OptionRow& row, const Sample& sample, const Tier& low,
                        const Tier& high) {
  OptionTiers both;
  OptionTiers high_only;
  const std::string_view high_text = high.takes_json ? sample.high_json : sample.high_text;
  if (!set(both, low, row, low.takes_json ? sample.low_json : sample.low_text) ||
      !set(both, high, row, high_text) || !set(high_only, high, row, high_text)) {
    return;
  }
  OptionTiers low_only = both;
  low_only.*high.field = Options();

  EXPECT_EQ(consolidated(both), consolidated(high_only))
      << row.key << ": " << high.name << " must outdo " << low.name;
  EXPECT_EQ(consolidated(low_only), both.*low.field)
      << row.key << ": " << low.name << " counts when nothing above says otherwise";
  EXPECT_NE(consolidated(low_only), consolidated(both))
      << row.key << ": the two values of the sample are the same";
}

TEST(OptionTiers, AHigherOneWinsForEveryOption) {
  for (const OptionRow& row : option_rows()) {
    if (row.key.empty() || row.support != Support::full) {
      continue;
    }
    const auto* const sample = std::ranges::find(samples, row.key, &Sample::key);
    if (sample == std::end(samples)) {
      ADD_FAILURE() << "write a sample for the option " << row.key;
      continue;
    }
    for (const Tier* low = std::begin(tier_rows); low != std::end(tier_rows); ++low) {
      for (const Tier* high = low + 1; high != std::end(tier_rows); ++high) {
        expect_higher_wins(row, *sample, *low, *high);
      }
    }
  }
}

TEST(OptionTiers, SayWhichOneReplacedScenarios) {
  struct Row {
    Options OptionTiers::* tier;
    const char* name;
  };
  for (const Row& row :
       {Row{&OptionTiers::script, "\"script\""}, Row{&OptionTiers::environment, "\"env\""},
        Row{&OptionTiers::flags, "\"cli\""}}) {
    OptionTiers tiers;
    tiers.config.scenarios.emplace();
    (tiers.*row.tier).iterations = 5;
    std::vector<std::string> warnings;

    const Options options = consolidated(tiers, Features(), warnings);

    EXPECT_FALSE(options.scenarios);
    EXPECT_EQ(warnings,
              std::vector<std::string>{std::string(row.name) +
                                       " level configuration overrode scenarios configuration "
                                       "entirely"});
  }
}

TEST(OptionTiers, AnExecutionSettingDropsThoseOfEveryLowerTier) {
  OptionTiers tiers;
  tiers.config.duration = kit::Duration::seconds(9);
  tiers.script.vus = 3;
  tiers.flags.iterations = 7;

  const Options options = consolidated(tiers);

  EXPECT_FALSE(options.duration);
  EXPECT_EQ(options.iterations, 7);
  EXPECT_EQ(options.vus, 3);
}

TEST(OptionTiers, MergeTagsOnlyWhenTheFeatureIsOn) {
  OptionTiers tiers;
  using RunTags = std::vector<std::pair<std::string, std::string>>;
  tiers.config.tags = RunTags{{"a", "config"}, {"b", "config"}};
  tiers.flags.tags = RunTags{{"b", "flag"}};
  std::vector<std::string> warnings;

  EXPECT_EQ(consolidated(tiers).tags, tiers.flags.tags);

  const Options merged_by_name = consolidated(tiers, Features{.merges_run_tags = true}, warnings);
  EXPECT_EQ(merged_by_name.tags,
            (RunTags{{"a", "config"}, {"b", "flag"}, {"k6_feature_merge_run_tags", "true"}}));
}

TEST(OptionTiers, FeaturesComeFromTheHighestTierThatNamesAnyButNeverFromTheScript) {
  OptionTiers tiers;
  tiers.config.features = {"freeze-env"};
  tiers.script.features = {"merge-run-tags"};
  std::vector<std::string> warnings;

  EXPECT_TRUE(effective_features(tiers, warnings)->freezes_env);
  EXPECT_FALSE(effective_features(tiers, warnings)->merges_run_tags);
  consolidated(tiers, Features(), warnings);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(warnings[0].starts_with("Feature flags in script options are not supported"));

  tiers.flags.features.emplace();
  EXPECT_FALSE(effective_features(tiers, warnings)->freezes_env);
}

}  // namespace
}  // namespace headroom::k6
