#include "metrics/recorder.h"

#include <cmath>

#include <gtest/gtest.h>

#include "kit/random.h"
#include "metrics/histogram_codec.h"
#include "metrics/totals.h"

namespace headroom::metrics {
namespace {

struct HttpMetrics {
  Catalog catalog;
  MetricId duration = catalog.add_metric("http_req_duration", Type::trend, Contains::time).value();
  MetricId reqs = catalog.add_metric("http_reqs", Type::counter).value();
  MetricId failed = catalog.add_metric("http_req_failed", Type::rate).value();
  MetricId expected =
      catalog.add_submetric(duration, "expected_response:true", {{"expected_response", "true"}});
  MetricId home = catalog.add_submetric(duration, "name:home,method:GET",
                                        {{"name", "home"}, {"method", "GET"}});
  std::vector<MetricId> all{duration, reqs, failed};
};

const Tags good_home{{"expected_response", "true"}, {"method", "GET"}, {"name", "home"}};
const Tags bad_home{{"expected_response", "false"}, {"method", "GET"}, {"name", "home"}};
const Tags good_other{{"expected_response", "true"}, {"method", "GET"}, {"name", "other"}};

Tags url_tags(int number) {
  return {{"expected_response", number % 2 == 0 ? "true" : "false"},
          {"method", "GET"},
          {"name", "http://127.0.0.1:8080/item/" + std::to_string(number)}};
}

TEST(Recorder, AGroupReachesItsMetricsAndTheirMatchingSubMetrics) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog);

  for (const auto& [tags, value] :
       {std::pair(good_home, 1.0), std::pair(bad_home, 2.0), std::pair(good_other, 4.0)}) {
    const std::array<double, 3> values{value, 1, value == 2.0 ? 1.0 : 0.0};
    recorder.record_group(recorder.resolve(metrics.all, recorder.intern(tags)), values);
  }
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(totals.of(metrics.duration).sum(), 7);
  EXPECT_EQ(totals.of(metrics.expected).sum(), 5);
  EXPECT_EQ(totals.of(metrics.home).sum(), 3);
  EXPECT_EQ(totals.of(metrics.reqs).sum(), 3);
  EXPECT_EQ(totals.of(metrics.failed).trues(), 1U);
}

TEST(Recorder, SingleValuesReachSubMetricsToo) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog);

  recorder.record(metrics.duration, recorder.intern(good_home), 3);
  recorder.record(metrics.duration, 0, 5);
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(totals.of(metrics.duration).count(), 2U);
  EXPECT_EQ(totals.of(metrics.home).sum(), 3);
}

TEST(Recorder, GroupsAreResolvedOnceForEverySetOfMatchingSubMetrics) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);

  const SeriesGroup first = recorder.resolve(metrics.all, recorder.intern(url_tags(0)));
  const SeriesGroup alike = recorder.resolve(metrics.all, recorder.intern(url_tags(2)));
  const SeriesGroup unlike = recorder.resolve(metrics.all, recorder.intern(url_tags(1)));

  EXPECT_EQ(first.index, alike.index);
  EXPECT_NE(first.index, unlike.index);
}

TEST(Recorder, LeavesOutNaN) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog);

  recorder.record_group(recorder.resolve(metrics.all, 0), std::array{1.0, 1.0, std::nan("")});
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(totals.of(metrics.reqs).sum(), 1);
  EXPECT_TRUE(totals.of(metrics.failed).is_empty());
}

TEST(Recorder, BeyondTheCapOnlyTheTagsAreLostNotTheMatching) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog, {.tag_sets_max = 10});
  Totals totals(metrics.catalog);

  TagSetId highest = 0;
  for (int i = 0; i < 1'000; i++) {
    const TagSetId id = recorder.intern(url_tags(i));
    highest = std::max(highest, id);
    recorder.record_group(recorder.resolve(metrics.all, id), std::array{1.0, 1.0, 0.0});
  }
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(recorder.overflowed_count(), 990U);
  EXPECT_EQ(totals.overflowed_count(), 990U);
  EXPECT_LE(highest, 12U) << "ten, and one for each way to match";
  EXPECT_EQ(totals.of(metrics.duration).count(), 1'000U);
  EXPECT_EQ(totals.of(metrics.expected).count(), 500U);
  EXPECT_EQ(recorder.tags_of(recorder.intern(url_tags(3))), url_tags(3));
  EXPECT_TRUE(recorder.tags_of(recorder.intern(url_tags(999))).is_empty());
}

TEST(Recorder, LearnsMetricsThatComeLater) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog);
  totals.merge(recorder.rotate(), 0);

  const MetricId late = metrics.catalog.add_metric("late", Type::gauge).value();
  EXPECT_TRUE(totals.of(late).is_empty());
  recorder.record(late, 0, 5);
  totals.merge(recorder.rotate(), 1);

  EXPECT_EQ(totals.of(late).last(), 5);
}

TEST(Recorder, RotationLosesNothing) {
  HttpMetrics metrics;
  Recorder left(metrics.catalog);
  Recorder right(metrics.catalog);
  Totals totals(metrics.catalog, 100);
  const CheckId check = metrics.catalog.check(0, "ok");
  kit::Random random(11);

  double sum = 0;
  std::uint64_t passes = 0;
  for (int window = 0; window < 50; window++) {
    for (Recorder* recorder : {&left, &right}) {
      for (std::uint64_t i = random.next_below(40); i > 0; i--) {
        const auto value = static_cast<double>(random.next_below(1'000));
        const SeriesGroup group = recorder->resolve(metrics.all, recorder->intern(good_home));
        recorder->record_group(group, std::array{value, 1.0, 0.0});
        recorder->check(check, value < 500);
        sum += value;
        passes += value < 500 ? 1 : 0;
      }
      recorder->recycle(totals.merge(recorder->rotate(), window));
    }
  }

  const Aggregate& total = totals.of(metrics.duration);
  EXPECT_EQ(total.sum(), sum);
  EXPECT_EQ(totals.of(metrics.home).sum(), sum);
  EXPECT_EQ(total.count(), static_cast<std::uint64_t>(totals.of(metrics.reqs).sum()));
  EXPECT_EQ(totals.of_check(check).passes, passes);
  EXPECT_EQ(totals.of_check(check).fails, total.count() - passes);
  std::uint64_t in_windows = 0;
  for (const Window& window : totals.windows(metrics.duration)) {
    in_windows += window.count;
    EXPECT_EQ(unpack(window.histogram)->count(), window.count);
  }
  EXPECT_EQ(in_windows, total.count());
}

TEST(Totals, SmallRunsHaveExactPercentilesFromAllWorkers) {
  HttpMetrics metrics;
  Recorder left(metrics.catalog);
  Recorder right(metrics.catalog);
  Totals totals(metrics.catalog);

  for (int i = 1; i <= 5'000; i++) {
    left.record(metrics.duration, 0, i);
    right.record(metrics.duration, 0, i + 5'000);
  }
  totals.merge(left.rotate(), 0);
  totals.merge(right.rotate(), 0);

  EXPECT_TRUE(totals.of(metrics.duration).is_exact());
  EXPECT_DOUBLE_EQ(totals.of(metrics.duration).percentile(95), 1 + 0.95 * 9'999);
}

TEST(Totals, TellsRecordersWhenRawValuesAreNotWantedAnyMore) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog, 10);

  for (int i = 0; i < 11; i++) {
    recorder.record(metrics.duration, 0, i);
  }
  Shard emptied = totals.merge(recorder.rotate(), 0);

  EXPECT_FALSE(emptied.sinks[metrics.duration].is_exact());
  EXPECT_EQ(emptied.sinks[metrics.duration].raw().capacity(), 0U);
  EXPECT_TRUE(emptied.sinks[metrics.duration].is_empty());
  EXPECT_TRUE(emptied.sinks[metrics.home].is_exact()) << "it had no values";
}

TEST(Totals, WindowsAreInOrderAndLateShardsJoinTheirs) {
  HttpMetrics metrics;
  Recorder recorder(metrics.catalog);
  Totals totals(metrics.catalog);
  const MetricId vus = metrics.catalog.add_metric("vus", Type::gauge).value();
  const auto at = [](std::int64_t ns) { return kit::Instant::from_nanoseconds(ns); };

  for (const std::int64_t window : {7, 9, 8, 7}) {
    recorder.record(metrics.duration, 0, static_cast<double>(window));
    recorder.record(metrics.failed, 0, window == 7 ? 1 : 0);
    recorder.record(vus, 0, static_cast<double>(window), at(window));
    recorder.recycle(totals.merge(recorder.rotate(), window));
  }

  const auto windows = totals.windows(metrics.duration);
  ASSERT_EQ(windows.size(), 3U);
  EXPECT_EQ(windows[0].index, 7);
  EXPECT_EQ(windows[1].index, 8);
  EXPECT_EQ(windows[2].index, 9);
  EXPECT_EQ(windows[0].count, 2U);
  EXPECT_EQ(windows[0].sum, 14);
  EXPECT_EQ(totals.windows(metrics.failed)[0].sum, 2);
  EXPECT_EQ(totals.windows(vus)[1].last, 8);
  EXPECT_EQ(totals.of(vus).last(), 9) << "the latest, though merged before";
  EXPECT_TRUE(totals.windows(metrics.home).empty());
}

}  // namespace
}  // namespace headroom::metrics
