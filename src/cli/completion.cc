#include "cli/completion.h"

namespace headroom::cli {

std::optional<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") {
    return bash_completion();
  }
  if (shell == "zsh") {
    return zsh_completion();
  }
  return shell == "fish" ? std::optional(fish_completion()) : std::nullopt;
}

}  // namespace headroom::cli
