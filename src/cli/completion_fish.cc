// Completion for fish: one line for each command, flag and kind of operand.
#include "cli/completion.h"
#include "cli/completion_words.h"

namespace headroom::cli {

namespace {

constexpr std::string_view prologue =
    R"(# fish completion for headroom, written by: headroom completion fish
complete -c headroom -f
complete -c headroom -n __fish_use_subcommand -s h -l help -d 'the list of commands'
complete -c headroom -n __fish_use_subcommand -l version -d 'the version'
)";

std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return quoted + "'";
}

std::string within(const Command& command) {
  return "complete -c headroom -n '__fish_seen_subcommand_from " + std::string(command.name) + "'";
}

std::string value_action(const OptionText& option) {
  switch (option.value) {
    case ValueKind::none: return "";
    case ValueKind::free: return " -x";
    case ValueKind::word: return " -x -a " + fish_quoted(option.words);
    case ValueKind::word_list:
      return " -x -a '(__fish_append , " + std::string(option.words) + ")'";
    case ValueKind::file: break;
  }
  return " -r -F";
}

std::string option_line(const Command& command, const OptionText& option) {
  const std::string letter = option.letter == 0 ? "" : " -s " + std::string(1, option.letter);
  return within(command) + letter + " -l " + std::string(option.flag) + value_action(option) +
         " -d " + fish_quoted(option.help) + "\n";
}

std::string operand_line(const Command& command) {
  switch (command.operand_kind) {
    case OperandKind::none: return "";
    case OperandKind::script: return within(command) + " -k -a '(__fish_complete_suffix .js)'\n";
    case OperandKind::shell:
    case OperandKind::command: break;
  }
  return within(command) + " -a " + fish_quoted(operand_words(command)) + "\n";
}

}  // namespace

std::string fish_completion() {
  std::string text(prologue);
  for (const Command* command : shown_commands()) {
    text += "complete -c headroom -n __fish_use_subcommand -a " + std::string(command->name) +
            " -d " + fish_quoted(command->summary) + "\n";
  }
  for (const Command* command : shown_commands()) {
    for (const OptionText& option : command->options) {
      text += option_line(*command, option);
    }
    text += operand_line(*command);
  }
  return text;
}

}  // namespace headroom::cli
