#include "cli/completion_words.h"

#include "cli/completion.h"

namespace headroom::cli {

std::vector<const Command*> shown_commands() {
  std::vector<const Command*> shown;
  for (const Command& command : commands()) {
    if (!command.is_hidden) {
      shown.push_back(&command);
    }
  }
  return shown;
}

std::string command_words() {
  std::string words;
  for (const Command* command : shown_commands()) {
    words += (words.empty() ? "" : " ") + std::string(command->name);
  }
  return words;
}

std::string operand_words(const Command& command) {
  switch (command.operand_kind) {
    case OperandKind::none:
    case OperandKind::script: return "";
    case OperandKind::command: return command_words();
    case OperandKind::shell: break;
  }
  std::string words;
  for (const std::string_view shell : shells) {
    words += (words.empty() ? "" : " ") + std::string(shell);
  }
  return words;
}

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

}  // namespace headroom::cli
