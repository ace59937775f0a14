#include "k6/gjson_query.h"

#include <algorithm>

#include "k6/gjson_path.h"
#include "k6/json_scan.h"
#include "kit/number.h"

namespace headroom::k6 {

namespace {

using Comparison = Query::Comparison;

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// Takes the operator off the front.
Comparison take_comparison(std::string_view& text) {
  struct Row {
    std::string_view text;
    Comparison comparison;
  };
  constexpr Row rows[] = {
      {"!=", Comparison::unequal},       {"!%", Comparison::unlike},
      {"<=", Comparison::less_or_equal}, {">=", Comparison::greater_or_equal},
      {"==", Comparison::equal},         {"=", Comparison::equal},
      {"<", Comparison::less},           {">", Comparison::greater},
      {"%", Comparison::like},
  };
  for (const Row& row : rows) {
    if (text.starts_with(row.text)) {
      text.remove_prefix(row.text.size());
      return row.comparison;
    }
  }
  return Comparison::exists;
}

template <typename T>
bool holds(Comparison comparison, const T& left, const T& right) {
  switch (comparison) {
    case Comparison::exists: return true;
    case Comparison::equal: return left == right;
    case Comparison::unequal: return left != right;
    case Comparison::less: return left < right;
    case Comparison::less_or_equal: return left <= right;
    case Comparison::greater: return left > right;
    case Comparison::greater_or_equal: return left >= right;
    case Comparison::like:
    case Comparison::unlike: return false;
  }
  __builtin_unreachable();
}

bool string_matches(const Query& query, std::string_view text) {
  switch (query.comparison) {
    case Comparison::like: return matches_pattern(text, query.value);
    case Comparison::unlike: return !matches_pattern(text, query.value);
    default: return holds(query.comparison, text, std::string_view(query.value));
  }
}

// Every boolean is at least false and at most true, whatever the query says.
bool boolean_matches(const Query& query, bool is_true) {
  const std::string_view same = is_true ? "true" : "false";
  const std::string_view other = is_true ? "false" : "true";
  switch (query.comparison) {
    case Comparison::exists: return true;
    case Comparison::equal: return query.value == same;
    case Comparison::unequal: return query.value != same;
    case Comparison::greater: return is_true && query.value == other;
    case Comparison::greater_or_equal: return is_true;
    case Comparison::less: return !is_true && query.value == other;
    case Comparison::less_or_equal: return !is_true;
    case Comparison::like:
    case Comparison::unlike: return false;
  }
  __builtin_unreachable();
}

double number_of(std::string_view text) {
  return kit::parse_decimal(text).value_or(0);
}

enum class Truth : std::uint8_t { neither, no, yes };

// What Go's ParseBool says of a string, in any case.
Truth truth_of_string(std::string text) {
  for (char& c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  if (text == "1" || text == "t" || text == "true") {
    return Truth::yes;
  }
  return text == "0" || text == "f" || text == "false" ? Truth::no : Truth::neither;
}

// For "~true" and "~false"; what is not there is false.
Truth truth_of(std::string_view json) {
  if (json.empty() || json.starts_with('n') || json.starts_with('f')) {
    return Truth::no;
  }
  if (json.starts_with('t')) {
    return Truth::yes;
  }
  if (is_json_string(json)) {
    return truth_of_string(text_of_json_string(json));
  }
  if (is_json_container(json)) {
    return Truth::neither;
  }
  return number_of(json) == 0 ? Truth::no : Truth::yes;
}

// A value "~..." makes a boolean of what was found, and asks whether it is true.
bool matches_as_boolean(const Query& query, std::string_view json) {
  const std::string_view wanted = std::string_view(query.value).substr(1);
  bool is_so = false;
  if (wanted == "true") {
    is_so = truth_of(json) == Truth::yes;
  } else if (wanted == "false") {
    is_so = truth_of(json) == Truth::no;
  } else if (wanted == "null") {
    is_so = json.empty() || json.starts_with('n');
  } else if (wanted == "*") {
    is_so = !json.empty();
  } else {
    return false;
  }
  return boolean_matches(
      {.path = {}, .comparison = query.comparison, .value = "true", .selects_all = false}, is_so);
}

// One character of UTF-8, or a byte that is none.
std::size_t size_of_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  std::size_t size = 1;
  if (lead >= 0xf0) {
    size = 4;
  } else if (lead >= 0xe0) {
    size = 3;
  } else if (lead >= 0xc0) {
    size = 2;
  }
  size = std::min(size, text.size());
  for (std::size_t i = 1; i < size; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      return 1;
    }
  }
  return size;
}

// Takes what a pattern says of one character off both; false if it does not fit.
bool take_one(std::string_view& text, std::string_view& pattern) {
  if (text.empty() || pattern.empty()) {
    return false;
  }
  if (pattern.front() == '?') {
    pattern.remove_prefix(1);
    text.remove_prefix(size_of_character(text));
    return true;
  }
  const std::size_t escape = pattern.front() == '\\' && pattern.size() > 1 ? 1 : 0;
  if (pattern[escape] != text.front()) {
    return false;
  }
  pattern.remove_prefix(escape + 1);
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Query> parse_query(std::string_view text) {
  constexpr std::size_t opening_bytes = 2;
  const std::size_t end = end_of_brackets(text, 1);
  const bool is_closed = end > opening_bytes && (text[end - 1] == ')' || text[end - 1] == ']');
  if (!is_closed) {
    return std::nullopt;
  }
  const std::string_view inside = text.substr(opening_bytes, end - 1 - opening_bytes);
  std::size_t at = 0;
  while (at < inside.size() &&
         std::string_view("!=<>%").find(inside[at]) == std::string_view::npos) {
    const bool is_opening = std::string_view("([\"").find(inside[at]) != std::string_view::npos;
    at = is_opening ? end_of_brackets(inside, at) : at + (inside[at] == '\\' ? 2 : 1);
  }
  at = std::min(at, inside.size());
  Query query;
  query.path = trimmed(inside.substr(0, at));
  std::string_view condition = trimmed(inside.substr(at));
  query.comparison = take_comparison(condition);
  condition = trimmed(condition);
  const bool is_quoted =
      condition.size() >= 2 && condition.starts_with('"') && condition.ends_with('"');
  query.value = is_quoted ? text_of_json_string(condition) : std::string(condition);
  return query;
}

bool matches_query(const Query& query, std::string_view json) {
  if (query.value.starts_with('~')) {
    return matches_as_boolean(query, json);
  }
  if (json.empty()) {
    return false;
  }
  if (query.comparison == Comparison::exists) {
    return true;
  }
  if (is_json_string(json)) {
    return string_matches(query, text_of_json_string(json));
  }
  if (json.starts_with('t') || json.starts_with('f')) {
    return boolean_matches(query, json.starts_with('t'));
  }
  if (is_json_container(json) || json.starts_with('n')) {
    return false;
  }
  return holds(query.comparison, number_of(json), number_of(query.value));
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
  // Where to go on when it does not fit: behind the last star, which then takes
  // one more character. Earlier stars need never be tried again.
  std::optional<std::string_view> pattern_behind_star;
  std::string_view text_behind_star;
  while (!text.empty() || !pattern.empty()) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      pattern_behind_star = pattern;
      text_behind_star = text;
    } else if (!take_one(text, pattern)) {
      if (!pattern_behind_star || text_behind_star.empty()) {
        return false;
      }
      text_behind_star.remove_prefix(1);
      text = text_behind_star;
      pattern = *pattern_behind_star;
    }
  }
  return true;
}

}  // namespace headroom::k6
