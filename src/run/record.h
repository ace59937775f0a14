// The record of one run: what was measured, where, and how far it may be
// believed. The one format that sources write and judgements and reports read.
// A snapshot of values; it knows no printing and no file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/time.h"
#include "metrics/aggregate.h"
#include "metrics/catalog.h"
#include "metrics/totals.h"
#include "run/validity.h"
#include "threshold/evaluate.h"
#include "threshold/expression.h"

namespace headroom::run {

// How a threshold went that must hold in every window of some length. Times are
// since the load began.
struct WindowsRecord {
  kit::Duration length;
  std::uint64_t judged = 0;  // 0 when none had values
  std::uint64_t crossed = 0;
  kit::Duration worst_from;  // the window that `observed` is of
  kit::Duration worst_to;
};

struct ThresholdRecord {
  threshold::Expression expression;  // .source is what the user wrote
  bool ok = true;
  double observed = 0;  // in the recorded unit (seconds for times)
  bool aborts_on_fail = false;
  kit::Duration abort_delay;
  std::optional<WindowsRecord> windows;
};

// Rows for each value of some tags, as --summary-by asks for them.
struct BreakdownRecord {
  std::string tags;          // "name", "method+status"
  std::size_t left_out = 0;  // values beyond the bound, of which nothing is known but their number
};

struct MetricRecord {
  std::string name;    // in full: "http_req_duration{name:home}"
  std::string suffix;  // of a sub-metric: "name:home"
  metrics::Type type = metrics::Type::counter;
  metrics::Contains contains = metrics::Contains::plain;
  metrics::Aggregate aggregate{metrics::Type::counter};
  double load_sum = 0;  // of a counter: without setup() and teardown()
  std::vector<ThresholdRecord> thresholds;
  std::vector<MetricRecord> submetrics;  // in order of first sight
  // Of a sub-metric that nobody named: the place in Record::breakdowns of what made it.
  std::optional<std::size_t> breakdown;
  std::vector<metrics::Window> windows;  // of metrics, not of sub-metrics
};

struct CheckRecord {
  std::string name;
  std::string path;
  std::uint64_t passes = 0;
  std::uint64_t fails = 0;
  metrics::CheckId id = 0;  // rises in order of first sight, over all groups
};

struct GroupRecord {
  std::string name;
  std::string path;  // "" for the root, "::a::b"
  std::vector<CheckRecord> checks;
  std::vector<GroupRecord> groups;
};

// What was recorded within one scenario, or directly within one of its groups.
struct PartRecord {
  std::string name;
  std::vector<MetricRecord> metrics;  // by name, without sub-metrics
  std::vector<CheckRecord> checks;    // of one name are one, by first sight
  std::vector<PartRecord> groups;     // by first sight
};

struct ScenarioRecord {
  std::string name;
  std::string description;  // "3 iterations for each of 2 VUs (maxDuration: ...)"
  std::string executor;     // "per-vu-iterations"
};

struct MachineFacts {
  std::string host;
  std::string kernel;
  std::string cpu_model;
  std::int64_t cpu_count = 0;
  std::int64_t memory_bytes = 0;
};

struct Facts {
  std::string tool;  // "headroom 0.1.0"
  std::string script;
  std::vector<std::string> outputs;
  MachineFacts machine;
  kit::WallTime started_at;
  std::int64_t worker_count = 0;
  std::int64_t vus_max = 0;
  std::uint64_t iterations_complete = 0;
  std::uint64_t iterations_interrupted = 0;
  std::uint64_t overflowed_tag_sets = 0;
  // Anything else worth keeping beside the numbers, as the options in force.
  std::vector<std::pair<std::string, std::string>> notes;
};

struct Record {
  Facts facts;
  std::vector<ScenarioRecord> scenarios;
  std::vector<MetricRecord> metrics;  // by name
  std::vector<BreakdownRecord> breakdowns;
  GroupRecord root;
  // Only of runs that were asked for them; see parts.h.
  std::vector<PartRecord> scenario_parts;
  std::vector<PartRecord> group_parts;  // of groups that are in no named scenario
  kit::Duration elapsed;                // from before setup to after teardown
  kit::Duration load_elapsed;           // of the iterations
  kit::Duration around_elapsed;         // of setup() and teardown() together
  ValidityFacts validity_facts;
  Validity validity;
};

// --- made from what a run collected.

// Metrics sorted by name, sub-metrics below theirs; metrics without values only
// when `keeps_empty`, or when they or a sub-metric are in `judged`.
struct MetricsSelection {
  bool keeps_empty = false;
  std::vector<metrics::MetricId> judged;  // those that have thresholds
};
std::vector<MetricRecord> make_metric_records(const metrics::Catalog& catalog,
                                              const metrics::Totals& totals,
                                              const MetricsSelection& selection = {});
std::vector<BreakdownRecord> make_breakdowns(const metrics::Catalog& catalog);
GroupRecord make_group_tree(const metrics::Catalog& catalog, const metrics::Totals& totals);
MetricRecord metric_record_of(const metrics::MetricFacts& facts, const metrics::Totals& totals);
// Adds the counts to the check of that name, which may be new.
void add_check(std::vector<CheckRecord>& checks, const metrics::CheckFacts& facts,
               const metrics::CheckCounts& counts);

// --- questions.

// By full name, sub-metrics too; null when there is none.
const MetricRecord* find_metric(const Record& record, std::string_view name);
MetricRecord* find_metric(Record& record, std::string_view name);
// Full names of metrics and sub-metrics with a threshold that does not hold, sorted.
std::vector<std::string> crossed_metrics(const Record& record);
struct CheckTotals {
  std::uint64_t passes = 0;
  std::uint64_t fails = 0;
};
CheckTotals check_totals(const GroupRecord& group);

}  // namespace headroom::run
