// Whole files in and out. Paths are used as given; errors name them.
#pragma once

#include <string>
#include <string_view>

#include "kit/result.h"

namespace headroom::kit {

// "-" reads standard input.
Result<std::string> read_file(const std::string& path);

// Creates or truncates. The file is complete or the result is an error (a full
// disk shows here, not later).
Result<void> write_file(const std::string& path, std::string_view bytes);

// One line per call from small kernel files (/proc, /sys); an error when absent.
Result<std::string> read_first_line(const std::string& path);

}  // namespace headroom::kit
