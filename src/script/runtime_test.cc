#include "script/runtime.h"

#include <gtest/gtest.h>

namespace headroom::script {
namespace {

TEST(Runtime, EvaluatesText) {
  Pool pool;
  const NativeModules natives;
  Runtime runtime(pool, natives);

  const Outcome<Value> value = runtime.evaluate_text("1 + 2", "text.js");

  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->to_number().value(), 3);
}

}  // namespace
}  // namespace headroom::script
