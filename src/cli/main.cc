#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/environment.h"

namespace {

constexpr const char* usage =
    "Headroom, a performance-engineering tool.\n"
    "\n"
    "Usage: headroom COMMAND [OPTIONS]\n"
    "\n"
    "  run SCRIPT   run a k6 script as a load test\n"
    "  target       serve something to load, on loopback\n"
    "  version      print the version\n"
    "\n"
    "headroom COMMAND --help tells more.\n";

}  // namespace

int main(int argc, char** argv) {
  using headroom::cli::run_command;
  using headroom::cli::target_command;
  using headroom::cli::write_stderr;
  using headroom::cli::write_stdout;
  const std::vector<std::string> arguments(argv + (argc > 1 ? 2 : 1), argv + argc);
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "run") {
    return run_command(arguments);
  }
  if (command == "target") {
    return target_command(arguments);
  }
  if (command == "version" || command == "--version") {
    write_stdout("headroom 0.1.0\n");
    return 0;
  }
  if (command == "help" || command == "--help" || command == "-h") {
    write_stdout(usage);
    return 0;
  }
  write_stderr(command.empty() ? usage : "headroom: unknown command \"" + command + "\"\n" + usage);
  return command.empty() ? 2 : 255;
}
