#include "run/parts.h"

#include <algorithm>

namespace headroom::run {

namespace {

constexpr std::string_view scenario_key = "scenario";
constexpr std::string_view group_key = "group";
constexpr std::string_view separator = "::";

std::string value_of(const metrics::Tags& tags, std::string_view key) {
  const std::string* value = tags.find(key);
  return value == nullptr ? std::string() : *value;
}

// "" for what is not told apart by scenario.
std::string told_scenario(const std::string& name) {
  return name == "default" ? "" : name;
}

// The one of that name, made if there is none. Valid until the next call.
PartRecord& part_named(std::vector<PartRecord>& parts, std::string_view name) {
  const auto known = std::ranges::find(parts, name, &PartRecord::name);
  return known != parts.end() ? *known : parts.emplace_back(PartRecord{.name = std::string(name)});
}

class PartTree {
 public:
  explicit PartTree(Record& record) : record_(record) {}

  // Of a scenario and a group's path such as "::a::b". Null for neither.
  PartRecord* part_of(const std::string& scenario, std::string_view path) {
    std::vector<PartRecord>* parts = &record_.group_parts;
    PartRecord* part = nullptr;
    if (!scenario.empty()) {
      part = &part_named(record_.scenario_parts, scenario);
      parts = &part->groups;
    }
    while (path.starts_with(separator)) {
      path.remove_prefix(separator.size());
      const std::size_t end = std::min(path.find(separator), path.size());
      part = &part_named(*parts, path.substr(0, end));
      parts = &part->groups;
      path.remove_prefix(end);
    }
    return part;
  }

 private:
  Record& record_;
};

// Whether its parts are those of scenarios and groups, and not rows of a breakdown.
bool is_ours(const metrics::Divisions& divisions, metrics::DivisionId id) {
  return !divisions.rule_of(id).is_breakdown;
}

void add_metrics(PartTree& tree, const metrics::Catalog& catalog, const metrics::Totals& totals) {
  const metrics::Divisions divisions = catalog.divisions();
  const std::vector<metrics::MetricFacts> all = catalog.metrics();
  for (const metrics::DivisionFacts& division : divisions.all()) {
    const std::string scenario = told_scenario(value_of(division.selector, scenario_key));
    const std::string path = value_of(division.selector, group_key);
    PartRecord* part = is_ours(divisions, division.id) ? tree.part_of(scenario, path) : nullptr;
    if (part == nullptr) {
      continue;
    }
    for (const metrics::MetricFacts& metric : all) {
      const auto id = metric.parent ? std::nullopt : catalog.find_part(metric.id, division.id);
      if (id && !totals.of(*id).is_empty()) {
        MetricRecord row = metric_record_of(all[*id], totals);
        row.name = metric.name;
        row.suffix.clear();
        part->metrics.push_back(std::move(row));
      }
    }
    std::ranges::sort(part->metrics, {}, &MetricRecord::name);
  }
}

void add_checks(PartTree& tree, const metrics::Catalog& catalog, const metrics::Totals& totals) {
  const std::vector<metrics::GroupFacts> groups = catalog.groups();
  for (const metrics::CheckFacts& check : catalog.checks()) {
    const std::string scenario = told_scenario(check.scenario);
    const metrics::CheckCounts counts = totals.of_check(check.id);
    if (!scenario.empty()) {
      add_check(tree.part_of(scenario, "")->checks, check, counts);
    }
    if (const std::string& path = groups[check.group].path; !path.empty()) {
      add_check(tree.part_of(scenario, path)->checks, check, counts);
    }
  }
}

}  // namespace

void divide_by_scenario(metrics::Catalog& catalog) {
  catalog.divide_by({.keys = {std::string(scenario_key)}});
  catalog.divide_by({.keys = {std::string(group_key), std::string(scenario_key)}});
}

void add_parts(Record& record, const metrics::Catalog& catalog, const metrics::Totals& totals) {
  const metrics::Divisions divisions = catalog.divisions();
  if (std::ranges::all_of(divisions.rules(), &metrics::DivisionRule::is_breakdown)) {
    return;
  }
  PartTree tree(record);
  add_metrics(tree, catalog, totals);
  add_checks(tree, catalog, totals);
}

}  // namespace headroom::run
