#include "k6/features.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"

namespace headroom::k6 {
namespace {

TEST(Features, AreFoundByNameAndMarkTheSamples) {
  std::vector<std::string> warnings;

  const auto features = find_features({"merge-run-tags", " freeze-env", ""}, warnings);

  ASSERT_TRUE(features) << features.error().text();
  EXPECT_TRUE(features->merges_run_tags);
  EXPECT_TRUE(features->freezes_env);
  EXPECT_FALSE(features->has_native_histograms);
  EXPECT_EQ(features->tags(), metrics::Tags({{"k6_feature_freeze_env", "true"},
                                             {"k6_feature_merge_run_tags", "true"}}));
  EXPECT_TRUE(warnings.empty());
}

TEST(Features, AnUnknownNameIsLeftOutWithAWarning) {
  std::vector<std::string> warnings;

  const auto features = find_features({"bogus", "native-histograms"}, warnings);

  ASSERT_TRUE(features);
  EXPECT_TRUE(features->has_native_histograms);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("'bogus'"), std::string::npos) << warnings[0];
}

TEST(Features, OneThatIsNotHereYetIsRefusedByName) {
  std::vector<std::string> warnings;

  const auto features = find_features({"async-metric-context"}, warnings);

  ASSERT_FALSE(features);
  EXPECT_EQ(features.error().code(), exit_other);
  EXPECT_NE(features.error().text().find("async-metric-context"), std::string::npos);
}

}  // namespace
}  // namespace headroom::k6
