// What --help prints: the list of commands, or one command with its options in
// groups, examples and exit codes. Plain text for a terminal of 80 columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.h"

namespace headroom::cli {

std::string overview_text();
std::string help_text(const Command& command);

// Pieces that the man pages and docs/commands share.

// The options' groups, in their order.
std::vector<std::string_view> option_groups(const Command& command);
// "virtual users to run at once (default 1; K6_VUS)"
std::string explained(const OptionText& option);
// "headroom run [OPTIONS] SCRIPT"
std::string usage_line(const Command& command);

// In lines of at most `width`, each but the first after `indent` blanks; an
// empty line stays one. A word that is longer has its own line.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace headroom::cli
