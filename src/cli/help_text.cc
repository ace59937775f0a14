#include "cli/help_text.h"

#include <algorithm>

namespace headroom::cli {

namespace {

constexpr std::size_t width = 80;
constexpr std::size_t option_column = 34;
constexpr std::size_t command_column = 14;
constexpr std::string_view documentation = "docs/commands in the source tree";

// `name` in a column, then `text`; a name that fills the column has its own line.
std::string row(std::string name, std::string_view text, std::size_t column) {
  if (name.size() + 2 > column) {
    name += "\n" + std::string(column, ' ');
  } else {
    name.resize(column, ' ');
  }
  return name + wrapped(text, column, width) + "\n";
}

std::string option_names(const OptionText& option) {
  std::string names =
      option.letter == 0 ? "      --" : "  -" + std::string(1, option.letter) + ", --";
  names += option.flag;
  return option.placeholder.empty() ? names : names + " " + std::string(option.placeholder);
}

std::string option_sections(const Command& command) {
  std::string text;
  for (const std::string_view group : option_groups(command)) {
    text += "\n" + std::string(group) + ":\n";
    for (const OptionText& option : command.options) {
      if (option.group == group) {
        text += row(option_names(option), explained(option), option_column);
      }
    }
  }
  return text;
}

std::string variable_section(const Command& command) {
  if (command.variables.empty()) {
    return "";
  }
  std::string text = "\nVariables without a flag:\n";
  for (const VariableText& variable : command.variables) {
    text += row("  " + std::string(variable.name), variable.what, option_column);
  }
  return text;
}

std::string example_section(const Command& command) {
  std::string text = command.examples.empty() ? "" : "\nExamples:\n";
  for (const Example& example : command.examples) {
    text.append("  # ").append(example.what).append("\n  ").append(example.line).append("\n");
  }
  return text;
}

std::string exit_section(const Command& command) {
  std::string text = command.exit_codes.empty() ? "" : "\nExit codes:\n";
  for (const ExitCodeText& exit : command.exit_codes) {
    const std::string code = std::to_string(exit.code);
    text += row("  " + std::string(3 - code.size(), ' ') + code, exit.what, 7);
  }
  return text;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t columns) {
  std::string result;
  std::size_t used = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const bool is_first = result.empty() || result.back() == '\n' || result.back() == ' ';
    if (!is_first && used + 1 + end > columns) {
      result += "\n" + std::string(indent, ' ');
      used = indent;
    } else if (!is_first) {
      result += ' ';
      ++used;
    }
    result += text.substr(0, end);
    used += end;
    if (end < text.size() && text[end] == '\n') {
      result += '\n';
      used = indent;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::vector<std::string_view> option_groups(const Command& command) {
  std::vector<std::string_view> groups;
  for (const OptionText& option : command.options) {
    if (std::ranges::find(groups, option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  return groups;
}

std::string explained(const OptionText& option) {
  std::string notes;
  const auto note = [&](const std::string& text) { notes += (notes.empty() ? "" : "; ") + text; };
  if (option.repeats) {
    note("may be repeated");
  }
  if (!option.fallback.empty()) {
    note("default " + std::string(option.fallback));
  }
  if (!option.variable.empty()) {
    note(std::string(option.variable));
  }
  return std::string(option.help) + (notes.empty() ? "" : " (" + notes + ")");
}

std::string usage_line(const Command& command) {
  std::string line = "headroom " + std::string(command.name) + " [OPTIONS]";
  return command.operand.empty() ? line : line + " " + std::string(command.operand);
}

std::string overview_text() {
  std::string text = "Headroom: " + std::string(program_summary) + ".\n\n" +
                     "Usage: headroom COMMAND [OPTIONS]\n\nCommands:\n";
  for (const Command& command : commands()) {
    if (!command.is_hidden) {
      text += row("  " + std::string(command.name), command.summary, command_column);
    }
  }
  return text + "\nheadroom help COMMAND, or headroom COMMAND --help, tells more; so do\n" +
         "man headroom-run, man headroom-target and " + std::string(documentation) + ".\n";
}

std::string help_text(const Command& command) {
  std::string text =
      wrapped(command.description, 0, width) + "\n\nUsage: " + usage_line(command) + "\n";
  if (!command.operand.empty()) {
    text += "\n" + row("  " + std::string(command.operand), command.operand_help, command_column);
  }
  text += option_sections(command) + variable_section(command) + example_section(command) +
          exit_section(command);
  return command.has_page ? text + "\nMore: man " + page_name(&command) + "\n" : text;
}

}  // namespace headroom::cli
