#include "script/program.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Program, LoadsRelativeImportsOnce) {
  World world;

  const Outcome<void> loaded = world.load(
      "import { a } from './a.js'; import { b } from './b.js';\n"
      "export default function () { return a + b; }",
      {{"file:///a.js", "globalThis.loads = (globalThis.loads ?? 0) + 1; export const a = 1;"},
       {"file:///b.js", "import { a } from './a.js'; export const b = a + 1;"}});

  ASSERT_TRUE(loaded) << loaded.error().trace();
  EXPECT_EQ(world.call("default")->to_number().value(), 3);
  EXPECT_EQ(world.show("loads"), "1");
  EXPECT_EQ(world.program->module_names(),
            (std::vector<std::string>{"file:///a.js", "file:///b.js", "file:///script.js"}));
}

TEST(Program, LoadsImportsInACircle) {
  World world;

  const Outcome<void> loaded = world.load(
      "import { g } from './g.js'; export function f() { return 1; }\n"
      "export default function () { return g(); }",
      {{"file:///g.js", "import { f } from './script.js'; export function g() { return f() + 1; }"},
       {"file:///script.js", "the main module is never read again"}});

  ASSERT_TRUE(loaded) << loaded.error().trace();
  EXPECT_EQ(world.call("default")->to_number().value(), 2);
}

TEST(Program, ServesManyRuntimes) {
  World world;
  ASSERT_TRUE(world.load("let n = 0; export default function () { return ++n; }"));
  Runtime other(world.pool, world.natives);
  other.enter_stack(std::size_t{256} << 10);
  ASSERT_TRUE(other.evaluate(*world.program));

  ASSERT_TRUE(world.call("default"));

  EXPECT_EQ(world.call("default")->to_number().value(), 2);
  EXPECT_EQ(other.call(other.exported("default").value())->to_number().value(), 1);
}

struct BadScript {
  const char* name;
  const char* text;
  const char* error;
  const char* file;
  int line;
};

class ProgramError : public testing::TestWithParam<BadScript> {};

TEST_P(ProgramError, SaysWhatAndWhere) {
  const BadScript& bad = GetParam();
  World world;

  const Outcome<void> loaded =
      world.load(bad.text, {{"file:///lib.js", "export const x = 1;"},
                            {"file:///bad.js", "\n\nlet x = ;"},
                            {"file:///types.ts", "const x: number = 1;"},
                            {"file:///deep.js", "\nimport './absent.js';"},
                            {"file:///throws.js", "\nthrow new Error('in lib');"}});

  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().text, bad.error);
  ASSERT_FALSE(loaded.error().frames.empty());
  EXPECT_EQ(loaded.error().frames[0].file, bad.file);
  EXPECT_EQ(loaded.error().frames[0].line, bad.line);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ProgramError,
    testing::Values(
        BadScript{"syntax", "let a = 1;\nlet b = }",
                  "SyntaxError: unexpected token in expression: '}'", "file:///script.js", 2},
        BadScript{"syntax_in_import", "import './bad.js';",
                  "SyntaxError: unexpected token in expression: ';'", "file:///bad.js", 3},
        BadScript{"typescript", "import './types.ts';",
                  "SyntaxError: missing initializer for const variable (TypeScript is not "
                  "supported yet: compile it to "
                  "JavaScript first)",
                  "file:///types.ts", 1},
        BadScript{"absent_file", "\nimport x from './absent.js';",
                  "file:///absent.js: no such file", "file:///script.js", 2},
        BadScript{"absent_file_of_import", "import './deep.js';", "file:///absent.js: no such file",
                  "file:///deep.js", 2},
        BadScript{"bare_name", "\n\nimport _ from \"lodash\";", "module lodash is not known",
                  "file:///script.js", 3},
        BadScript{"https", "import 'https://x.io/a.js';",
                  "import of https://x.io/a.js: https imports are not supported yet, save the "
                  "module beside the script and import it as ./name.js",
                  "file:///script.js", 1},
        BadScript{"absent_export", "import { y } from './lib.js';",
                  "SyntaxError: Could not find export 'y' in module 'file:///lib.js'",
                  "file:///script.js", 0},
        BadScript{"throws", "\n\nnull.x;", "TypeError: cannot read property 'x' of null",
                  "file:///script.js", 3},
        BadScript{"import_throws", "import './throws.js';", "Error: in lib", "file:///throws.js",
                  2},
        BadScript{"commonjs", "const http = require('k6/http');",
                  "ReferenceError: 'require' is not defined (CommonJS is not supported yet: use "
                  "import and export)",
                  "file:///script.js", 1}),
    [](const auto& instance) { return instance.param.name; });

TEST(Program, RefusesDynamicImports) {
  World world;
  ASSERT_TRUE(world.load("export default async function () { await import('./other.js'); }"));

  const Value promise = world.call("default").value();
  ASSERT_TRUE(world.runtime->run_pending_jobs());

  const std::optional<Outcome<Value>> end = world.runtime->settled(promise);
  EXPECT_EQ(end->error().text,
            "TypeError: dynamic modules are not enabled: import './other.js' at the top instead");
}

TEST(Program, KeepsFunctionSourcesOnlyOnDemand) {
  World world;
  const std::string text = "export default function named() { return 'a secret'; }";
  const Program lean =
      Program::compile({"file:///s.js", text}, source_of({}), world.natives).value();
  const Program whole =
      Program::compile({"file:///s.js", text}, source_of({}), world.natives, {.keeps_source = true})
          .value();
  Runtime runtime(world.pool, world.natives);
  runtime.enter_stack(std::size_t{256} << 10);
  ASSERT_TRUE(runtime.evaluate(whole));

  EXPECT_EQ(runtime.exported("default")->to_string().value(),
            "function named() { return 'a secret'; }");
  EXPECT_LT(lean.bytecode_of("file:///s.js")->size(), whole.bytecode_of("file:///s.js")->size());
}

}  // namespace
}  // namespace headroom::script
