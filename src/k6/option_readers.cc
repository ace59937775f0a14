#include "k6/option_readers.h"

#include <algorithm>
#include <cmath>

#include "document/json.h"
#include "k6/exit_code.h"
#include "kit/duration_text.h"
#include "kit/number.h"

namespace headroom::k6 {

namespace {

using document::Value;

std::string text_of_scalar(const Value& value) {
  return value.is_string() ? value.as_string() : document::to_json(value);
}

}  // namespace

std::unexpected<kit::Error> invalid_option(std::string text) {
  return kit::failure(std::move(text), exit_invalid_config);
}

std::unexpected<kit::Error> unexpected_value(std::string_view what, std::string_view expected,
                                             const Value& value) {
  return invalid_option(std::string(what) + ": expected " + std::string(expected) + ", got " +
                        document::to_json(value));
}

kit::Result<std::int64_t> read_integer(const Value& value, std::string_view what) {
  constexpr double exact_max = 9007199254740992.0;  // beyond it doubles skip whole numbers
  if (value.is_number() && std::abs(value.as_number()) <= exact_max &&
      value.as_number() == std::trunc(value.as_number())) {
    return static_cast<std::int64_t>(value.as_number());
  }
  if (value.is_string()) {
    if (const auto number = kit::parse_integer(value.as_string())) {
      return *number;
    }
  }
  return unexpected_value(what, "a whole number", value);
}

kit::Result<kit::Duration> read_duration(const Value& value, std::string_view what) {
  if (value.is_number()) {
    return kit::Duration::from_seconds(value.as_number() / 1000);
  }
  if (!value.is_string()) {
    return unexpected_value(what, "a duration such as \"30s\"", value);
  }
  auto duration = kit::parse_duration(value.as_string());
  if (!duration) {
    return std::unexpected(std::move(duration).error().during(what).with_code(exit_invalid_config));
  }
  return *duration;
}

kit::Result<bool> read_flag(const Value& value, std::string_view what) {
  if (value.is_boolean()) {
    return value.as_boolean();
  }
  return unexpected_value(what, "true or false", value);
}

kit::Result<bool> read_truth(std::string_view text, std::string_view what) {
  for (const std::string_view yes : {"true", "TRUE", "True", "t", "T", "1"}) {
    if (text == yes) {
      return true;
    }
  }
  for (const std::string_view no : {"false", "FALSE", "False", "f", "F", "0"}) {
    if (text == no) {
      return false;
    }
  }
  return invalid_option(std::string(what) + ": expected true or false, got \"" + std::string(text) +
                        "\"");
}

kit::Result<std::string> read_text(const Value& value, std::string_view what) {
  if (value.is_string()) {
    return value.as_string();
  }
  return unexpected_value(what, "a string", value);
}

kit::Result<std::int64_t> read_count(const Value& value, std::string_view what) {
  auto count = read_integer(value, what);
  if (count && *count < 0) {
    return unexpected_value(what, "a whole number of 0 or more", value);
  }
  return count;
}

kit::Result<run::DroppedLimit> read_dropped_limit(const Value& value, std::string_view what) {
  if (!value.is_string() && !value.is_number()) {
    return unexpected_value(what, "a share such as 1% or a count such as 100", value);
  }
  auto limit = run::DroppedLimit::parse(text_of_scalar(value));
  if (!limit) {
    return invalid_option(std::string(what) + ": " + limit.error().text());
  }
  return limit;
}

kit::Result<double> read_rate(const Value& value, std::string_view what) {
  const std::optional<double> rate = value.is_number()   ? value.as_number()
                                     : value.is_string() ? kit::parse_decimal(value.as_string())
                                                         : std::nullopt;
  if (!rate || *rate < 0) {
    return unexpected_value(what, "a number of 0 or more", value);
  }
  return *rate;
}

kit::Result<Pairs> read_pairs(const Value& value, std::string_view what) {
  if (!value.is_object()) {
    return unexpected_value(what, "an object", value);
  }
  Pairs pairs;
  for (const auto& [key, member] : value.members()) {
    pairs.emplace_back(key, text_of_scalar(member));
  }
  return pairs;
}

kit::Result<std::vector<std::string>> read_texts(const Value& value, std::string_view what) {
  if (!value.is_array()) {
    return unexpected_value(what, "an array of strings", value);
  }
  std::vector<std::string> texts;
  for (const Value& element : value.elements()) {
    auto text = read_text(element, what);
    if (!text) {
      return kit::failure_of(text);
    }
    texts.push_back(std::move(*text));
  }
  return texts;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace headroom::k6
