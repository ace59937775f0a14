// What users are told of each command, written once: its options with their
// values and defaults, examples, exit codes. main, --help, shell completion, the
// man pages and docs/commands all read it. What an option does is decided where
// it is parsed; a test holds the two together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::cli {

// What a shell can offer after an option.
enum class ValueKind {
  none,       // it is a switch
  free,       // only the user knows
  word,       // one of `words`
  word_list,  // several of `words`, with commas between
  file,
};

struct OptionText {
  std::string_view flag;  // without the dashes
  char letter = 0;        // the short flag, or 0
  std::string_view group;
  std::string_view placeholder;  // "DURATION"; empty for a switch
  std::string_view help;
  std::string_view fallback;  // what holds without it; empty when that is plain
  std::string_view variable;  // of the environment; empty when it has none
  ValueKind value = ValueKind::none;
  std::string_view words;  // with blanks between
  bool repeats = false;
};

// What stands after the options.
enum class OperandKind { none, script, shell, command };

struct Example {
  std::string_view line;
  std::string_view what;
};

struct ExitCodeText {
  int code = 0;
  std::string_view what;
};

struct VariableText {
  std::string_view name;
  std::string_view what;
};

struct Command {
  std::string_view name;
  std::string_view summary;  // in the list of commands
  std::string_view operand;  // as usage shows it; empty when there is none
  std::string_view operand_help;
  OperandKind operand_kind = OperandKind::none;
  std::string_view description;  // paragraphs, with empty lines between
  std::vector<OptionText> options;
  std::vector<VariableText> variables;  // besides those of the options
  std::span<const Example> examples;
  std::span<const ExitCodeText> exit_codes;
  bool has_page = false;   // a man page of its own
  bool is_hidden = false;  // not in the list of commands
  int (*execute)(const std::vector<std::string>& arguments) = nullptr;
};

// In the order of the list that --help shows.
const std::vector<Command>& commands();

const Command* find_command(std::string_view name);

// "headroom-run", or "headroom" for the program itself.
std::string page_name(const Command* command);

inline constexpr std::string_view program_summary =
    "load tests that say whether their own measurement can be believed";
inline constexpr std::string_view program_description =
    "Headroom runs k6 scripts unmodified and reports what k6 reports, with k6's exit codes. It "
    "also judges itself: a run that was slowed by its own tool or machine, or that saw too little, "
    "ends with \"measurement: not valid\" and the reason.";
inline constexpr std::string_view usage_exit_codes =
    "0 when it did what it was asked; 2 or 255 for a command line it cannot follow.";

}  // namespace headroom::cli
