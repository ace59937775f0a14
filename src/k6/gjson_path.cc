#include "k6/gjson_path.h"

#include <algorithm>

#include "k6/gjson_modifier.h"
#include "k6/json_scan.h"
#include "kit/number.h"

namespace headroom::k6 {

namespace {

// Does a dot in front of this pipe, since no key or index can follow?
bool is_piped_by_dot(std::string_view rest) {
  if (rest.starts_with('@')) {
    return is_gjson_modifier(rest.substr(1, rest.find_first_of(".|:") - 1));
  }
  return rest.starts_with('[') || rest.starts_with('{');
}

// `end` is where a step ends: at a dot, a pipe or the end of the path.
PathRest rest_behind(std::string_view path, std::size_t end) {
  if (end >= path.size()) {
    return {};
  }
  const std::string_view rest = path.substr(end + 1);
  if (path[end] == '|' || is_piped_by_dot(rest)) {
    return {.rest = std::nullopt, .pipe = rest};
  }
  return {.rest = rest, .pipe = std::nullopt};
}

std::string without_backslashes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    i += text[i] == '\\' ? 1 : 0;
    if (i < text.size()) {
      out += text[i];
    }
  }
  return out;
}

ElementStep parse_query_step(std::string_view path) {
  ElementStep step;
  const std::size_t end = end_of_brackets(path, 1);
  auto query = parse_query(path.substr(0, end));
  if (!query) {
    return step;
  }
  step.kind = ElementStep::Kind::query;
  step.query = std::move(*query);
  step.query.selects_all = path.substr(end).starts_with('#');
  const std::size_t separator = path.find_first_of(".|", end);
  if (separator != std::string_view::npos) {
    // A dot never pipes here: what follows is for each element.
    (path[separator] == '.' ? step.rest : step.pipe) = path.substr(separator + 1);
  }
  return step;
}

}  // namespace

std::size_t end_of_brackets(std::string_view text, std::size_t start) {
  std::size_t depth = 0;
  for (std::size_t i = start; i < text.size(); ++i) {
    switch (text[i]) {
      case '\\': ++i; break;
      case '"':
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          i += text[i] == '\\' ? 1 : 0;
        }
        break;
      case '(':
      case '[':
      case '{': ++depth; break;
      case ')':
      case ']':
      case '}': depth -= depth > 0 ? 1 : 0; break;
      default: break;
    }
    if (depth == 0) {
      return std::min(i + 1, text.size());
    }
  }
  return text.size();
}

bool KeyStep::matches(std::string_view json_key) const {
  if (json_key.find('\\') != std::string_view::npos) {
    const std::string text = text_of_json_string(json_key);
    return is_pattern ? matches_pattern(text, key) : text == key;
  }
  const std::string_view text = json_key.substr(1, json_key.size() - (json_key.size() > 1 ? 2 : 1));
  return is_pattern ? matches_pattern(text, key) : text == key;
}

KeyStep parse_key_step(std::string_view path) {
  KeyStep step;
  bool has_escape = false;
  std::size_t end = 0;
  for (; end < path.size() && path[end] != '.' && path[end] != '|'; ++end) {
    if (path[end] == '\\') {
      has_escape = true;
      ++end;
    } else {
      step.is_pattern |= path[end] == '*' || path[end] == '?';
    }
  }
  const std::string_view key = path.substr(0, end);
  step.key = has_escape && !step.is_pattern ? without_backslashes(key) : std::string(key);
  static_cast<PathRest&>(step) = rest_behind(path, end);
  return step;
}

ElementStep parse_element_step(std::string_view path) {
  ElementStep step;
  if (path.starts_with("#.")) {
    step.kind = ElementStep::Kind::each;
    step.rest = path.substr(2);
    return step;
  }
  if (path.starts_with("#(") || path.starts_with("#[")) {
    return parse_query_step(path);
  }
  const std::size_t end = std::min(path.find_first_of(".|"), path.size());
  const std::string_view text = path.substr(0, end);
  static_cast<PathRest&>(step) = rest_behind(path, end);
  if (text == "#") {
    step.kind = ElementStep::Kind::count;
  } else if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    // One too large for a number is too large for any array.
    const auto index = kit::parse_integer(text);
    step.kind = index ? ElementStep::Kind::index : ElementStep::Kind::none;
    step.index = static_cast<std::size_t>(index.value_or(0));
  }
  return step;
}

SplitPath split_at_pipe(std::string_view path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\') {
      ++i;
    } else if (path[i] == '|') {
      return {.path = path.substr(0, i), .pipe = path.substr(i + 1)};
    } else if (std::string_view("([{\"").find(path[i]) != std::string_view::npos) {
      i = end_of_brackets(path, i) - 1;
    }
  }
  return {.path = path, .pipe = std::nullopt};
}

}  // namespace headroom::k6
