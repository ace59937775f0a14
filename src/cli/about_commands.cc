// The commands that tell about the program: help, version, completion, man.
#include "cli/command_table.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/environment.h"
#include "cli/help_text.h"
#include "cli/man_page.h"
#include "cli/nearest_word.h"
#include "k6/option_table.h"
#include "kit/json_text.h"
#include "kit/version.h"

namespace headroom::cli {

namespace {

constexpr int exit_usage = 2;

#ifdef __clang__
constexpr std::string_view compiler = "clang++ " __clang_version__;
#else
constexpr std::string_view compiler = "g++ " __VERSION__;
#endif

#if defined(__x86_64__)
constexpr std::string_view platform = "linux/x86_64";
#elif defined(__aarch64__)
constexpr std::string_view platform = "linux/aarch64";
#else
constexpr std::string_view platform = "linux";
#endif

int refuse(const std::string& text) {
  write_stderr("headroom: " + text + "\n");
  return exit_usage;
}

int print(const std::string& text) {
  return write_stdout(text) ? 0 : 1;
}

bool asks_for_help(const std::vector<std::string>& arguments) {
  return arguments.size() == 1 && (arguments[0] == "--help" || arguments[0] == "-h");
}

int print_help_of(std::string_view name) {
  const Command* command = find_command(name);
  return command != nullptr ? print(help_text(*command)) : refuse(unknown_command(name));
}

std::string version_json() {
  return "{\"name\":\"headroom\",\"version\":" + kit::json_string(kit::version()) +
         ",\"k6_version\":" + kit::json_string(k6::reference_version) +
         ",\"compiler\":" + kit::json_string(compiler) +
         ",\"platform\":" + kit::json_string(platform) + "}\n";
}

}  // namespace

std::string unknown_command(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    names.push_back(command.name);
  }
  const std::string_view nearest = nearest_word(name, names);
  const std::string remedy =
      nearest.empty() ? "headroom help lists them" : "did you mean " + std::string(nearest) + "?";
  return "unknown command \"" + std::string(name) + "\": " + remedy;
}

int help_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return print(overview_text());
  }
  return print_help_of(asks_for_help(arguments) ? "help" : arguments[0]);
}

int version_command(const std::vector<std::string>& arguments) {
  if (asks_for_help(arguments)) {
    return print_help_of("version");
  }
  if (arguments.empty()) {
    return print("headroom " + std::string(kit::version()) + "\n");
  }
  const bool is_json = arguments.size() == 1 && arguments[0] == "--json";
  return is_json ? print(version_json()) : refuse("version takes nothing but --json");
}

int completion_command(const std::vector<std::string>& arguments) {
  if (asks_for_help(arguments)) {
    return print_help_of("completion");
  }
  const auto script = arguments.size() == 1 ? completion_script(arguments[0]) : std::nullopt;
  return script ? print(*script) : refuse("write headroom completion bash, zsh or fish");
}

int man_command(const std::vector<std::string>& arguments) {
  if (asks_for_help(arguments)) {
    return print_help_of("man");
  }
  if (arguments.empty()) {
    return print(man_page(nullptr, kit::version()));
  }
  const Command* command = find_command(arguments[0]);
  const bool has_page = command != nullptr && command->has_page && arguments.size() == 1;
  return has_page ? print(man_page(command, kit::version()))
                  : refuse("write headroom man, headroom man run or headroom man target");
}

}  // namespace headroom::cli
