// Tags of a sample and selectors over them ({name:home,method:GET}). A selector
// is a set of tags that must all be present with exactly these values.
#pragma once

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"

namespace headroom::metrics {

struct Tag {
  std::string key;
  std::string value;
  auto operator<=>(const Tag&) const = default;
};

// Sorted by key, one value per key. A value type.
class Tags {
 public:
  Tags() = default;
  Tags(std::initializer_list<Tag> tags);

  // Adds the tag, or replaces its value. Keeps buffers: a Tags object that is
  // filled again with the same keys does not allocate.
  void set(std::string_view key, std::string_view value);
  void remove(std::string_view key);
  void clear() { tags_.clear(); }

  // The value, or null when there is no such tag.
  const std::string* find(std::string_view key) const;
  // Whether every tag of `selector` is here with the same value. A selector's
  // empty value also matches a missing tag.
  bool matches(const Tags& selector) const;

  bool is_empty() const { return tags_.empty(); }
  std::size_t size() const { return tags_.size(); }
  auto begin() const { return tags_.begin(); }
  auto end() const { return tags_.end(); }
  bool operator==(const Tags&) const = default;

 private:
  std::vector<Tag> tags_;
};

// "method:GET,name:home".
std::string text_of(const Tags& tags);

struct TagsHash {
  std::size_t operator()(const Tags& tags) const;
};

// What a threshold's key names: "http_req_duration{name:home}".
struct MetricSelector {
  std::string metric;
  bool has_tags = false;
  std::string suffix;  // between the braces, as written: "name:home"
  Tags tags;
};

// Errors are worded as k6's.
kit::Result<MetricSelector> parse_metric_selector(std::string_view text);

}  // namespace headroom::metrics
