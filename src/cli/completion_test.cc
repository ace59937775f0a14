#include "cli/completion.h"

#include <gtest/gtest.h>

#include "cli/completion_words.h"
#include "cli/shell_test.h"
#include "kit/golden.h"

namespace headroom::cli {
namespace {

// What bash offers for the last of `words`, one a line, in a folder with a few files.
std::string offers(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    line += " " + shell_quoted(word);
  }
  return output_of_bash(bash_completion() +
                        "folder=$(mktemp -d); cd \"$folder\"; mkdir scenes; touch shop.js "
                        "'two words.js' notes.txt\n"
                        "COMP_WORDS=(" +
                        line + "); COMP_CWORD=" + std::to_string(words.size() - 1) +
                        "\n"
                        "_headroom; printf '%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort\n"
                        "cd /; rm -r \"$folder\"\n");
}

struct Case {
  std::vector<std::string> words;
  std::string offered;
  std::string why;
};

TEST(BashCompletion, OffersWhatMayStandThere) {
  const std::vector<Case> cases{
      {{"headroom", "ru"}, "run\n", "a command"},
      {{"headroom", ""},
       "--help\n--version\ncompletion\nhelp\ninspect\nrun\ntarget\nversion\n",
       "all of them, but not the hidden one"},
      {{"headroom", "run", "--vu"}, "--vu-memory\n--vus\n", "flags of k6 and our own"},
      {{"headroom", "run", "--log-format", ""}, "json\nraw\ntext\n", "values"},
      {{"headroom", "run", "--log-format", "=", "j"}, "json\n", "readline breaks words at ="},
      {{"headroom", "run", "--log-format", "="}, "json\nraw\ntext\n", "just after it"},
      {{"headroom", "run", "--summary-time-unit", "m"}, "ms\n", "values that begin so"},
      {{"headroom", "run", "--summary-trend-stats", "avg,m"},
       "avg,max\navg,med\navg,min\n",
       "the list goes on"},
      {{"headroom", "run", "-u", ""}, "\n", "a number is the user's to know"},
      {{"headroom", "run", "-q", ""}, "scenes\nshop.js\ntwo words.js\n", "scripts and folders"},
      {{"headroom", "run", "-e", "HOST", "=", ""}, "\n", "nor is a variable's value"},
      {{"headroom", "run", "--console-output", "n"}, "notes.txt\n", "any file"},
      {{"headroom", "target", "--s"}, "--seed\n--servers\n--service\n", "each command its own"},
      {{"headroom", "target", ""}, "\n", "takes no operand"},
      {{"headroom", "completion", ""}, "bash\nfish\nzsh\n", "shells"},
      {{"headroom", "help", "t"}, "target\n", "commands"},
  };
  for (const Case& row : cases) {
    EXPECT_EQ(offers(row.words), row.offered) << row.why;
  }
}

TEST(BashCompletion, IsBoundToTheProgram) {
  EXPECT_EQ(output_of_bash(bash_completion() + "complete -p headroom\n"),
            "complete -F _headroom headroom\n");
}

TEST(Completion, ScriptsAreWrittenFromTheTable) {
  kit::expect_golden("cli/headroom.bash", bash_completion());
  kit::expect_golden("cli/headroom.zsh", zsh_completion());
  kit::expect_golden("cli/headroom.fish", fish_completion());
}

TEST(Completion, KnowsItsShells) {
  for (const std::string_view shell : shells) {
    EXPECT_TRUE(completion_script(shell)) << shell;
  }
  EXPECT_FALSE(completion_script("tcsh"));
}

}  // namespace
}  // namespace headroom::cli
