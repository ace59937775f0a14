#include "kit/error.h"

#include <gtest/gtest.h>

#include "kit/result.h"

namespace headroom::kit {
namespace {

TEST(Error, CarriesItsTrailAndItsCode) {
  Result<int> inner = failure("no such file", 7);

  const Result<int> outer = failure_of(inner, "reading x.js");

  EXPECT_EQ(outer.error().text(), "reading x.js: no such file");
  EXPECT_EQ(outer.error().code(), 7);
}

}  // namespace
}  // namespace headroom::kit
