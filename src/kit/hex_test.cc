#include "kit/hex.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

TEST(Hex, HasTwoLowerCaseDigitsForEachByte) {
  EXPECT_EQ(hex_of(""), "");
  EXPECT_EQ(hex_of(std::string_view("\0\x01\x7f\xab\xff", 5)), "00017fabff");
}

}  // namespace
}  // namespace headroom::kit
