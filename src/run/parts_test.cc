#include "run/parts.h"

#include <gtest/gtest.h>

#include "metrics/recorder.h"

namespace headroom::run {
namespace {

using metrics::Type;

// Two scenarios: "first" with a group and one in it, and "default" with the same
// group; setup with a request.
struct Divided {
  metrics::Catalog catalog;
  metrics::MetricId reqs = catalog.add_metric("http_reqs", Type::counter).value();
  metrics::MetricId checks = catalog.add_metric("checks", Type::rate).value();
  Record record;

  Divided() {
    divide_by_scenario(catalog);
    metrics::Recorder recorder(catalog);
    metrics::Totals totals(catalog);
    count(recorder, "first", "", 1);
    count(recorder, "first", "::outer", 2);
    count(recorder, "first", "::outer::inner", 4);
    count(recorder, "default", "::outer", 8);
    count(recorder, "default", "", 16);
    count(recorder, "", "::setup", 32);
    check(recorder, "first", "::outer", true);
    check(recorder, "first", "", false);
    check(recorder, "default", "::outer", true);
    totals.merge(recorder.rotate(), 0);
    add_parts(record, catalog, totals);
    record.root = make_group_tree(catalog, totals);
  }

  static metrics::Tags tags_of(const std::string& scenario, const std::string& group) {
    metrics::Tags tags;
    tags.set("group", group);
    if (!scenario.empty()) {
      tags.set("scenario", scenario);
    }
    return tags;
  }
  void count(metrics::Recorder& recorder, const std::string& scenario, const std::string& group,
             double value) const {
    recorder.record(reqs, recorder.intern(tags_of(scenario, group)), value);
  }
  void check(metrics::Recorder& recorder, const std::string& scenario, const std::string& group,
             bool passed) {
    recorder.record(checks, recorder.intern(tags_of(scenario, group)), passed ? 1 : 0);
    recorder.check(catalog.check(catalog.group(group), "ok", scenario), passed);
  }
};

double requests_of(const PartRecord& part) {
  for (const MetricRecord& metric : part.metrics) {
    if (metric.name == "http_reqs") {
      return metric.aggregate.sum();
    }
  }
  return 0;
}

std::vector<std::string> names_of(const std::vector<PartRecord>& parts) {
  std::vector<std::string> names;
  for (const PartRecord& part : parts) {
    names.push_back(part.name);
  }
  return names;
}

TEST(Parts, OfAScenarioHoldAllOfItAndThoseOfAGroupOnlyTheirOwn) {
  const Divided run;

  ASSERT_EQ(names_of(run.record.scenario_parts), (std::vector<std::string>{"first"}));
  const PartRecord& first = run.record.scenario_parts[0];
  EXPECT_EQ(requests_of(first), 7);
  ASSERT_EQ(names_of(first.groups), (std::vector<std::string>{"outer"}));
  EXPECT_EQ(requests_of(first.groups[0]), 2);
  ASSERT_EQ(names_of(first.groups[0].groups), (std::vector<std::string>{"inner"}));
  EXPECT_EQ(requests_of(first.groups[0].groups[0]), 4);
}

TEST(Parts, OfTheDefaultScenarioAndOfSetupAreGroupsOfTheirOwn) {
  const Divided run;

  ASSERT_EQ(names_of(run.record.group_parts), (std::vector<std::string>{"outer", "setup"}));
  EXPECT_EQ(requests_of(run.record.group_parts[0]), 8);
  EXPECT_EQ(requests_of(run.record.group_parts[1]), 32);
}

TEST(Parts, HaveTheirOwnCountsOfAChecksNameAndTheRunHasAll) {
  const Divided run;

  const PartRecord& first = run.record.scenario_parts[0];
  ASSERT_EQ(first.checks.size(), 1U);
  EXPECT_EQ(first.checks[0].passes, 1U);
  EXPECT_EQ(first.checks[0].fails, 1U);
  ASSERT_EQ(first.groups[0].checks.size(), 1U);
  EXPECT_EQ(first.groups[0].checks[0].fails, 0U);
  EXPECT_EQ(run.record.group_parts[0].checks[0].passes, 1U);
  ASSERT_EQ(run.record.root.groups[0].checks.size(), 1U) << "one check, told by two scenarios";
  EXPECT_EQ(run.record.root.groups[0].checks[0].passes, 2U);
}

TEST(Parts, AreNoneWhereNobodyAskedForThem) {
  metrics::Catalog catalog;
  catalog.divide_by({.keys = {"scenario"}, .is_breakdown = true});
  const metrics::MetricId reqs = catalog.add_metric("http_reqs", Type::counter).value();
  metrics::Recorder recorder(catalog);
  metrics::Totals totals(catalog);
  recorder.record(reqs, recorder.intern({{"scenario", "first"}}), 1);
  totals.merge(recorder.rotate(), 0);
  Record record;

  add_parts(record, catalog, totals);

  EXPECT_TRUE(record.scenario_parts.empty());
  EXPECT_TRUE(record.group_parts.empty());
}

}  // namespace
}  // namespace headroom::run
