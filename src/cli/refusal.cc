#include "cli/refusal.h"

#include <algorithm>

#include "cli/command_table.h"
#include "cli/nearest_word.h"
#include "k6/option_table.h"

namespace headroom::cli {

namespace {

// The first "--flag" that the command does not have; empty when there is none.
std::string_view unknown_flag(std::span<const std::string_view> known,
                              const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    const std::string_view flag = std::string_view(argument).substr(0, argument.find('='));
    const bool is_known =
        std::ranges::find(known, flag.substr(std::min<std::size_t>(2, flag.size()))) != known.end();
    if (flag.size() > 2 && flag.starts_with("--") && !is_known) {
      return flag;
    }
  }
  return "";
}

}  // namespace

std::string refusal_of(std::string_view command, const std::vector<std::string>& arguments,
                       std::string_view reason) {
  std::vector<std::string_view> known;
  for (const OptionText& option : find_command(command)->options) {
    known.push_back(option.flag);
  }
  const std::string_view flag = unknown_flag(known, arguments);
  if (flag.empty() || k6::find_option_by_flag(flag.substr(2)) != nullptr) {
    return std::string(reason) + " (headroom " + std::string(command) +
           " --help lists the options)";
  }
  const std::string_view nearest = nearest_word(flag.substr(2), known);
  const std::string remedy = nearest.empty()
                                 ? "headroom " + std::string(command) + " --help lists the options"
                                 : "did you mean --" + std::string(nearest) + "?";
  return std::string("unknown option ").append(flag).append(": ").append(remedy);
}

}  // namespace headroom::cli
