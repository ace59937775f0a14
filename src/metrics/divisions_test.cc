#include "metrics/divisions.h"

#include <gtest/gtest.h>

#include "metrics/recorder.h"
#include "metrics/totals.h"

namespace headroom::metrics {
namespace {

const Tags first{{"scenario", "first"}};
const Tags first_login{{"group", "::login"}, {"scenario", "first"}};
const Tags setup{{"group", "::setup"}};

std::vector<std::string> selectors_of(const Divisions& divisions) {
  std::vector<std::string> texts;
  for (const DivisionFacts& division : divisions.all()) {
    texts.push_back(text_of(division.selector));
  }
  return texts;
}

TEST(Divisions, AreTheValuesThatWereSeenByRule) {
  Divisions divisions;
  divisions.add_rule({.keys = {"scenario"}});
  divisions.add_rule({.keys = {"group", "scenario"}});

  EXPECT_EQ(divisions.of(first), (std::vector<DivisionId>{0}));
  EXPECT_EQ(divisions.of(first_login), (std::vector<DivisionId>{0, 1}));
  EXPECT_EQ(divisions.of(setup), (std::vector<DivisionId>{2})) << "a later key may be missing";
  EXPECT_EQ(divisions.of({{"name", "home"}}), std::vector<DivisionId>());
  EXPECT_EQ(divisions.of({{"group", ""}}), std::vector<DivisionId>()) << "empty is absent";
  EXPECT_EQ(divisions.of(first_login), (std::vector<DivisionId>{0, 1})) << "seen before";

  EXPECT_EQ(selectors_of(divisions),
            (std::vector<std::string>{"scenario:first", "group:::login,scenario:first",
                                      "group:::setup"}));
}

TEST(Divisions, WithoutRoomAreCountedOnceEach) {
  Divisions divisions;
  divisions.add_rule({.keys = {"name"}, .divisions_max = 2});

  for (const char* name : {"a", "b", "c", "d", "c", "a"}) {
    divisions.of({{"name", name}});
  }

  EXPECT_EQ(selectors_of(divisions), (std::vector<std::string>{"name:a", "name:b"}));
  EXPECT_EQ(divisions.left_out(0), 2U);
}

// A metric, a sub-metric of it that a rule makes too, and a metric left alone.
struct Divided {
  Catalog catalog;
  MetricId duration = catalog.add_metric("duration", Type::trend, Contains::time).value();
  MetricId reqs = catalog.add_metric("reqs", Type::counter).value();
  MetricId waiting = catalog.add_metric("waiting", Type::trend, Contains::time).value();
  MetricId home = catalog.add_submetric(duration, "name:home", {{"name", "home"}});

  Divided() { catalog.divide_by({.keys = {"name"}, .undivided = {waiting}}); }

  double sum_of(const Totals& totals, std::string_view name) const {
    double sum = -1;
    for (const MetricFacts& metric : catalog.metrics()) {
      sum = metric.name == name ? totals.of(metric.id).sum() : sum;
    }
    return sum;
  }
};

TEST(Divisions, OfAMetricAreSummedApart) {
  Divided run;
  Recorder recorder(run.catalog);
  Totals totals(run.catalog);
  const std::vector<MetricId> all{run.duration, run.reqs, run.waiting};

  for (const auto& [name, value] :
       {std::pair("home", 1.0), std::pair("cart", 2.0), std::pair("home", 4.0)}) {
    const std::array<double, 3> values{value, 1, value};
    recorder.record_group(recorder.resolve(all, recorder.intern({{"name", name}})), values);
  }
  recorder.record(run.duration, recorder.intern({{"name", "cart"}}), 8);
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(run.sum_of(totals, "duration"), 15);
  EXPECT_EQ(run.sum_of(totals, "duration{name:home}"), 5);
  EXPECT_EQ(run.sum_of(totals, "duration{name:cart}"), 10);
  EXPECT_EQ(run.sum_of(totals, "reqs{name:home}"), 2);
  EXPECT_EQ(run.sum_of(totals, "waiting{name:home}"), -1) << "left alone";
  EXPECT_EQ(run.catalog.part(run.duration, 0), run.home) << "no second one";
  EXPECT_EQ(run.catalog.metric(run.duration).submetrics, (std::vector<MetricId>{run.home}));
}

TEST(Divisions, MadeByOneWorkerAreKnownToAnother) {
  Divided run;
  Recorder one(run.catalog);
  Recorder two(run.catalog);
  Totals totals(run.catalog);

  one.record(run.reqs, one.intern({{"name", "a"}}), 1);
  two.record(run.reqs, two.intern({{"name", "b"}}), 1);
  two.record(run.reqs, two.intern({{"name", "a"}}), 1);
  one.record(run.reqs, one.intern({{"name", "b"}}), 1);
  totals.merge(one.rotate(), 0);
  totals.merge(two.rotate(), 0);

  EXPECT_EQ(run.sum_of(totals, "reqs{name:a}"), 2);
  EXPECT_EQ(run.sum_of(totals, "reqs{name:b}"), 2);
}

TEST(Divisions, KeepWhenAGaugeWasSet) {
  Catalog catalog;
  const MetricId gauge = catalog.add_metric("queue", Type::gauge).value();
  catalog.divide_by({.keys = {"name"}});
  Recorder recorder(catalog);
  Totals totals(catalog);
  const TagSetId tags = recorder.intern({{"name", "a"}});

  recorder.record(gauge, tags, 7, kit::Instant::from_nanoseconds(20));
  recorder.record(gauge, tags, 3, kit::Instant::from_nanoseconds(10));
  totals.merge(recorder.rotate(), 0);

  EXPECT_EQ(totals.of(gauge).last(), 7);
  EXPECT_EQ(totals.of(catalog.part(gauge, 0).value()).last(), 7);
}

}  // namespace
}  // namespace headroom::metrics
