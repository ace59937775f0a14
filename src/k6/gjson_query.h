// The condition of a gjson query, "#(age>=45)", and the wildcards it shares with
// keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::k6 {

struct Query {
  enum class Comparison : std::uint8_t {
    exists,
    equal,
    unequal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    like,
    unlike,
  };

  std::string_view path;  // inside the element; empty: the element itself
  Comparison comparison = Comparison::exists;
  std::string value;         // without quotes and escapes
  bool selects_all = false;  // "#(...)#"
};

// `text` is "#(...)"; none when its bracket is not closed.
std::optional<Query> parse_query(std::string_view text);

// `json` is what the query's path found, empty for nothing.
bool matches_query(const Query& query, std::string_view json);

// "*" stands for any characters, "?" for one, "\*" for itself.
bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace headroom::k6
