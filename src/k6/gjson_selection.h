// The evaluation of one gjson path: owns the JSON that is made on the way, and
// keeps both its depth and its size within bounds, since a path may multiply the
// text again and again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "k6/json_scan.h"

namespace headroom::k6 {

struct ElementStep;

class GjsonSelection {
 public:
  explicit GjsonSelection(std::size_t made_bytes_max) : made_bytes_left_(made_bytes_max) {}
  GjsonSelection(const GjsonSelection&) = delete;
  GjsonSelection& operator=(const GjsonSelection&) = delete;

  // What `path` selects in `json`, as a view into it or into what was made; empty
  // for nothing. `json` may be empty too: literals and some modifiers need none.
  std::string_view select(std::string_view json, std::string_view path);

  // For modifiers: keeps a text that was made. Empty when there is no room for it.
  std::string_view keep(std::string text);
  // False when a text of that size will find no room, for makers of large ones.
  bool has_room(std::size_t size) const { return size <= made_bytes_left_; }
  // Counts work as if it were text.
  void spend(std::size_t size) { made_bytes_left_ -= std::min(size, made_bytes_left_); }

 private:
  // What one path has found so far, and the path for that, if it is piped.
  struct Walk {
    std::string_view value;
    std::optional<std::string_view> pipe;
  };
  struct Transformed {
    std::string_view json;
    std::string_view rest;  // of the path
  };
  class Depth;

  // What the "@modifier", "!literal", "[multipath" or "{multipath" at the start of
  // the path makes; none when it turns out to be a key.
  std::optional<Transformed> transform(std::string_view json, std::string_view path);
  std::optional<Transformed> modify(std::string_view json, std::string_view path);
  std::optional<Transformed> select_many(std::string_view json, std::string_view path);

  // These are true as soon as the value is found.
  bool walk_into(Walk& walk, std::string_view value, std::string_view path);
  bool walk_object(Walk& walk, std::string_view object, std::string_view path);
  bool walk_array(Walk& walk, JsonMembers elements, std::string_view path);
  bool walk_each(Walk& walk, JsonMembers elements, std::string_view path);
  bool walk_query(Walk& walk, JsonMembers elements, const ElementStep& step);

  std::size_t made_bytes_left_;
  std::size_t depth_ = 0;
  std::deque<std::string> made_;  // a deque: its elements stay where they are
};

}  // namespace headroom::k6
