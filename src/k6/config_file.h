// A configuration file: JSON with the keys of a script's options, the lowest of the
// tiers. Only its options; where the file lies is for the command line to know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "k6/options.h"
#include "kit/result.h"

namespace headroom::k6 {

// Errors have the exit code 104 and name `path`, line and column. A key that is no
// option ends in `warnings`, one that is not here yet is refused by name.
kit::Result<Options> parse_config(std::string_view json, const std::string& path,
                                  std::vector<std::string>& warnings);

}  // namespace headroom::k6
