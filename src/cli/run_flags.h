// The flags and variables of `headroom run` as users see them: k6's from its
// table of options, joined by name with what only people and shells need (the
// group in --help, the placeholder, the default, the values), and our own.
#pragma once

#include <vector>

#include "cli/command_table.h"

namespace headroom::cli {

// Group by group; without the options of k6 that are not here yet.
std::vector<OptionText> run_flags();

// Variables of options that have no flag, and NO_COLOR.
std::vector<VariableText> run_variables();

}  // namespace headroom::cli
