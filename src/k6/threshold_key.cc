#include "k6/threshold_key.h"

namespace headroom::k6 {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view edges = " \t\"'";
  const std::size_t first = text.find_first_not_of(edges);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(edges) - first + 1);
}

std::unexpected<kit::Error> bad_selector(std::string_view text) {
  return kit::failure("invalid metric selector \"" + std::string(text) +
                      "\": write metric{tag:value,tag2:value2}");
}

}  // namespace

kit::Result<MetricSelector> parse_metric_selector(std::string_view text) {
  const std::size_t open = text.find('{');
  MetricSelector selector{.metric = std::string(trimmed(text.substr(0, open))), .tags = {}};
  if (selector.metric.empty()) {
    return bad_selector(text);
  }
  if (open == std::string_view::npos) {
    return selector;
  }
  if (!text.ends_with('}')) {
    return bad_selector(text);
  }
  std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  while (!inside.empty()) {
    const std::size_t comma = inside.find(',');
    const std::string_view pair = inside.substr(0, comma);
    inside = comma == std::string_view::npos ? std::string_view() : inside.substr(comma + 1);
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos || trimmed(pair.substr(0, colon)).empty()) {
      return bad_selector(text);
    }
    selector.tags.emplace_back(trimmed(pair.substr(0, colon)), trimmed(pair.substr(colon + 1)));
  }
  return selector;
}

}  // namespace headroom::k6
