// The option "thresholds", as written; expressions are parsed by threshold.
#include "document/json.h"
#include "k6/option_readers.h"

namespace headroom::k6 {

namespace {

using document::Value;

kit::Result<ThresholdOptions> read_threshold(const Value& value, const std::string& what) {
  ThresholdOptions threshold;
  if (value.is_string()) {
    threshold.source = value.as_string();
    return threshold;
  }
  const Value* source = value.is_object() ? value.find("threshold") : nullptr;
  if (source == nullptr || !source->is_string()) {
    return invalid_option(
        what + ": expected 'expression' or {threshold: 'expression', abortOnFail: true}, got " +
        document::to_json(value));
  }
  threshold.source = source->as_string();
  if (const Value* abort = value.find("abortOnFail"); abort != nullptr && abort->is_boolean()) {
    threshold.abort_on_fail = abort->as_boolean();
  }
  if (const Value* delay = value.find("delayAbortEval"); delay != nullptr && !delay->is_null()) {
    if (auto read =
            store(read_duration(*delay, what + ": delayAbortEval"), threshold.delay_abort_eval);
        !read) {
      return kit::failure_of(read);
    }
  }
  return threshold;
}

}  // namespace

kit::Result<Thresholds> read_thresholds(const Value& value, std::string_view name) {
  if (!value.is_object()) {
    return unexpected_value(name, "an object of metric: ['expression']", value);
  }
  Thresholds thresholds;
  for (const auto& [metric, list] : value.members()) {
    const std::string what = "thresholds of '" + metric + "'";
    if (!list.is_array()) {
      return invalid_option(what + ": expected an array of expressions, got " +
                            document::to_json(list));
    }
    std::vector<ThresholdOptions> rows;
    for (const Value& element : list.elements()) {
      auto row = read_threshold(element, what);
      if (!row) {
        return kit::failure_of(row);
      }
      rows.push_back(std::move(*row));
    }
    thresholds.emplace_back(metric, std::move(rows));
  }
  return thresholds;
}

}  // namespace headroom::k6
