#include "log/logger.h"

#include <gtest/gtest.h>

#include "kit/file.h"

namespace headroom::log {
namespace {

const Line from_console{.time = {.unix_ns = 1'795'455'944'000'000'000},
                        .since_start = kit::Duration::seconds(3),
                        .level = Level::info,
                        .message = "from other { a: 1, b: \"x\" }",
                        .fields = {{"source", "console"}}};

TEST(LogLine, TextIsWhatK6Prints) {
  EXPECT_EQ(text_of(from_console, Format::text),
            "time=\"2026-11-23T17:45:44Z\" level=info msg=\"from other { a: 1, b: \\\"x\\\" }\" "
            "source=console");
  Line bad = from_console;
  bad.level = Level::error;
  bad.message = "bad";
  EXPECT_EQ(text_of(bad, Format::text),
            "time=\"2026-11-23T17:45:44Z\" level=error msg=bad source=console");
}

TEST(LogLine, EscapesControlCharacters) {
  Line line = from_console;
  line.message = "a\nb\x01\x7f";
  line.fields.clear();
  EXPECT_EQ(text_of(line, Format::text),
            "time=\"2026-11-23T17:45:44Z\" level=info msg=\"a\\nb\\x01\\x7f\"");
}

TEST(LogLine, OtherFormats) {
  EXPECT_EQ(text_of(from_console, Format::raw), from_console.message);
  EXPECT_EQ(text_of(from_console, Format::json),
            "{\"level\":\"info\",\"msg\":\"from other { a: 1, b: \\\"x\\\" }\","
            "\"source\":\"console\",\"time\":\"2026-11-23T17:45:44Z\"}");
  EXPECT_EQ(text_of(from_console, Format::terminal).substr(0, 16), "INFO[0003] from ");
}

TEST(LogLine, SortsFieldsByKeyAndLeavesEmptyTextsBare) {
  Line line = from_console;
  line.message = "";
  line.fields = {{"source", "b"}, {"error", "größe\u00a0x"}, {"none", ""}};
  EXPECT_EQ(text_of(line, Format::text),
            "time=\"2026-11-23T17:45:44Z\" level=info error=\"größe\\u00a0x\" none= source=b");
}

TEST(LogLine, TerminalIsWhatLogrusWritesThere) {
  Line line = from_console;
  line.message = "grün\n";
  EXPECT_EQ(
      text_of(line, Format::terminal, true),
      "\x1b[36mINFO\x1b[0m[0003] grün" + std::string(40, ' ') + "  \x1b[36msource\x1b[0m=console");
}

TEST(LogLine, JsonHasItsMembersInOrderAndNoHtml) {
  Line line = from_console;
  line.message = "<a&b>";
  line.fields = {{"zone", "1"}, {"error", "x"}};
  EXPECT_EQ(text_of(line, Format::json),
            "{\"error\":\"x\",\"level\":\"info\",\"msg\":\"\\u003ca\\u0026b\\u003e\","
            "\"time\":\"2026-11-23T17:45:44Z\",\"zone\":\"1\"}");
}

TEST(Logger, RedactsBeforeQuotingAndTheLongestFirst) {
  const kit::SimulatedClock clock;
  std::string written;
  Logger logger(clock, [&](std::string_view line) { written += line; });
  logger.redact("");
  logger.redact("hunter");
  logger.redact("hunter\"2");

  logger.info("hunter\"2", {{"token", "xhunterx"}});

  EXPECT_NE(written.find("msg=\"***SECRET_REDACTED***\" token=\"x***SECRET_REDACTED***x\""),
            std::string::npos)
      << written;
}

TEST(Logger, AppendsToAFile) {
  const kit::SimulatedClock clock;
  const std::string path = testing::TempDir() + "logger_test.log";
  ASSERT_TRUE(kit::write_file(path, "before\n"));

  Logger(clock, *file_sink(path), {.format = Format::raw}).info("after");

  EXPECT_EQ(*kit::read_file(path), "before\nafter\n");
  EXPECT_FALSE(file_sink("/nonexistent/file"));
  Logger(clock, null_sink()).error("nowhere");
}

TEST(Logger, DropsWhatIsBelowItsLevelAndRedactsSecrets) {
  const kit::SimulatedClock clock;
  std::string written;
  Logger logger(clock, [&](std::string_view line) { written += line; }, {.format = Format::raw});
  logger.redact("hunter2");

  logger.debug("not this");
  logger.info("password hunter2, again hunter2");

  EXPECT_EQ(written, "password ***SECRET_REDACTED***, again ***SECRET_REDACTED***\n");
}

}  // namespace
}  // namespace headroom::log
