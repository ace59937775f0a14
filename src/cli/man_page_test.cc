#include "cli/man_page.h"

#include <gtest/gtest.h>

#include "cli/shell_test.h"
#include "kit/golden.h"

namespace headroom::cli {
namespace {

TEST(ManPage, IsWrittenFromTheTable) {
  kit::expect_golden("cli/headroom.1", man_page(nullptr, "1.2.3"));
  kit::expect_golden("cli/headroom-run.1", man_page(find_command("run"), "1.2.3"));
  kit::expect_golden("cli/headroom-target.1", man_page(find_command("target"), "1.2.3"));
}

TEST(ManPage, GivesGroffNoReasonToWarn) {
  for (const Command* command :
       {static_cast<const Command*>(nullptr), find_command("run"), find_command("target")}) {
    EXPECT_EQ(output_of_bash("groff -man -ww -z <<'END_OF_PAGE'\n" + man_page(command, "1.2.3") +
                             "END_OF_PAGE\n"),
              "")
        << page_name(command);
  }
}

TEST(ManPage, ShowsWhatRoffWouldTakeForItself) {
  const std::string shown =
      output_of_bash("groff -man -Tascii -P-cbou <<'END_OF_PAGE'\n" +
                     man_page(find_command("run"), "1.2.3") + "END_OF_PAGE\n");

  for (const char* text :
       {"HEADROOM-RUN(1)", "headroom 1.2.3", "-u, --vus NUMBER",
        "--summary-trend-stats 'med,p(99),count' script.js", "headroom(1), headroom-target(1)"}) {
    EXPECT_NE(shown.find(text), std::string::npos) << text << "\n" << shown;
  }
}

}  // namespace
}  // namespace headroom::cli
