#include "cli/log_output.h"

#include <gtest/gtest.h>

#include "k6/exit_code.h"

namespace headroom::cli {
namespace {

using Kind = LogOutput::Kind;

TEST(LogOutput, IsWrittenAsInK6) {
  struct Row {
    const char* text;
    Kind kind;
    const char* path;
    log::Level level_min;
  };
  const Row rows[] = {
      {"stderr", Kind::standard_error, "", log::Level::debug},
      {"stdout", Kind::standard_output, "", log::Level::debug},
      {"none", Kind::none, "", log::Level::debug},
      {"file=run.log", Kind::file, "run.log", log::Level::debug},
      {"file=/a/b=c.log,level=warn", Kind::file, "/a/b=c.log", log::Level::warning},
      {"file=x,level=warning", Kind::file, "x", log::Level::warning},
      {"file=x,level=trace", Kind::file, "x", log::Level::debug},
      {"file=x,level=panic", Kind::file, "x", log::Level::error},
  };
  for (const Row& row : rows) {
    const auto output = parse_log_output(row.text);
    ASSERT_TRUE(output) << row.text << ": " << output.error().text();
    EXPECT_EQ(output->kind, row.kind) << row.text;
    EXPECT_EQ(output->path, row.path) << row.text;
    EXPECT_EQ(output->level_min, row.level_min) << row.text;
  }
}

TEST(LogOutput, RefusesWhatItDoesNotKnowByName) {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"", "--log-output: unsupported log output ''; write stderr, stdout, none or file=PATH"},
      {"syslog",
       "--log-output: unsupported log output 'syslog'; write stderr, stdout, none or file=PATH"},
      {"loki=http://127.0.0.1:3100",
       "--log-output: loki is not in Headroom yet; write the log to a file and ship that"},
      {"file", "--log-output: the path of the file is missing; write file=PATH"},
      {"file=", "--log-output: the path of the file is missing; write file=PATH"},
      {"file=x,size=3", "--log-output: unknown key size; write file=PATH,level=LEVEL"},
      {"file=x,level=loud",
       "--log-output: unknown log level loud; write debug, info, warn or error"},
  };
  for (const Row& row : rows) {
    const auto output = parse_log_output(row.text);
    ASSERT_FALSE(output) << row.text;
    EXPECT_EQ(output.error().text(), row.message);
    EXPECT_EQ(output.error().code(), k6::exit_other);
  }
}

TEST(LogOutput, IsOnATerminalOnlyWhereThatStreamIs) {
  const Terminal terminal{.is_stdout = true, .is_stderr = false};

  EXPECT_TRUE(is_on_terminal({.kind = Kind::standard_output}, terminal));
  EXPECT_FALSE(is_on_terminal({.kind = Kind::standard_error}, terminal));
  EXPECT_FALSE(is_on_terminal({.kind = Kind::file, .path = "x"}, terminal));
}

}  // namespace
}  // namespace headroom::cli
