// The man pages, as roff for man(7), from the table of commands. They carry no
// date, so that one source gives one page.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_table.h"

namespace headroom::cli {

// headroom(1) when `command` is null, else headroom-COMMAND(1).
std::string man_page(const Command* command, std::string_view version);

}  // namespace headroom::cli
