#include "metrics/tags.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "kit/text_pieces.h"

namespace headroom::metrics {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

// Eight bytes at a time: a request's tags are some 150 bytes in 20 short texts.
std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
  hash = mixed(hash, text.size());
  while (!text.empty()) {
    const std::size_t length = std::min(text.size(), sizeof(std::uint64_t));
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), length);
    hash = mixed(hash, word);
    text.remove_prefix(length);
  }
  return hash;
}

// "a:b, c:d" with spaces and quotes around keys and values taken off.
kit::Result<Tags> parse_selector_tags(std::string_view text, std::string_view whole) {
  constexpr std::string_view space = " \t\r\n";
  constexpr std::string_view quotes = "\"'";
  Tags tags;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view pair = text.substr(0, comma);
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos || colon + 1 == pair.size()) {
      return kit::failure("parsing metric name failed, metric \"" + std::string(whole) +
                          "\" tag expression is malformed");
    }
    tags.set(kit::trimmed(kit::trimmed(pair.substr(0, colon), space), quotes),
             kit::trimmed(kit::trimmed(pair.substr(colon + 1), space), quotes));
    if (comma == std::string_view::npos) {
      return tags;
    }
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

Tags::Tags(std::initializer_list<Tag> tags) {
  for (const Tag& tag : tags) {
    set(tag.key, tag.value);
  }
}

void Tags::set(std::string_view key, std::string_view value) {
  const auto at =
      std::lower_bound(tags_.begin(), tags_.end(), key,
                       [](const Tag& tag, std::string_view wanted) { return tag.key < wanted; });
  if (at != tags_.end() && at->key == key) {
    at->value.assign(value);
    return;
  }
  tags_.insert(at, Tag{.key = std::string(key), .value = std::string(value)});
}

void Tags::remove(std::string_view key) {
  std::erase_if(tags_, [key](const Tag& tag) { return tag.key == key; });
}

const std::string* Tags::find(std::string_view key) const {
  // A request has some ten tags: a plain search beats halving.
  for (const Tag& tag : tags_) {
    if (tag.key == key) {
      return &tag.value;
    }
  }
  return nullptr;
}

bool Tags::matches(const Tags& selector) const {
  return std::ranges::all_of(selector, [this](const Tag& wanted) {
    const std::string* value = find(wanted.key);
    return value == nullptr ? wanted.value.empty() : *value == wanted.value;
  });
}

std::string text_of(const Tags& tags) {
  std::string text;
  for (const Tag& tag : tags) {
    text += (text.empty() ? "" : ",") + tag.key + ":" + tag.value;
  }
  return text;
}

std::size_t TagsHash::operator()(const Tags& tags) const {
  std::uint64_t hash = tags.size();
  for (const Tag& tag : tags) {
    hash = mixed(mixed(hash, tag.key), tag.value);
  }
  return hash ^ (hash >> 32);
}

kit::Result<MetricSelector> parse_metric_selector(std::string_view text) {
  const auto malformed = [text](std::string_view what) {
    return kit::failure("parsing metric name failed, metric \"" + std::string(text) + "\" " +
                        std::string(what));
  };
  const std::size_t open = text.find('{');
  const std::size_t close = text.rfind('}');
  MetricSelector selector{.metric = std::string(text.substr(0, open))};
  if (open == std::string_view::npos && close == std::string_view::npos) {
    return selector;
  }
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return malformed("has unmatched opening/close curly brace");
  }
  if (close < open) {
    return malformed("closing curly brace appears before opening one");
  }
  if (close != text.size() - 1) {
    return malformed("lacks a closing curly brace in its last position");
  }
  const std::string_view inside = text.substr(open + 1, close - open - 1);
  auto tags = parse_selector_tags(inside, text);
  if (!tags) {
    return kit::failure_of(tags);
  }
  selector.has_tags = true;
  selector.suffix = kit::trimmed(inside, " \t\r\n");
  selector.tags = std::move(*tags);
  return selector;
}

}  // namespace headroom::metrics
