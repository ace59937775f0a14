// Colours of the terminal, or none. A value passed down to whatever prints.
#pragma once

#include <string>
#include <string_view>

namespace headroom::report {

class Style {
 public:
  explicit Style(bool uses_colour) : uses_colour_(uses_colour) {}

  std::string bold(std::string_view text) const { return marked("1", text); }
  std::string green(std::string_view text) const { return marked("32", text); }
  std::string red(std::string_view text) const { return marked("31", text); }
  std::string cyan(std::string_view text) const { return marked("36", text); }
  std::string white(std::string_view text) const { return marked("37", text); }
  std::string faint(std::string_view text) const { return marked("2", text); }
  std::string faint_white(std::string_view text) const { return marked("2;37", text); }
  std::string faint_cyan(std::string_view text) const { return marked("2;36", text); }

 private:
  std::string marked(std::string_view codes, std::string_view text) const {
    return uses_colour_ ? "\x1b[" + std::string(codes) + "m" + std::string(text) + "\x1b[0m"
                        : std::string(text);
  }

  bool uses_colour_;
};

}  // namespace headroom::report
