#include <string>
#include <vector>

#include "cli/command_table.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/help_text.h"

namespace {

constexpr int exit_without_command = 2;
constexpr int exit_unknown_command = 255;  // as k6

// What people also write for a command.
std::string_view name_of(std::string_view word) {
  if (word == "--version") {
    return "version";
  }
  return word == "--help" || word == "-h" ? "help" : word;
}

}  // namespace

int main(int argc, char** argv) {
  namespace cli = headroom::cli;
  const std::vector<std::string> arguments(argv + (argc > 1 ? 2 : 1), argv + argc);
  if (argc < 2) {
    cli::write_stderr(cli::overview_text());
    return exit_without_command;
  }
  const cli::Command* command = cli::find_command(name_of(argv[1]));
  if (command == nullptr) {
    cli::write_stderr("headroom: " + cli::unknown_command(argv[1]) + "\n");
    return exit_unknown_command;
  }
  return command->execute(arguments);
}
