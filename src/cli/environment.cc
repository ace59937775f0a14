#include "cli/environment.h"

#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace headroom::cli {

std::map<std::string, std::string> read_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  return variables;
}

Terminal read_terminal() {
  const auto variables = read_environment();
  const auto term = variables.find("TERM");
  const bool is_dumb = term != variables.end() && term->second == "dumb";
  return with_present_size({.is_stdout = !is_dumb && isatty(STDOUT_FILENO) == 1,
                            .is_stderr = !is_dumb && isatty(STDERR_FILENO) == 1});
}

Terminal with_present_size(Terminal terminal) {
  winsize size{};
  if (terminal.is_stdout && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
    terminal.height = size.ws_row;
  }
  return terminal;
}

bool write_stdout(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

bool has_lost_output() {
  return std::ferror(stdout) != 0;
}

bool write_stderr(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stderr) == text.size();
}

}  // namespace headroom::cli
