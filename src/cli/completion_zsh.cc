// Completion for zsh, as a file named _headroom in a folder of $fpath, or sourced.
#include "cli/completion.h"
#include "cli/completion_words.h"

namespace headroom::cli {

namespace {

constexpr std::string_view prologue = R"(#compdef headroom
# zsh completion for headroom, written by: headroom completion zsh

_headroom() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  commands=(
)";

constexpr std::string_view after_commands = R"(  )
  _arguments -C \
    '(- *)'{-h,--help}'[the list of commands]' \
    '(- *)--version[the version]' \
    '1:command:->command' \
    '*::argument:->argument' && return
  case $state in
    command) _describe command commands ;;
    argument)
      curcontext=${curcontext%:*}-$words[1]:
      case $words[1] in
)";

constexpr std::string_view epilogue = R"(      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _headroom ]; then
  _headroom "$@"
else
  compdef _headroom headroom
fi
)";

// Within _arguments and _describe, these have a meaning of their own.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result +=
        c == '[' || c == ']' || c == ':' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return result;
}

std::string value_action(const OptionText& option) {
  switch (option.value) {
    case ValueKind::word: return "(" + escaped(option.words) + ")";
    case ValueKind::word_list:
      return "_values -s , " + std::string(option.placeholder) + " " + std::string(option.words);
    case ValueKind::file: return "_files";
    case ValueKind::none:
    case ValueKind::free: break;
  }
  return " ";
}

// One argument of _arguments: "'(-u --vus)'{-u,--vus=}'[text]:NUMBER: '".
std::string option_argument(const OptionText& option) {
  const bool has_value = option.value != ValueKind::none;
  const std::string flag = "--" + std::string(option.flag);
  std::string tail = "[" + escaped(option.help) + "]";
  if (has_value) {
    tail += ":" + escaped(option.placeholder) + ":" + value_action(option);
  }
  const std::string mark = has_value ? "=" : "";
  if (option.letter == 0) {
    return shell_quoted((option.repeats ? "*" : "") + flag + mark + tail);
  }
  const std::string letter = "-" + std::string(1, option.letter);
  const std::string exclusion = option.repeats ? "*" : "(" + letter + " " + flag + ")";
  return shell_quoted(exclusion) + "{" + letter + (has_value ? "+" : "") + "," + flag + mark + "}" +
         shell_quoted(tail);
}

std::string operand_argument(const Command& command) {
  switch (command.operand_kind) {
    case OperandKind::none: return "";
    case OperandKind::script: return "'1:script:_files -g \"*.js\"'";
    case OperandKind::shell:
    case OperandKind::command: break;
  }
  return shell_quoted("1:" + escaped(command.operand_help) + ":(" + operand_words(command) + ")");
}

std::string command_case(const Command& command) {
  std::string text = "        " + std::string(command.name) + ")\n" + "          _arguments -s";
  for (const OptionText& option : command.options) {
    text += " \\\n            " + option_argument(option);
  }
  if (const std::string operand = operand_argument(command); !operand.empty()) {
    text += " \\\n            " + operand;
  }
  return text + "\n          ;;\n";
}

}  // namespace

std::string zsh_completion() {
  std::string text(prologue);
  for (const Command* command : shown_commands()) {
    text +=
        "    " + shell_quoted(std::string(command->name) + ":" + escaped(command->summary)) + "\n";
  }
  text += after_commands;
  for (const Command* command : shown_commands()) {
    text += command_case(*command);
  }
  return text + std::string(epilogue);
}

}  // namespace headroom::cli
