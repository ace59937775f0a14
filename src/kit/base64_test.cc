#include "kit/base64.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

using namespace std::string_view_literals;

TEST(Base64, TextsOfRfc4648GoThereAndBack) {
  const struct {
    std::string_view bytes;
    std::string_view text;
  } rows[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff\xfe\x00"sv, "+//+AA=="},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(base64(row.bytes), row.text);
    EXPECT_EQ(base64_decoded(row.text), row.bytes) << row.text;
  }
}

TEST(Base64, ReadsTheAlphabetOfUrlsAndTextWithoutPadding) {
  EXPECT_EQ(base64_decoded("-__-AA"), "\xfb\xff\xfe\x00"sv);
  EXPECT_EQ(base64_decoded("Zg"), "f");
  EXPECT_EQ(base64_decoded("Zm8"), "fo");
}

TEST(Base64, RefusesWhatIsNeither) {
  for (const std::string_view text : {"Z"sv, "Zm9vY"sv, "Zm 8"sv, "Zm8=="sv, "Z==="sv, "===="sv,
                                      "=Zm8"sv, "Zm9\0"sv, "Zm9v\n"sv, "Zg==Zg=="sv}) {
    EXPECT_FALSE(base64_decoded(text)) << text;
  }
}

}  // namespace
}  // namespace headroom::kit
