// The scripts that complete headroom's command line in three shells, written from
// the table of commands. They call nothing back: a key press starts no process.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::cli {

inline constexpr std::array<std::string_view, 3> shells{"bash", "zsh", "fish"};

// None when the shell is none of them.
std::optional<std::string> completion_script(std::string_view shell);

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace headroom::cli
