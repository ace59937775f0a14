#include "script/error.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(ScriptError, PrintsATraceAsK6Does) {
  const ScriptError error{
      .text = "Error: no",
      .frames = {{.function = "fn", .file = "file:///path/script.js", .line = 3, .column = 9},
                 {.function = "map", .is_native = true},
                 {.file = "file:///path/script.js", .line = 7, .column = 1}}};

  EXPECT_EQ(error.trace(),
            "Error: no\n"
            "\tat fn (file:///path/script.js:3:9(0))\n"
            "\tat map (native)\n"
            "\tat file:///path/script.js:7:1(0)\n");
}

TEST(ParseFrames, ReadsQuickJsStacks) {
  const std::vector<Frame> frames = parse_frames(
      "    at fn (file:///a b/(c).js:3:9)\n"
      "    at <anonymous> (file:///x.js:12:1)\n"
      "    at get size (native)\n"
      "    at file:///broken.js:4:2\n"
      "    at stripped\n");

  ASSERT_EQ(frames.size(), 5U);
  EXPECT_EQ(frames[0].function, "fn");
  EXPECT_EQ(frames[0].file, "file:///a b/(c).js");
  EXPECT_EQ(frames[0].line, 3);
  EXPECT_EQ(frames[0].column, 9);
  EXPECT_EQ(frames[1].function, "");
  EXPECT_EQ(frames[1].line, 12);
  EXPECT_EQ(frames[2].function, "get size");
  EXPECT_TRUE(frames[2].is_native);
  EXPECT_EQ(frames[3].file, "file:///broken.js");
  EXPECT_EQ(frames[3].line, 4);
  EXPECT_EQ(frames[4].function, "stripped");
}

TEST(ParseFrames, LeavesOutWhatAScriptInvented) {
  EXPECT_TRUE(parse_frames("my own stack\n at nothing\n").empty());
  EXPECT_TRUE(parse_frames("").empty());
  EXPECT_EQ(parse_frames("    at f (x:99999999999999999999:1)").front().line, 0);
  std::string many;
  for (int i = 0; i < 1000; ++i) {
    many += "    at f (x.js:1:1)\n";
  }
  EXPECT_EQ(parse_frames(many).size(), 64U);
}

TEST(TakeException, SurvivesAScriptsOwnStackProperty) {
  World world;

  EXPECT_TRUE(world.run("const e = new Error('x'); e.stack = 5; throw e").error().frames.empty());
  EXPECT_TRUE(world
                  .run("const f = new Error('x');"
                       "Object.defineProperty(f, 'stack', {get() { throw 1; }}); throw f")
                  .error()
                  .frames.empty());
  EXPECT_EQ(JS_HasException(world.runtime->context()), 0);
}

TEST(ThrowError, KeepsLongAndMultilineTexts) {
  World world;
  std::string text(1000, 'x');
  text += "\n\u00e9";

  throw_error(world.runtime->context(), text);

  EXPECT_EQ(take_exception(world.runtime->context()).text, "Error: " + text);
}

}  // namespace
}  // namespace headroom::script
