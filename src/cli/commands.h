// The commands of the program, each given its arguments (without the program's
// and its own name) and returning the exit code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::cli {

int run_command(const std::vector<std::string>& arguments);
int inspect_command(const std::vector<std::string>& arguments);
int target_command(const std::vector<std::string>& arguments);
int completion_command(const std::vector<std::string>& arguments);
int version_command(const std::vector<std::string>& arguments);
int help_command(const std::vector<std::string>& arguments);
int man_command(const std::vector<std::string>& arguments);

// "unknown command "rnu": did you mean run?"
std::string unknown_command(std::string_view name);

}  // namespace headroom::cli
