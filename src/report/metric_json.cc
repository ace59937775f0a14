#include "report/metric_json.h"

#include <array>

#include <openssl/evp.h>

#include "kit/assert.h"
#include "kit/duration_text.h"
#include "kit/hex.h"
#include "kit/json_text.h"
#include "report/trend_stat.h"
#include "report/value_text.h"

namespace headroom::report {

using metrics::Contains;
using metrics::Type;

void JoinedJson::add(std::string_view element) {
  text_ += text_.empty() ? "" : ",";
  text_ += element;
}

void JoinedJson::add(std::string_view name, std::string_view json) {
  add(kit::json_string(name) + ":" + std::string(json));
}

std::string json_bool(bool value) {
  return value ? "true" : "false";
}

namespace {

// The id of a path; it protects nothing.
std::string md5_of(std::string_view text) {
  std::array<unsigned char, 16> digest{};
  std::size_t size = 0;
  const int is_done =
      EVP_Q_digest(nullptr, "MD5", nullptr, text.data(), text.size(), digest.data(), &size);
  HEADROOM_ASSERT(is_done == 1 && size == digest.size());
  return kit::hex_of({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

void add_identity(JoinedJson& members, std::string_view name, std::string_view path) {
  members.add("name", kit::json_string(name));
  members.add("path", kit::json_string(path));
  members.add("id", kit::json_string(md5_of(path)));
}

std::string check_json(const run::CheckRecord& check) {
  JoinedJson members;
  add_identity(members, check.name, check.path);
  members.add("passes", std::to_string(check.passes));
  members.add("fails", std::to_string(check.fails));
  return members.object();
}

std::string key_of(const run::ThresholdRecord& threshold) {
  const std::string& source = threshold.expression.source;
  return threshold.windows ? source + " in every " + kit::text_of(threshold.windows->length)
                           : source;
}

std::string json_number_of(const run::MetricRecord& metric, double value) {
  return kit::json_number(metric.contains == Contains::time ? milliseconds_of(value) : value);
}

std::string json_stat_of(const run::MetricRecord& metric, const std::string& stat) {
  const double value = trend_stat(stat, metric.aggregate).value_or(0);
  return stat == "count" ? kit::json_number(value) : json_number_of(metric, value);
}

void add_values(JoinedJson& members, const run::MetricRecord& metric, const ValueStyle& style) {
  const metrics::Aggregate& values = metric.aggregate;
  const auto number = [&](double value) { return json_number_of(metric, value); };
  switch (metric.type) {
    case Type::counter: {
      const double seconds = style.elapsed.in_seconds();
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
      members.add(style.share_key, kit::json_number(values.share()));
      members.add("passes", std::to_string(values.trues()));
      members.add("fails", std::to_string(values.count() - values.trues()));
      break;
    case Type::trend:
      for (const std::string& stat : style.trend_stats) {
        members.add(stat, json_stat_of(metric, stat));
      }
      break;
  }
}

}  // namespace headroom::report
