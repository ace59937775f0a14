// Holds docs/commands to the tables of the program. What stands there between
// "<!-- table: NAME -->" and "<!-- end -->" is written from them; UPDATE_GOLDEN=1
// writes it anew.
#include <map>

#include <gtest/gtest.h>

#include "cli/command_table.h"
#include "cli/help_text.h"
#include "k6/option_table.h"
#include "kit/golden.h"
#include "target/fault.h"

namespace headroom::cli {
namespace {

// Within a table's cell a | would end it.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  }
  return escaped;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : "`" + cell(text) + "`";
}

std::string option_cell(const OptionText& option) {
  std::string names = option.letter == 0 ? "" : "-" + std::string(1, option.letter) + ", ";
  names += "--" + std::string(option.flag);
  return code(option.placeholder.empty() ? names : names + " " + std::string(option.placeholder));
}

bool has_variables(const Command& command) {
  for (const OptionText& option : command.options) {
    if (!option.variable.empty()) {
      return true;
    }
  }
  return false;
}

std::string option_table(const Command& command) {
  const bool shows_variables = has_variables(command);
  std::string text;
  for (const std::string_view group : option_groups(command)) {
    text += (text.empty() ? "" : "\n") + std::string("**") + std::string(group) + "**\n\n";
    text += shows_variables ? "| flag | what it does | default | variable |\n|---|---|---|---|\n"
                            : "| flag | what it does | default |\n|---|---|---|\n";
    for (const OptionText& option : command.options) {
      if (option.group == group) {
        text += "| " + option_cell(option) + " | " + cell(option.help) + " | " +
                cell(option.fallback) + " |" +
                (shows_variables ? " " + code(option.variable) + " |" : "") + "\n";
      }
    }
  }
  return text;
}

std::string variable_table(const Command& command) {
  std::string text = "| variable | what it does |\n|---|---|\n";
  for (const VariableText& variable : command.variables) {
    text += "| " + code(variable.name) + " | " + cell(variable.what) + " |\n";
  }
  return text;
}

std::string exit_table(const Command& command) {
  std::string text = "| code | when |\n|---|---|\n";
  for (const ExitCodeText& exit : command.exit_codes) {
    text += "| " + std::to_string(exit.code) + " | " + cell(exit.what) + " |\n";
  }
  return text;
}

std::string command_list() {
  std::string text = "| command | what it does |\n|---|---|\n";
  for (const Command& command : commands()) {
    if (!command.is_hidden) {
      const std::string name(command.name);
      const bool has_document =
          kit::read_file(kit::source_path("docs/commands/" + name + ".md")).has_value();
      text += "| " + (has_document ? "[" + name + "](" + name + ".md)" : name) + " | " +
              cell(command.summary) + " |\n";
    }
  }
  return text;
}

// What k6 has and we refuse by name.
std::string later_list() {
  std::string text;
  for (const k6::OptionRow& row : k6::option_rows()) {
    if (row.support == k6::Support::later) {
      const std::string name = !row.flag.empty()  ? "--" + std::string(row.flag)
                               : !row.key.empty() ? std::string(row.key)
                                                  : std::string(row.variable);
      text += (text.empty() ? "" : ", ") + code(name);
    }
  }
  return wrapped(text, 0, 100) + "\n";
}

// The page with each table filled in.
std::string with_tables(std::string page, const std::map<std::string, std::string>& tables) {
  for (const auto& [name, table] : tables) {
    const std::string start = "<!-- table: " + name + " -->\n";
    const std::size_t begin = page.find(start);
    const std::size_t end = page.find("<!-- end -->", begin);
    if (begin == page.npos || end == page.npos) {
      ADD_FAILURE() << "the page has no place for the table of " << name;
      continue;
    }
    page.replace(begin + start.size(), end - begin - start.size(), "\n" + table + "\n");
  }
  return page;
}

void expect_tables(const std::string& name, const std::map<std::string, std::string>& tables) {
  const std::string path = kit::source_path("docs/commands/" + name);
  const auto page = kit::read_file(path);
  ASSERT_TRUE(page) << page.error().text();
  const std::string filled = with_tables(*page, tables);
  if (kit::updates_golden()) {
    ASSERT_TRUE(kit::write_file(path, filled)) << path;
    return;
  }
  EXPECT_EQ(*page, filled) << path << ": UPDATE_GOLDEN=1 writes its tables anew, for review";
}

TEST(CommandDocs, RunHasEveryFlagVariableAndExitCode) {
  const Command& run = *find_command("run");
  expect_tables("run.md", {{"flags", option_table(run)},
                           {"variables", variable_table(run)},
                           {"exit codes", exit_table(run)},
                           {"not here yet", later_list()}});
}

TEST(CommandDocs, TargetHasEveryFlagAndExitCode) {
  const Command& target = *find_command("target");
  expect_tables("target.md", {{"flags", option_table(target)}, {"exit codes", exit_table(target)}});
}

TEST(CommandDocs, TheIndexHasEveryCommand) {
  expect_tables("README.md", {{"commands", command_list()}});
}

TEST(CommandDocs, TargetExplainsEveryFault) {
  const auto page = kit::read_file(kit::source_path("docs/commands/target.md"));
  ASSERT_TRUE(page) << page.error().text();
  for (const std::string_view fault : target::fault_names()) {
    EXPECT_NE(page->find("`" + std::string(fault) + "`"), page->npos) << fault;
  }
}

}  // namespace
}  // namespace headroom::cli
