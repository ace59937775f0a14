// Every option of k6's `run`, and Headroom's own, in one table: its flag, its variable, its key in
// `export const options`, and whether Headroom has it yet. The command line,
// --help, the environment and the script's options all read this table, so an
// option that is not ours yet is refused by name and never ignored.
#pragma once

#include <span>
#include <string_view>

namespace headroom::k6 {

// The release of k6 whose options and behaviour are followed.
inline constexpr std::string_view reference_version = "2.2.0";

enum class Support {
  full,      // does what k6 does
  accepted,  // taken without effect: there is nothing it could do here
  later,     // known to k6, refused by name
};

enum class OptionShape {
  flag,            // --name, --name=false
  value,           // --name text
  optional_value,  // --name, --name=text
  list,            // --name a,b --name c
  json,            // of a variable only
};

enum class Reach {
  everywhere,
  outside_scripts,  // in a script's options the key is an unknown field, as in k6
};

struct OptionRow {
  std::string_view key;       // in the script's options; empty when it has none
  std::string_view flag;      // without the dashes; empty when it has none
  char letter;                // the short flag, or 0
  std::string_view variable;  // in the environment; empty when it has none
  OptionShape shape;
  Support support;
  std::string_view help;
  std::string_view implied = {};  // what an optional value is when it is not given
  Reach reach = Reach::everywhere;
};

std::span<const OptionRow> option_rows();

const OptionRow* find_option_by_key(std::string_view key);
const OptionRow* find_option_by_flag(std::string_view flag);

}  // namespace headroom::k6
