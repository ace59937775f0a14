// One step of a gjson path at a time, as an object or an array understands it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "k6/gjson_query.h"

namespace headroom::k6 {

// What follows a step.
struct PathRest {
  std::optional<std::string_view> rest;  // for what the step finds, inside it
  std::optional<std::string_view> pipe;  // for the result of the whole path so far
};

struct KeyStep : PathRest {
  std::string key;  // with its backslashes if it is a pattern
  bool is_pattern = false;

  bool matches(std::string_view json_key) const;
};

struct ElementStep : PathRest {
  enum class Kind : std::uint8_t { none, index, count, each, query };

  Kind kind = Kind::none;
  std::size_t index = 0;
  Query query;
};

KeyStep parse_key_step(std::string_view path);
ElementStep parse_element_step(std::string_view path);

// A path up to a pipe that is in no bracket or quote, and what is behind that.
struct SplitPath {
  std::string_view path;
  std::optional<std::string_view> pipe;
};
SplitPath split_at_pipe(std::string_view path);

// Behind the bracket or quote that closes the one at `start`; the end of the text
// when none does. Of any kind: () [] {}.
std::size_t end_of_brackets(std::string_view text, std::size_t start);

}  // namespace headroom::k6
