#include "metrics/catalog.h"

#include <gtest/gtest.h>

namespace headroom::metrics {
namespace {

TEST(Catalog, GivesTheSameMetricTheSameId) {
  Catalog catalog;
  const auto first = catalog.add_metric("my_trend", Type::trend, Contains::time);
  const auto other = catalog.add_metric("my_counter", Type::counter);
  ASSERT_TRUE(first && other);
  EXPECT_NE(*first, *other);
  EXPECT_EQ(catalog.add_metric("my_trend", Type::trend, Contains::time).value(), *first);
  EXPECT_EQ(catalog.find("my_counter"), *other);
  EXPECT_EQ(catalog.find("unknown"), std::nullopt);
}

TEST(Catalog, RefusesAClashInTheWordsOfK6) {
  Catalog catalog;
  ASSERT_TRUE(catalog.add_metric("my_metric", Type::trend));
  EXPECT_EQ(catalog.add_metric("my_metric", Type::counter).error().text(),
            "metric 'my_metric' already exists but with type trend, instead of counter");
  EXPECT_EQ(catalog.add_metric("my_metric", Type::trend, Contains::time).error().text(),
            "metric 'my_metric' already exists but with a value type default, instead of time");
}

TEST(Catalog, RefusesBadNames) {
  Catalog catalog;
  for (const std::string& name :
       {std::string(), std::string("a"), std::string("1ab"), std::string("my metric"),
        std::string("my-metric"), std::string("m\u00e9"), std::string(130, 'a')}) {
    EXPECT_FALSE(catalog.add_metric(name, Type::gauge)) << name;
  }
  EXPECT_TRUE(catalog.add_metric("_x", Type::gauge));
  EXPECT_TRUE(catalog.add_metric(std::string(129, 'a'), Type::gauge));
}

TEST(Catalog, SubMetricsInheritAndAreFoundByTheirFullName) {
  Catalog catalog;
  const MetricId duration =
      catalog.add_metric("http_req_duration", Type::trend, Contains::time).value();
  const MetricId home = catalog.add_submetric(duration, "name:home", {{"name", "home"}});
  EXPECT_EQ(catalog.add_submetric(duration, "name: home", {{"name", "home"}}), home);

  const MetricFacts facts = catalog.metric(home);
  EXPECT_EQ(facts.name, "http_req_duration{name:home}");
  EXPECT_EQ(facts.suffix, "name:home");
  EXPECT_EQ(facts.type, Type::trend);
  EXPECT_EQ(facts.contains, Contains::time);
  EXPECT_EQ(facts.parent, duration);
  EXPECT_EQ(catalog.metric(duration).submetrics, std::vector<MetricId>{home});
  EXPECT_EQ(catalog.find("http_req_duration{name:home}"), home);
}

TEST(Catalog, NumbersGroupsAndChecksByFirstSight) {
  Catalog catalog;
  const GroupId inner = catalog.group("::outer::inner");
  const CheckId nested = catalog.check(inner, "one");
  const CheckId top = catalog.check(0, "one");

  EXPECT_EQ(catalog.group("::outer::inner"), inner);
  EXPECT_EQ(catalog.check(inner, "one"), nested);
  EXPECT_NE(nested, top);
  const auto groups = catalog.groups();
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].path, "");
  EXPECT_EQ(groups[1].path, "::outer");
  EXPECT_EQ(groups[1].parent, 0U);
  EXPECT_EQ(groups[2].name, "inner");
  EXPECT_EQ(groups[2].parent, groups[1].id);
  EXPECT_EQ(catalog.checks()[nested].path, "::outer::inner::one");
  EXPECT_EQ(catalog.checks()[top].path, "::one");
}

}  // namespace
}  // namespace headroom::metrics
