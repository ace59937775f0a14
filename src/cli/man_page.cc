#include "cli/man_page.h"

#include "cli/help_text.h"

namespace headroom::cli {

namespace {

// Plain text as roff text. Hyphens become minus signs, which is what people copy
// from a page of flags; a line must not look like a request.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool starts_line = result.empty() || result.back() == '\n';
    if (starts_line && (c == '.' || c == '\'')) {
      result += "\\&";
    }
    switch (c) {
      case '\\': result += "\\e"; break;
      case '-': result += "\\-"; break;
      case '\'': result += "\\(aq"; break;
      case '`': result += "\\(ga"; break;
      case '^': result += "\\(ha"; break;
      case '~': result += "\\(ti"; break;
      default: result += c;
    }
  }
  return result;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

std::string sentence(std::string text) {
  const bool is_complete = !text.empty() && (text.back() == '.' || text.back() == ':');
  return is_complete ? text : text + ".";
}

std::string section(std::string_view title) {
  return ".SH " + std::string(title) + "\n";
}

// A term and its explanation; `term` is roff already.
std::string entry(const std::string& term, std::string_view text) {
  return ".TP\n" + term + "\n" + roff(sentence(std::string(text))) + "\n";
}

// Each paragraph begins with .PP, but for the first after a heading.
std::string paragraphs(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    result += (result.empty() ? "" : ".PP\n") + roff(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return result;
}

std::string head(const Command* command, std::string_view version) {
  std::string title;
  for (const char c : page_name(command)) {
    title += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const std::string_view summary = command == nullptr ? program_summary : command->summary;
  return ".\\\" Written by headroom man; change src/cli/command_table.cc instead.\n.TH " + title +
         " 1 \"\" \"headroom " + std::string(version) + "\" \"User Commands\"\n" + section("NAME") +
         roff(page_name(command)) + " \\- " + roff(summary) + "\n";
}

std::string option_term(const OptionText& option) {
  std::string term = option.letter == 0 ? "" : bold("-" + std::string(1, option.letter)) + ", ";
  term += bold("--" + std::string(option.flag));
  return option.placeholder.empty() ? term : term + " " + italic(option.placeholder);
}

std::string option_section(const Command& command) {
  std::string text = section("OPTIONS");
  for (const std::string_view group : option_groups(command)) {
    text += ".SS " + roff(group) + "\n";
    for (const OptionText& option : command.options) {
      text += option.group == group ? entry(option_term(option), explained(option)) : "";
    }
  }
  return text;
}

std::string variable_section(const Command& command) {
  if (command.variables.empty()) {
    return "";
  }
  std::string text = section("ENVIRONMENT") +
                     "Variables named with an option set it; a flag outdoes its variable, and a "
                     "variable the script. These have no flag:\n";
  for (const VariableText& variable : command.variables) {
    text += entry(bold(variable.name), variable.what);
  }
  return text;
}

std::string example_section(const Command& command) {
  std::string text = command.examples.empty() ? "" : section("EXAMPLES");
  for (const Example& example : command.examples) {
    text += entry(bold(example.line), example.what);
  }
  return text;
}

std::string exit_section(const Command& command) {
  std::string text = command.exit_codes.empty() ? "" : section("EXIT STATUS");
  for (const ExitCodeText& exit : command.exit_codes) {
    text += entry(bold(std::to_string(exit.code)), exit.what);
  }
  return text;
}

std::string see_also(const Command* command) {
  std::string names;
  const auto add = [&](const Command* other) {
    if (other != command) {
      names += (names.empty() ? "" : ",\n") + (".BR " + roff(page_name(other)) + " (1)");
    }
  };
  add(nullptr);
  for (const Command& other : commands()) {
    if (other.has_page) {
      add(&other);
    }
  }
  return section("SEE ALSO") + names + "\n";
}

std::string operand(const Command& command) {
  return command.operand.empty() ? "" : " " + italic(command.operand);
}

std::string program_page() {
  std::string text = section("SYNOPSIS") + ".B headroom\n" + italic("COMMAND") + " [" +
                     italic("OPTIONS") + "]\n" + section("DESCRIPTION") +
                     paragraphs(program_description) + section("COMMANDS");
  for (const Command& command : commands()) {
    if (!command.is_hidden) {
      text += entry(bold(command.name) + operand(command), command.summary);
    }
  }
  return text + section("EXIT STATUS") + roff(usage_exit_codes) + "\n" +
         "Those of a command are on its page.\n";
}

std::string command_page(const Command& command) {
  std::string text = section("SYNOPSIS") + bold("headroom " + std::string(command.name)) + " [" +
                     italic("OPTIONS") + "]" + operand(command) + "\n" + section("DESCRIPTION") +
                     paragraphs(command.description);
  return text + option_section(command) + variable_section(command) + exit_section(command) +
         example_section(command);
}

}  // namespace

std::string man_page(const Command* command, std::string_view version) {
  return head(command, version) + (command == nullptr ? program_page() : command_page(*command)) +
         see_also(command);
}

}  // namespace headroom::cli
