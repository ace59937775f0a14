#include "script/bytes.h"

#include <gtest/gtest.h>

#include "script/runtime_fixture.h"

namespace headroom::script {
namespace {

struct Case {
  const char* expression;
  std::optional<std::string> bytes;
};

TEST(Bytes, AreThoseTheScriptMeans) {
  World world;
  const Case cases[] = {
      {"new Uint8Array([97, 98, 99]).buffer", "abc"},
      {"new Uint8Array([97, 98, 99])", "abc"},
      {"new Uint8Array([97, 98, 99, 100]).subarray(1, 3)", "bc"},
      {"new Uint16Array([0x6261])", "ab"},
      {"new DataView(new Uint8Array([97, 98, 99]).buffer, 1)", "bc"},
      {"new Float64Array(1)", std::string(8, '\0')},
      {"new ArrayBuffer(0)", ""},
      {"new Uint8Array(0)", ""},
      {"'abc'", std::nullopt},
      {"[97, 98]", std::nullopt},
      {"({buffer: new ArrayBuffer(3), byteOffset: 0, byteLength: 3})", std::nullopt},
      {"null", std::nullopt},
      {"5", std::nullopt},
  };
  for (const Case& each : cases) {
    const auto value = world.runtime->evaluate_text(each.expression, "test");
    ASSERT_TRUE(value.has_value()) << each.expression;

    const auto bytes = bytes_of(world.runtime->context(), value->get());

    ASSERT_EQ(bytes.has_value(), each.bytes.has_value()) << each.expression;
    EXPECT_EQ(bytes.value_or(""), each.bytes.value_or("")) << each.expression;
    EXPECT_EQ(JS_HasException(world.runtime->context()), 0) << each.expression;
  }
}

TEST(Bytes, OfADetachedBufferAreNone) {
  World world;
  const auto view = world.runtime->evaluate_text("new Uint8Array(3)", "test");
  const auto buffer = view->property("buffer");

  JS_DetachArrayBuffer(world.runtime->context(), buffer->get());

  EXPECT_FALSE(bytes_of(world.runtime->context(), buffer->get()).has_value());
  EXPECT_FALSE(bytes_of(world.runtime->context(), view->get()).has_value());
}

}  // namespace
}  // namespace headroom::script
