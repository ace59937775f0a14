#include "k6/threshold_key.h"

#include <gtest/gtest.h>

namespace headroom::k6 {
namespace {

TEST(MetricSelector, ReadsTagsAndTrimsThem) {
  const auto selector = parse_metric_selector("http_req_duration{ name:\"home\" , status:200}");

  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->metric, "http_req_duration");
  ASSERT_EQ(selector->tags.size(), 2U);
  EXPECT_EQ(selector->tags[0], std::make_pair(std::string("name"), std::string("home")));
  EXPECT_EQ(selector->tags[1].second, "200");
}

TEST(MetricSelector, KeepsColonsOfGroupPaths) {
  EXPECT_EQ(parse_metric_selector("http_reqs{group:::login}")->tags[0].second, "::login");
}

TEST(MetricSelector, RefusesWhatItCannotRead) {
  for (const char* text : {"", "{a:b}", "m{a:b", "m{ab}", "m{:b}"}) {
    EXPECT_FALSE(parse_metric_selector(text)) << text;
  }
}

}  // namespace
}  // namespace headroom::k6
