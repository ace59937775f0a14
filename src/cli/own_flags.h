// The flags of `headroom run` that a script's options do not have: what to print,
// where to log, how to read the script.
#pragma once

#include <map>
#include <string>

#include "cli/run_options.h"
#include "k6/option_table.h"
#include "kit/result.h"

namespace headroom::cli {

// A flag's text; a switch has "true" or "false". The row is without a key, and full.
kit::Result<void> apply_own_flag(RunOptions& options, const k6::OptionRow& row,
                                 const std::string& text);

// Their K6_* variables, and NO_COLOR.
kit::Result<void> apply_own_variables(RunOptions& options,
                                      const std::map<std::string, std::string>& environment);

}  // namespace headroom::cli
