#include "script/globals.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

TEST(Globals, LackWhatK6Lacks) {
  World world;

  for (const char* name : {"URL",
                           "URLSearchParams",
                           "fetch",
                           "XMLHttpRequest",
                           "WebSocket",
                           "Blob",
                           "FormData",
                           "AbortController",
                           "Event",
                           "EventTarget",
                           "queueMicrotask",
                           "atob",
                           "btoa",
                           "structuredClone",
                           "performance",
                           "process",
                           "Buffer",
                           "Intl",
                           "WeakRef",
                           "FinalizationRegistry",
                           "SharedArrayBuffer",
                           "Atomics",
                           "WebAssembly",
                           "navigator",
                           "std",
                           "os",
                           "Iterator",
                           "InternalError",
                           "print"}) {
    EXPECT_EQ(world.show(std::string("typeof ") + name), "undefined") << name;
    EXPECT_EQ(world.show(std::string("'") + name + "' in globalThis"), "false") << name;
  }
}

TEST(Globals, HaveWhatTheLanguageHas) {
  World world;

  EXPECT_EQ(world.show("Object.getOwnPropertyNames(globalThis).filter((n) =>"
                       "typeof globalThis[n] === 'function').sort().join(' ')"),
            "AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean "
            "DataView Date Error EvalError Float32Array Float64Array Function Int16Array "
            "Int32Array Int8Array Map Number Object Promise Proxy RangeError ReferenceError "
            "RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array "
            "Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent "
            "encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt "
            "unescape");
}

TEST(Globals, LanguageFeaturesOfK6ScriptsWork) {
  World world;
  const std::pair<const char*, const char*> rows[] = {
      {"[1, [2, [3]]].flat(Infinity).join()", "1,2,3"},
      {"(({a, ...rest}) => rest.b)({a: 1, b: 2})", "2"},
      {"null ?? ({})?.x?.y ?? 'z'", "z"},
      {"class A { #p = 1; static s = 2; static { A.t = 3; } p() { return this.#p; } }"
       "new A().p() + A.s + A.t",
       "6"},
      {"2n ** 64n", "18446744073709551616n"},
      {"'2024-05'.match(/(?<y>\\d{4})-(?<m>\\d\\d)/).groups.m", "05"},
      {"'aXbX'.replaceAll('X', '-') + [...'ab'.matchAll(/./g)].length", "a-b-2"},
      {"[3, 1, 2].toSorted().with(0, 9).at(-1) + [1, 2].findLast((x) => x < 2)", "4"},
      {"new Error('a', {cause: 'b'}).cause", "b"},
      {"Object.fromEntries(new Map([['a', 1]]))", "{ a: 1 }"},
      {"new Proxy({}, {get: (t, k) => k}).hello", "hello"},
      {"Reflect.ownKeys({b: 1, a: 2}).join()", "b,a"},
      {"'\\u0065\\u0301'.normalize('NFC').length", "1"},
      {"new Function('return this')() === globalThis", "true"},
      {"(function* () { yield 1; yield 2; })().next().value", "1"},
      {"let t = 0; outer: for (const i of [1, 2]) { for (;;) { t += i; continue outer; } } t", "3"},
      {"new Date(0).toISOString()", "1970-01-01T00:00:00.000Z"},
      {"escape('ä') + unescape('%E4')", "%E4ä"},
  };

  for (const auto& [text, result] : rows) {
    EXPECT_EQ(world.show(text), result) << text;
  }
}

TEST(Globals, RandomIsReproducibleFromItsSeed) {
  World left({.random_seed = 5});
  World right({.random_seed = 5});
  World other({.random_seed = 6});
  const char* text = "[Math.random(), Math.random()].join()";

  const std::string first = left.show(text);
  EXPECT_EQ(first, right.show(text));
  EXPECT_NE(first, other.show(text));
  EXPECT_NE(first, left.show(text));

  left.runtime->seed_random(5);
  EXPECT_EQ(first, left.show(text));
  EXPECT_EQ(left.show("const r = Math.random(); r >= 0 && r < 1"), "true");
}

}  // namespace
}  // namespace headroom::script
