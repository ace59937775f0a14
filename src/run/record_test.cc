#include "run/record.h"

#include <gtest/gtest.h>

#include "metrics/recorder.h"

namespace headroom::run {
namespace {

using metrics::Contains;
using metrics::Type;

struct Collected {
  metrics::Catalog catalog;
  metrics::MetricId trend = catalog.add_metric("my_trend", Type::trend, Contains::time).value();
  metrics::MetricId counter = catalog.add_metric("a_counter", Type::counter).value();
  metrics::MetricId unused = catalog.add_metric("unused", Type::rate).value();
  metrics::MetricId home = catalog.add_submetric(trend, "name:home", {{"name", "home"}});
  metrics::MetricId away = catalog.add_submetric(trend, "name:away", {{"name", "away"}});
  metrics::Recorder recorder{catalog};
  metrics::Totals totals{catalog};

  Collected() {
    recorder.record(trend, recorder.intern({{"name", "home"}}), 0.5);
    recorder.record(trend, 0, 1.5);
    recorder.record(counter, 0, 3);
    const auto outer = catalog.group("::outer");
    const auto inner = catalog.group("::outer::inner");
    recorder.check(catalog.check(inner, "one"), true);
    recorder.check(catalog.check(outer, "never"), false);
    recorder.check(catalog.check(0, "top"), true);
    recorder.check(catalog.check(outer, "never"), false);
    totals.merge(recorder.rotate(), 100);
  }
};

TEST(MetricRecords, AreSortedByNameAndLeaveOutWhatHasNoValues) {
  const Collected run;
  const auto records = make_metric_records(run.catalog, run.totals);

  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].name, "a_counter");
  EXPECT_EQ(records[0].aggregate.sum(), 3);
  EXPECT_EQ(records[1].name, "my_trend");
  EXPECT_EQ(records[1].contains, Contains::time);
  EXPECT_EQ(records[1].aggregate.average(), 1);
  ASSERT_EQ(records[1].windows.size(), 1U);
  EXPECT_EQ(records[1].windows[0].index, 100);
  ASSERT_EQ(records[1].submetrics.size(), 1U);
  EXPECT_EQ(records[1].submetrics[0].suffix, "name:home");
  EXPECT_EQ(records[1].submetrics[0].aggregate.sum(), 0.5);
}

TEST(MetricRecords, HaveTheRowsOfBreakdownsAmongTheirSubMetrics) {
  metrics::Catalog catalog;
  const auto reqs = catalog.add_metric("http_reqs", Type::counter).value();
  catalog.divide_by({.keys = {"scenario"}});
  catalog.divide_by({.keys = {"name"}, .divisions_max = 1, .is_breakdown = true});
  metrics::Recorder recorder(catalog);
  metrics::Totals totals(catalog);
  recorder.record(reqs, recorder.intern({{"name", "home"}, {"scenario", "s"}}), 3);
  recorder.record(reqs, recorder.intern({{"name", "cart"}, {"scenario", "s"}}), 4);
  totals.merge(recorder.rotate(), 0);

  const auto records = make_metric_records(catalog, totals);
  ASSERT_EQ(records.size(), 1U);
  ASSERT_EQ(records[0].submetrics.size(), 1U) << "one name has room, and scenarios are no rows";
  EXPECT_EQ(records[0].submetrics[0].name, "http_reqs{name:home}");
  EXPECT_EQ(records[0].submetrics[0].aggregate.sum(), 3);
  EXPECT_EQ(records[0].submetrics[0].breakdown, 0U);

  const auto breakdowns = make_breakdowns(catalog);
  ASSERT_EQ(breakdowns.size(), 1U);
  EXPECT_EQ(breakdowns[0].tags, "name");
  EXPECT_EQ(breakdowns[0].left_out, 1U);
}

TEST(MetricRecords, KeepWhatThresholdsJudgeAndAllWhenAsked) {
  const Collected run;

  const auto judged = make_metric_records(run.catalog, run.totals, {.judged = {run.away}});
  ASSERT_EQ(judged.size(), 2U);
  ASSERT_EQ(judged[1].submetrics.size(), 2U);
  EXPECT_EQ(judged[1].submetrics[1].name, "my_trend{name:away}");
  EXPECT_EQ(judged[1].submetrics[1].aggregate.type(), Type::trend);

  EXPECT_EQ(make_metric_records(run.catalog, run.totals, {.keeps_empty = true}).size(), 3U);
}

TEST(GroupTree, NestsGroupsAndCountsTheirChecks) {
  const Collected run;
  const GroupRecord root = make_group_tree(run.catalog, run.totals);

  EXPECT_EQ(root.path, "");
  ASSERT_EQ(root.checks.size(), 1U);
  EXPECT_EQ(root.checks[0].path, "::top");
  ASSERT_EQ(root.groups.size(), 1U);
  EXPECT_EQ(root.groups[0].path, "::outer");
  EXPECT_EQ(root.groups[0].checks.at(0).fails, 2U);
  ASSERT_EQ(root.groups[0].groups.size(), 1U);
  EXPECT_EQ(root.groups[0].groups[0].name, "inner");
  EXPECT_EQ(root.groups[0].groups[0].checks.at(0).path, "::outer::inner::one");
  EXPECT_EQ(check_totals(root).passes, 2U);
  EXPECT_EQ(check_totals(root).fails, 2U);
}

TEST(Record, FindsMetricsByFullNameAndListsTheCrossedOnes) {
  const Collected run;
  Record record;
  record.metrics = make_metric_records(run.catalog, run.totals);
  EXPECT_EQ(find_metric(record, "nothing"), nullptr);
  EXPECT_TRUE(crossed_metrics(record).empty());

  for (const char* name : {"my_trend{name:home}", "a_counter", "my_trend"}) {
    MetricRecord* metric = find_metric(record, name);
    ASSERT_NE(metric, nullptr) << name;
    metric->thresholds.push_back({.expression = {}, .ok = metric->name == "my_trend"});
  }

  EXPECT_EQ(crossed_metrics(record),
            (std::vector<std::string>{"a_counter", "my_trend{name:home}"}));
}

}  // namespace
}  // namespace headroom::run
