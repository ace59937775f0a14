#include "cli/command_table.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "cli/commands.h"
#include "cli/help_text.h"
#include "cli/refusal.h"
#include "cli/run_options.h"
#include "cli/target_options.h"
#include "k6/option_table.h"
#include "kit/golden.h"

namespace headroom::cli {
namespace {

std::string sample_value(const OptionText& option) {
  const std::map<std::string_view, std::string> by_placeholder{
      {"NUMBER", "1"},          {"MEGABYTES", "1"},
      {"DURATION", "1s"},       {"DURATION:TARGET", "1s:1"},
      {"NAME=VALUE", "A=b"},    {"CIDR", "10.0.0.0/8"},
      {"PATTERN", "*.example"}, {"ADDRESSES", "127.0.0.1"},
      {"POLICY", "ttl=5m"},     {"FROM:TO", "0:1"},
      {"ENDS", "0,1"},          {"SHARE", "1%"},
      {"FILE", "/dev/null"},    {"HOST:PORT", "127.0.0.1:0"}};
  if (!option.words.empty()) {
    return std::string(option.words.substr(0, option.words.find(' ')));
  }
  const auto found = by_placeholder.find(option.placeholder);
  return found == by_placeholder.end() ? "x" : found->second;
}

std::vector<std::string> arguments_of(const OptionText& option) {
  std::vector<std::string> arguments{"--" + std::string(option.flag)};
  if (!option.placeholder.empty()) {
    arguments.push_back(sample_value(option));
  }
  return arguments;
}

TEST(CommandTable, ListsOnlyWhatIsParsed) {
  for (const OptionText& option : find_command("run")->options) {
    auto arguments = arguments_of(option);
    arguments.emplace_back("script.js");
    const auto options = parse_run_options(arguments, {});
    EXPECT_TRUE(options) << option.flag << ": " << options.error().text();
  }
  for (const OptionText& option : find_command("target")->options) {
    const auto options = parse_target_options(arguments_of(option));
    EXPECT_TRUE(options) << option.flag << ": " << options.error().text();
  }
}

TEST(CommandTable, ListsEveryFlagOfK6ThatIsHere) {
  for (const k6::OptionRow& row : k6::option_rows()) {
    const bool is_here = !row.flag.empty() && row.support != k6::Support::later;
    const bool is_listed =
        std::ranges::count(find_command("run")->options, row.flag, &OptionText::flag) == 1;
    EXPECT_EQ(is_here, is_listed && !row.flag.empty())
        << row.flag << ": a row of src/cli/run_flags.cc names its group and value";
  }
}

TEST(CommandTable, ExplainsEachOption) {
  for (const Command& command : commands()) {
    for (const OptionText& option : command.options) {
      EXPECT_FALSE(option.help.empty()) << command.name << " --" << option.flag;
      EXPECT_FALSE(option.group.empty()) << command.name << " --" << option.flag;
      EXPECT_EQ(option.placeholder.empty(), option.value == ValueKind::none)
          << command.name << " --" << option.flag;
    }
  }
}

TEST(CommandTable, ASwitchOfK6HasNoValue) {
  for (const OptionText& option : find_command("run")->options) {
    const k6::OptionRow* row = k6::find_option_by_flag(option.flag);
    if (row != nullptr) {
      const bool may_stand_alone =
          row->shape == k6::OptionShape::flag || row->shape == k6::OptionShape::optional_value;
      EXPECT_EQ(may_stand_alone, option.value == ValueKind::none) << option.flag;
    }
  }
}

TEST(HelpText, IsWrittenFromTheTable) {
  kit::expect_golden("cli/help.txt", overview_text());
  for (const char* name : {"run", "target", "completion", "version"}) {
    kit::expect_golden("cli/" + std::string(name) + "_help.txt", help_text(*find_command(name)));
  }
}

TEST(HelpText, FitsATerminal) {
  for (const Command& command : commands()) {
    std::string text = help_text(command);
    while (!text.empty()) {
      const std::string line = text.substr(0, text.find('\n'));
      EXPECT_LE(line.size(), 80) << line;
      text.erase(0, line.size() + 1);
    }
  }
}

TEST(HelpText, WrapsAtBlanks) {
  EXPECT_EQ(wrapped("one two three", 2, 9), "one two\n  three");
  EXPECT_EQ(wrapped("one\n\ntwo three", 0, 5), "one\n\ntwo\nthree");
  EXPECT_EQ(wrapped("immeasurable x", 0, 5), "immeasurable\nx");
  EXPECT_EQ(wrapped("", 0, 5), "");
}

TEST(HelpText, IsWhatBothParsersAnswer) {
  EXPECT_EQ(parse_run_options({"--help"}, {})->help, help_text(*find_command("run")));
  EXPECT_EQ(parse_target_options({"-h"})->help, help_text(*find_command("target")));
}

TEST(Refusal, NamesTheNearest) {
  EXPECT_EQ(unknown_command("rnu"), "unknown command \"rnu\": did you mean run?");
  EXPECT_EQ(unknown_command("dance"), "unknown command \"dance\": headroom help lists them");
  EXPECT_EQ(refusal_of("run", {"--vsu=3", "a.js"}, "no"),
            "unknown option --vsu: did you mean --vus?");
  EXPECT_EQ(refusal_of("target", {"--quiet"}, "no"),
            "no (headroom target --help lists the options)");
  EXPECT_EQ(refusal_of("target", {"--balloons"}, "no"),
            "unknown option --balloons: headroom target --help lists the options");
}

}  // namespace
}  // namespace headroom::cli
