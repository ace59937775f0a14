#include "report/summary_data.h"

#include <array>
#include <string_view>
#include <utility>

#include <openssl/evp.h>

#include "kit/assert.h"
#include "kit/json_text.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

using metrics::Contains;
using metrics::Type;
using run::MetricRecord;

// Joins members or elements with commas.
class Joined {
 public:
  void add(std::string_view text) {
    text_ += text_.empty() ? "" : ",";
    text_ += text;
  }
  void add(std::string_view name, std::string_view json) {
    add(kit::json_string(name) + ":" + std::string(json));
  }
  std::string object() const { return "{" + text_ + "}"; }
  std::string array() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

std::string json_bool(bool value) {
  return value ? "true" : "false";
}

// Scripts know groups and checks by the MD5 of their path; it protects nothing.
std::string md5_of(std::string_view text) {
  std::array<unsigned char, 16> digest{};
  std::size_t size = 0;
  const int is_done =
      EVP_Q_digest(nullptr, "MD5", nullptr, text.data(), text.size(), digest.data(), &size);
  HEADROOM_ASSERT(is_done == 1 && size == digest.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 0xfU];
  }
  return hex;
}

std::string json_of(const run::CheckRecord& check) {
  Joined members;
  members.add("name", kit::json_string(check.name));
  members.add("path", kit::json_string(check.path));
  members.add("id", kit::json_string(md5_of(check.path)));
  members.add("passes", std::to_string(check.passes));
  members.add("fails", std::to_string(check.fails));
  return members.object();
}

std::string json_of(const run::GroupRecord& group) {
  Joined groups;
  for (const run::GroupRecord& subgroup : group.groups) {
    groups.add(json_of(subgroup));
  }
  Joined checks;
  for (const run::CheckRecord& check : group.checks) {
    checks.add(json_of(check));
  }
  Joined members;
  members.add("name", kit::json_string(group.name));
  members.add("path", kit::json_string(group.path));
  members.add("id", kit::json_string(md5_of(group.path)));
  members.add("groups", groups.array());
  members.add("checks", checks.array());
  return members.object();
}

std::string values_of(const MetricRecord& metric, const std::vector<std::string>& trend_stats,
                      kit::Duration elapsed) {
  const metrics::Aggregate& values = metric.aggregate;
  const auto number = [&](double value) {
    return kit::json_number(metric.contains == Contains::time ? milliseconds_of(value) : value);
  };
  Joined members;
  switch (metric.type) {
    case Type::counter: {
      const double seconds = elapsed.in_seconds();
      members.add("count", number(values.sum()));
      members.add("rate", number(seconds > 0 ? values.sum() / seconds : 0));
      break;
    }
    case Type::gauge:
      members.add("value", number(values.last()));
      members.add("min", number(values.min()));
      members.add("max", number(values.max()));
      break;
    case Type::rate:
      members.add("rate", kit::json_number(values.share()));
      members.add("passes", std::to_string(values.trues()));
      members.add("fails", std::to_string(values.count() - values.trues()));
      break;
    case Type::trend:
      for (const std::string& stat : trend_stats) {
        const double value = trend_stat(stat, values).value_or(0);
        members.add(stat, stat == "count" ? kit::json_number(value) : number(value));
      }
      break;
  }
  return members.object();
}

std::string json_of(const MetricRecord& metric, const SummaryDataOptions& options,
                    kit::Duration elapsed) {
  Joined members;
  members.add("type", kit::json_string(metrics::text_of(metric.type)));
  members.add("contains", kit::json_string(metrics::text_of(metric.contains)));
  members.add("values", values_of(metric, options.trend_stats, elapsed));
  if (!metric.thresholds.empty()) {
    Joined thresholds;
    for (const run::ThresholdRecord& threshold : metric.thresholds) {
      thresholds.add(threshold.expression.source, "{\"ok\":" + json_bool(threshold.ok) + "}");
    }
    members.add("thresholds", thresholds.object());
  }
  return members.object();
}

std::string options_of(const SummaryDataOptions& options) {
  Joined stats;
  for (const std::string& stat : options.trend_stats) {
    stats.add(kit::json_string(stat));
  }
  Joined members;
  members.add("summaryTrendStats", stats.array());
  members.add("summaryTimeUnit", kit::json_string(options.time_unit));
  members.add("noColor", json_bool(options.has_no_colour));
  return members.object();
}

std::string state_of(const run::Record& record, const SummaryDataOptions& options) {
  Joined members;
  members.add("isStdOutTTY", json_bool(options.is_stdout_terminal));
  members.add("isStdErrTTY", json_bool(options.is_stderr_terminal));
  members.add("testRunDurationMs", kit::json_number(milliseconds_of(record.elapsed.in_seconds())));
  return members.object();
}

}  // namespace

std::string summary_data(const run::Record& record, const SummaryDataOptions& options) {
  Joined metrics;
  for (const MetricRecord& metric : record.metrics) {
    metrics.add(metric.name, json_of(metric, options, record.elapsed));
    for (const MetricRecord& submetric : metric.submetrics) {
      metrics.add(submetric.name, json_of(submetric, options, record.elapsed));
    }
  }
  Joined members;
  members.add("root_group", json_of(record.root));
  members.add("options", options_of(options));
  members.add("state", state_of(record, options));
  members.add("metrics", metrics.object());
  if (!options.setup_data.empty()) {
    members.add("setup_data", options.setup_data);
  }
  return members.object();
}

}  // namespace headroom::report
