#include "run/record.h"

#include <algorithm>
#include <map>

namespace headroom::run {

MetricRecord metric_record_of(const metrics::MetricFacts& facts, const metrics::Totals& totals) {
  const auto windows = totals.windows(facts.id);
  return {.name = facts.name,
          .suffix = facts.suffix,
          .type = facts.type,
          .contains = facts.contains,
          .aggregate = totals.of(facts.id),
          .windows = {windows.begin(), windows.end()}};
}

namespace {

bool is_chosen(metrics::MetricId id, const metrics::Totals& totals,
               const MetricsSelection& selection) {
  return selection.keeps_empty || !totals.of(id).is_empty() ||
         std::ranges::find(selection.judged, id) != selection.judged.end();
}

// By rule: its place among those that make breakdowns.
std::vector<std::optional<std::size_t>> breakdown_of_rule(const metrics::Divisions& divisions) {
  std::vector<std::optional<std::size_t>> places;
  std::size_t count = 0;
  for (const metrics::DivisionRule& rule : divisions.rules()) {
    places.push_back(rule.is_breakdown ? std::optional(count++) : std::nullopt);
  }
  return places;
}

// By the metric they are of.
std::multimap<metrics::MetricId, MetricRecord> breakdown_rows(
    const metrics::Catalog& catalog, const metrics::Totals& totals,
    const std::vector<metrics::MetricFacts>& all) {
  std::multimap<metrics::MetricId, MetricRecord> rows;
  const metrics::Divisions divisions = catalog.divisions();
  const auto places = breakdown_of_rule(divisions);
  for (const metrics::MetricFacts& facts : all) {
    if (!facts.parent || !facts.division || totals.of(facts.id).is_empty()) {
      continue;
    }
    if (const auto place = places[divisions.all()[*facts.division].rule]) {
      auto row = rows.emplace(*facts.parent, metric_record_of(facts, totals));
      row->second.breakdown = place;
    }
  }
  return rows;
}

// The flat lists of a catalog, by the group they belong to.
struct GroupTree {
  std::vector<metrics::GroupFacts> groups;
  std::map<metrics::GroupId, std::vector<metrics::GroupId>> children;
  std::map<metrics::GroupId, std::vector<CheckRecord>> checks;

  GroupRecord record_of(metrics::GroupId id) {
    GroupRecord record{.name = groups[id].name, .path = groups[id].path};
    record.checks = std::move(checks[id]);
    for (const metrics::GroupId child : children[id]) {
      record.groups.push_back(record_of(child));
    }
    return record;
  }
};

template <typename AnyRecord>
auto find_metric_in(AnyRecord& record, std::string_view name) -> decltype(record.metrics.data()) {
  for (auto& metric : record.metrics) {
    if (metric.name == name) {
      return &metric;
    }
    for (auto& submetric : metric.submetrics) {
      if (submetric.name == name) {
        return &submetric;
      }
    }
  }
  return nullptr;
}

bool is_crossed(const MetricRecord& metric) {
  return std::ranges::any_of(metric.thresholds,
                             [](const ThresholdRecord& threshold) { return !threshold.ok; });
}

}  // namespace

std::vector<MetricRecord> make_metric_records(const metrics::Catalog& catalog,
                                              const metrics::Totals& totals,
                                              const MetricsSelection& selection) {
  std::vector<MetricRecord> records;
  const std::vector<metrics::MetricFacts> all = catalog.metrics();
  auto rows = breakdown_rows(catalog, totals, all);
  for (const metrics::MetricFacts& facts : all) {
    if (facts.parent) {
      continue;
    }
    MetricRecord record = metric_record_of(facts, totals);
    for (const metrics::MetricId submetric : facts.submetrics) {
      if (is_chosen(submetric, totals, selection)) {
        record.submetrics.push_back(metric_record_of(all[submetric], totals));
      }
    }
    const auto [begin, end] = rows.equal_range(facts.id);
    for (auto row = begin; row != end; ++row) {
      record.submetrics.push_back(std::move(row->second));
    }
    if (!record.submetrics.empty() || is_chosen(facts.id, totals, selection)) {
      records.push_back(std::move(record));
    }
  }
  std::ranges::sort(records, {}, &MetricRecord::name);
  return records;
}

std::vector<BreakdownRecord> make_breakdowns(const metrics::Catalog& catalog) {
  std::vector<BreakdownRecord> breakdowns;
  const metrics::Divisions divisions = catalog.divisions();
  for (std::size_t rule = 0; rule < divisions.rules().size(); ++rule) {
    if (divisions.rules()[rule].is_breakdown) {
      std::string tags;
      for (const std::string& key : divisions.rules()[rule].keys) {
        tags += (tags.empty() ? "" : "+") + key;
      }
      breakdowns.push_back({.tags = std::move(tags), .left_out = divisions.left_out(rule)});
    }
  }
  return breakdowns;
}

GroupRecord make_group_tree(const metrics::Catalog& catalog, const metrics::Totals& totals) {
  GroupTree tree{.groups = catalog.groups()};
  for (const metrics::GroupFacts& group : tree.groups) {
    if (group.id != 0) {
      tree.children[group.parent].push_back(group.id);
    }
  }
  for (const metrics::CheckFacts& check : catalog.checks()) {
    add_check(tree.checks[check.group], check, totals.of_check(check.id));
  }
  return tree.record_of(0);
}

void add_check(std::vector<CheckRecord>& checks, const metrics::CheckFacts& facts,
               const metrics::CheckCounts& counts) {
  auto known = std::ranges::find(checks, facts.name, &CheckRecord::name);
  if (known == checks.end()) {
    checks.push_back({.name = facts.name, .path = facts.path, .id = facts.id});
    known = checks.end() - 1;
  }
  known->passes += counts.passes;
  known->fails += counts.fails;
}

const MetricRecord* find_metric(const Record& record, std::string_view name) {
  return find_metric_in(record, name);
}

MetricRecord* find_metric(Record& record, std::string_view name) {
  return find_metric_in(record, name);
}

std::vector<std::string> crossed_metrics(const Record& record) {
  std::vector<std::string> names;
  for (const MetricRecord& metric : record.metrics) {
    if (is_crossed(metric)) {
      names.push_back(metric.name);
    }
    for (const MetricRecord& submetric : metric.submetrics) {
      if (is_crossed(submetric)) {
        names.push_back(submetric.name);
      }
    }
  }
  std::ranges::sort(names);
  return names;
}

CheckTotals check_totals(const GroupRecord& group) {
  CheckTotals totals;
  for (const CheckRecord& check : group.checks) {
    totals.passes += check.passes;
    totals.fails += check.fails;
  }
  for (const GroupRecord& child : group.groups) {
    const CheckTotals below = check_totals(child);
    totals.passes += below.passes;
    totals.fails += below.fails;
  }
  return totals;
}

}  // namespace headroom::run
