#include "report/summary_content.h"

#include <algorithm>
#include <array>
#include <map>

#include "report/metric_table.h"

namespace headroom::report {

namespace {

using run::MetricRecord;

// Which metrics a section has: those that begin so, the first section that
// matches wins. The custom ones, printed first, are all others.
struct SectionRule {
  std::string_view title;
  std::array<std::string_view, 7> prefixes;
};
constexpr std::array section_rules{
    SectionRule{"HTTP", {"http_reqs", "http_req_"}},
    SectionRule{"EXECUTION",
                {"vus", "vus_max", "iterations", "iteration_duration", "dropped_iterations",
                 "iteration_lateness", "iteration_response_time"}},
    SectionRule{"NETWORK", {"data_sent", "data_received"}},
    SectionRule{"WEB_VITALS", {"browser_web_vital_"}},
    SectionRule{"BROWSER", {"browser_"}},
    SectionRule{"GRPC", {"grpc_"}},
    SectionRule{"WEBSOCKET", {"ws_"}},
};
constexpr std::string_view custom_title = "CUSTOM";
// In the order of printing.
constexpr std::array titles{custom_title,
                            std::string_view("HTTP"),
                            std::string_view("EXECUTION"),
                            std::string_view("NETWORK"),
                            std::string_view("BROWSER"),
                            std::string_view("WEB_VITALS"),
                            std::string_view("GRPC"),
                            std::string_view("WEBSOCKET")};

// Told elsewhere in the summary.
constexpr std::array<std::string_view, 2> hidden_prefixes{"checks", "group_duration"};
// Told in a full one only.
constexpr std::array<std::string_view, 6> detail_prefixes{
    "http_req_blocked",   "http_req_connecting",      "http_req_sending",
    "http_req_receiving", "http_req_tls_handshaking", "http_req_waiting"};

void append_checks(const run::GroupRecord& group, std::vector<run::CheckRecord>& checks) {
  checks.insert(checks.end(), group.checks.begin(), group.checks.end());
  for (const run::GroupRecord& subgroup : group.groups) {
    append_checks(subgroup, checks);
  }
}

double amount_of(const MetricRecord& metric) {
  return metric.type == metrics::Type::counter ? metric.aggregate.sum()
                                               : static_cast<double>(metric.aggregate.count());
}

bool is_told_before(const MetricRecord* left, const MetricRecord* right) {
  if (parent_of(left->name) == parent_of(right->name) && left->breakdown != right->breakdown) {
    return left->breakdown < right->breakdown;  // none is less than any
  }
  if (parent_of(left->name) == parent_of(right->name) && left->breakdown &&
      amount_of(*left) != amount_of(*right)) {
    return amount_of(*left) > amount_of(*right);
  }
  return is_before(left->name, right->name);
}

}  // namespace

std::span<const std::string_view> section_titles() {
  return titles;
}

std::string_view section_title_of(std::string_view metric) {
  for (const SectionRule& rule : section_rules) {
    for (const std::string_view prefix : rule.prefixes) {
      if (!prefix.empty() && metric.starts_with(prefix)) {
        return rule.title;
      }
    }
  }
  return custom_title;
}

bool is_told(std::string_view metric, SummaryMode mode) {
  const auto begins = [metric](std::string_view prefix) { return metric.starts_with(prefix); };
  return std::ranges::none_of(hidden_prefixes, begins) &&
         (mode == SummaryMode::full || std::ranges::none_of(detail_prefixes, begins));
}

std::vector<const MetricRecord*> sorted_metrics(const std::vector<MetricRecord>& metrics) {
  std::vector<const MetricRecord*> all;
  for (const MetricRecord& metric : metrics) {
    all.push_back(&metric);
    for (const MetricRecord& submetric : metric.submetrics) {
      all.push_back(&submetric);
    }
  }
  std::ranges::sort(all, is_told_before);
  return all;
}

std::vector<run::CheckRecord> all_checks(const run::GroupRecord& group) {
  std::vector<run::CheckRecord> checks;
  append_checks(group, checks);
  return checks;
}

std::vector<run::CheckRecord> checks_by_name(std::vector<run::CheckRecord> checks) {
  std::ranges::stable_sort(checks, {}, &run::CheckRecord::id);
  std::vector<run::CheckRecord> named;
  std::map<std::string, std::size_t, std::less<>> index_of_name;
  for (const run::CheckRecord& check : checks) {
    const auto [entry, is_new] = index_of_name.try_emplace(check.name, named.size());
    if (is_new) {
      named.push_back(check);
      continue;
    }
    named[entry->second].passes += check.passes;
    named[entry->second].fails += check.fails;
  }
  return named;
}

}  // namespace headroom::report
