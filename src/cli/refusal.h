// What a command says of a command line that it cannot follow: the parser's
// reason, and a way out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::cli {

// For a flag that is not the command's the nearest one that is, for all else
// where the options are listed.
std::string refusal_of(std::string_view command, const std::vector<std::string>& arguments,
                       std::string_view reason);

}  // namespace headroom::cli
