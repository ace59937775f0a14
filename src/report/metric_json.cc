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

std::string md5_of(std::string_view text) {
  std::array<unsigned char, 16> digest{};
  std::size_t size = 0;
  const int is_done =
      EVP_Q_digest(nullptr, "MD5", nullptr, text.data(), text.size(), digest.data(), &size);
  HEADROOM_ASSERT(is_done == 1 && size == digest.size());
  return kit::hex_of({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string key_of(const run::ThresholdRecord& threshold) {
  const std::string& source = threshold.expression.source;
  return threshold.windows ? source + " in every " + kit::text_of(threshold.windows->length)
                           : source;
}

void add_values(JoinedJson& members, const run::MetricRecord& metric, const ValueStyle& style) {
  const metrics::Aggregate& values = metric.aggregate;
  const auto number = [&](double value) {
    return kit::json_number(metric.contains == Contains::time ? milliseconds_of(value) : value);
  };
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
        const double value = trend_stat(stat, values).value_or(0);
        members.add(stat, stat == "count" ? kit::json_number(value) : number(value));
      }
      break;
  }
}

}  // namespace headroom::report
