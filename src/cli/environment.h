// The process's surroundings: its variables, its terminal. The only place of our
// own code that looks at them.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace headroom::cli {

std::map<std::string, std::string> read_environment();

struct Terminal {
  bool is_stdout = false;
  bool is_stderr = false;
  std::size_t width = 80;  // columns of standard output
  std::size_t height = 0;  // its rows; 0 when nobody knows
};
// With TERM=dumb neither is a terminal: it could not draw over what it has.
Terminal read_terminal();

// As it is now, with what was known before where the terminal does not say.
Terminal with_present_size(Terminal terminal);

// Writes all of it; a broken pipe or full disk ends in false.
bool write_stdout(const std::string& text);
bool write_stderr(const std::string& text);
// Whether any write to standard output has failed so far.
bool has_lost_output();

}  // namespace headroom::cli
