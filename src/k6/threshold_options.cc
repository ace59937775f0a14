// The option "thresholds", as written, with Headroom's own key "window"; expressions are parsed by
// threshold.
#include "document/json.h"
#include "k6/option_readers.h"

namespace headroom::k6 {

namespace {

using document::Value;

kit::Result<std::int64_t> read_window(const Value& value, const std::string& what) {
  constexpr std::int64_t seconds_max = 3600;
  auto duration = read_duration(value, what);
  if (!duration) {
    return kit::failure_of(duration);
  }
  const std::int64_t seconds = duration->in_milliseconds() / 1000;
  if (*duration != kit::Duration::seconds(seconds) || seconds < 1 || seconds > seconds_max) {
    return unexpected_value(what, "whole seconds from 1s to 1h", value);
  }
  return seconds;
}

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
  if (const Value* window = value.find("window"); window != nullptr && !window->is_null()) {
    if (auto read = store(read_window(*window, what + ": window"), threshold.window_seconds);
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
