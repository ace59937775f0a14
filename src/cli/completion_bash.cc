// Completion for bash, also without the bash-completion package. COMP_WORDS may
// hold "--flag" "=" "value" apart, because = breaks words.
#include "cli/completion.h"
#include "cli/completion_words.h"

namespace headroom::cli {

namespace {

constexpr std::string_view prologue =
    R"(# bash completion for headroom, written by: headroom completion bash

# _headroom_words <current> <words>
_headroom_words() {
  mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

# As above, for lists: completes what follows the last comma.
_headroom_list() {
  local last=${1##*,}
  mapfile -t COMPREPLY < <(compgen -P "${1%"$last"}" -W "$2" -- "$last")
  compopt -o nospace 2>/dev/null
}

# _headroom_files <current> [suffix]
_headroom_files() {
  mapfile -t COMPREPLY < <(compgen -f ${2:+-X "!*$2"} -- "$1"; [[ -z $2 ]] || compgen -d -- "$1")
  compopt -o filenames 2>/dev/null
}

_headroom() {
  local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
)";

constexpr std::string_view after_commands = R"(    return
  fi
  if [[ $current == "=" ]]; then
    current=
  elif [[ $option == "=" ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $option == -* ]] || return # the value of a NAME=VALUE
  fi
  case "$command $option" in
)";

constexpr std::string_view epilogue = R"(  esac
}

complete -F _headroom headroom
)";

std::string patterns(const Command& command, const OptionText& option) {
  const std::string start = "\"" + std::string(command.name) + " -";
  std::string pattern = option.letter == 0 ? "" : start + std::string(1, option.letter) + "\" | ";
  return pattern + start + "-" + std::string(option.flag) + "\"";
}

std::string value_action(const OptionText& option) {
  const std::string words = " \"$current\" " + shell_quoted(option.words);
  switch (option.value) {
    case ValueKind::word: return "_headroom_words" + words + "; return";
    case ValueKind::word_list: return "_headroom_list" + words + "; return";
    case ValueKind::file: return "_headroom_files \"$current\"; return";
    case ValueKind::none:
    case ValueKind::free: break;
  }
  return "return";
}

std::string value_cases(const Command& command) {
  std::string text;
  for (const OptionText& option : command.options) {
    if (option.value != ValueKind::none) {
      text += "    " + patterns(command, option) + ") " + value_action(option) + " ;;\n";
    }
  }
  return text;
}

std::string flag_words(const Command& command) {
  std::string words;
  for (const OptionText& option : command.options) {
    words += words.empty() ? "" : " ";
    words += option.letter == 0 ? "" : "-" + std::string(1, option.letter) + " ";
    words += "--" + std::string(option.flag);
  }
  return words;
}

std::string command_case(const Command& command) {
  std::string text =
      "    " + std::string(command.name) + ")\n" + "      if [[ $current == -* ]]; then\n" +
      "        _headroom_words \"$current\" " + shell_quoted(flag_words(command)) + "\n";
  if (command.operand_kind == OperandKind::script) {
    text += "      else\n        _headroom_files \"$current\" .js\n";
  } else if (command.operand_kind != OperandKind::none) {
    text += "      else\n        _headroom_words \"$current\" " +
            shell_quoted(operand_words(command)) + "\n";
  }
  return text + "      fi\n      ;;\n";
}

}  // namespace

std::string bash_completion() {
  std::string text(prologue);
  text += "    _headroom_words \"$current\" " +
          shell_quoted(command_words() + " --help --version") + "\n" + std::string(after_commands);
  for (const Command* command : shown_commands()) {
    text += value_cases(*command);
  }
  text += "  esac\n  case $command in\n";
  for (const Command* command : shown_commands()) {
    text += command_case(*command);
  }
  return text + std::string(epilogue);
}

}  // namespace headroom::cli
