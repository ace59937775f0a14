#include "script/inspect.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Inspect, FormatsAsK6Does) {
  World world;
  const std::pair<const char*, const char*> rows[] = {
      {"({a: 1, b: 'x', c: [1, 2]})", R"({ a: 1, b: "x", c: [ 1, 2 ] })"},
      {"'raw \"text\"'", R"(raw "text")"},
      {"['a\"b\\n\\x01']", R"([ "a\"b\n\u0001" ])"},
      {"null", "null"},
      {"undefined", "undefined"},
      {"true", "true"},
      {"1.5", "1.5"},
      {"NaN", "NaN"},
      {"[]", "[]"},
      {"({})", "{}"},
      {"({'a-b': null, $c: undefined})", R"({ "a-b": null, $c: undefined })"},
      {"const o = {n: 1}; o.self = o; o", "{ n: 1, self: [Circular] }"},
      {"const shared = {}; [shared, shared]", "[ {}, {} ]"},
      {"() => 1", "[object Function]"},
      {"({f() {}})", "{ f: [object Function] }"},
      {"({get x() { throw 1; }})", "{ x: [Getter] }"},
      {"[Symbol('s'), Symbol()]", "[ Symbol(s), Symbol() ]"},
      {"new Date(0)", "1970-01-01T00:00:00.000Z"},
      {"[new Date(0)]", R"([ "1970-01-01T00:00:00.000Z" ])"},
      {"({toJSON() { return {b: 2}; }})", "{ b: 2 }"},
      {"({a: 1, toJSON() { throw 1; }})", "{ a: 1, toJSON: [object Function] }"},
      {"new Proxy({}, {ownKeys() { throw 1; }})", "{}"},
      {"'h\\u00e9'", "h\u00e9"},
  };

  for (const auto& [text, shown] : rows) {
    EXPECT_EQ(world.show(text), shown) << text;
  }
  EXPECT_EQ(JS_HasException(world.runtime->context()), 0);
}

TEST(Inspect, ShowsErrorsWithTheirStack) {
  World world;

  EXPECT_EQ(world.show("function f() { return new TypeError('no'); }\nf()"),
            "TypeError: no\n\tat f (text.js:1:36(0))\n\tat text.js:2:2(0)");
}

TEST(Inspect, StopsAtADepth) {
  World world;

  const std::string shown = world.show("let a = {}; for (let i = 0; i < 100000; i++) a = {a}; a");

  EXPECT_NE(shown.find("[Object]"), std::string::npos);
  EXPECT_LT(shown.size(), 1000U);
}

}  // namespace
}  // namespace headroom::script
