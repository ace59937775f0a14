// The commands of the program, each given its arguments (without the program's
// and its own name) and returning the exit code.
#pragma once

#include <string>
#include <vector>

namespace headroom::cli {

int run_command(const std::vector<std::string>& arguments);
int target_command(const std::vector<std::string>& arguments);

}  // namespace headroom::cli
