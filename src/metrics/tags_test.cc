#include "metrics/tags.h"

#include <gtest/gtest.h>

namespace headroom::metrics {
namespace {

TEST(Tags, AreEqualWhateverOrderTheyWereSetIn) {
  const Tags one{{"name", "home"}, {"method", "GET"}};
  const Tags other{{"method", "PUT"}, {"name", "home"}, {"method", "GET"}};
  EXPECT_EQ(one, other);
  EXPECT_EQ(TagsHash()(one), TagsHash()(other));
  EXPECT_EQ(*one.find("name"), "home");
  EXPECT_EQ(one.find("status"), nullptr);
}

TEST(Tags, HashesTellKeysFromValuesAndNeighboursApart) {
  EXPECT_NE(TagsHash()(Tags{{"a", "bc"}}), TagsHash()(Tags{{"ab", "c"}}));
  EXPECT_NE(TagsHash()(Tags{{"a", ""}}), TagsHash()(Tags{{"", "a"}}));
  EXPECT_NE(TagsHash()(Tags{{"url", "http://host/path/1"}}),
            TagsHash()(Tags{{"url", "http://host/path/2"}}));
}

TEST(Tags, MatchASelectorWhenAllItsTagsAreThere) {
  const Tags tags{{"name", "home"}, {"method", "GET"}, {"group", "::a"}};
  EXPECT_TRUE(tags.matches({{"name", "home"}}));
  EXPECT_TRUE(tags.matches({{"name", "home"}, {"group", "::a"}}));
  EXPECT_TRUE(tags.matches({}));
  EXPECT_FALSE(tags.matches({{"name", "home"}, {"method", "PUT"}}));
  EXPECT_FALSE(tags.matches({{"status", "200"}}));
  EXPECT_TRUE(tags.matches({{"status", ""}})) << "an empty value also means: not there";
}

TEST(MetricSelector, TakesSpacesAndQuotesOff) {
  const auto selector = parse_metric_selector("http_req_duration{ name: 'home' ,\"method\":GET }");
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->metric, "http_req_duration");
  EXPECT_TRUE(selector->has_tags);
  EXPECT_EQ(selector->tags, (Tags{{"name", "home"}, {"method", "GET"}}));
  EXPECT_EQ(selector->suffix, "name: 'home' ,\"method\":GET");
}

TEST(MetricSelector, KeepsColonsOfValues) {
  const auto selector = parse_metric_selector("checks{group:::outer::inner,url:http://x:1/}");
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->tags, (Tags{{"group", "::outer::inner"}, {"url", "http://x:1/"}}));
}

TEST(MetricSelector, OfAPlainNameHasNoTags) {
  const auto selector = parse_metric_selector("my_trend");
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->metric, "my_trend");
  EXPECT_FALSE(selector->has_tags);
}

TEST(MetricSelector, RefusesWhatIsMalformedAndNamesIt) {
  struct Row {
    const char* text;
    const char* reason;
  };
  for (const Row& row :
       {Row{"a{b:c", "has unmatched opening/close curly brace"},
        Row{"ab:c}", "has unmatched opening/close curly brace"},
        Row{"a}b:c{", "closing curly brace appears before opening one"},
        Row{"a{b:c}d", "lacks a closing curly brace in its last position"},
        Row{"a{}", "tag expression is malformed"}, Row{"a{b}", "tag expression is malformed"},
        Row{"a{b:}", "tag expression is malformed"},
        Row{"a{b:c,}", "tag expression is malformed"}}) {
    const auto selector = parse_metric_selector(row.text);
    ASSERT_FALSE(selector) << row.text;
    EXPECT_EQ(selector.error().text(),
              "parsing metric name failed, metric \"" + std::string(row.text) + "\" " + row.reason);
  }
}

}  // namespace
}  // namespace headroom::metrics
