// What the three completion scripts offer, before each says it in its own words.
#pragma once

#include <string>
#include <vector>

#include "cli/command_table.h"

namespace headroom::cli {

// The commands that are offered.
std::vector<const Command*> shown_commands();
// "run target completion"
std::string command_words();
// What may be the command's operand, with blanks between; empty for a script.
std::string operand_words(const Command& command);

// In single quotes, for bash and zsh.
std::string shell_quoted(std::string_view text);

}  // namespace headroom::cli
