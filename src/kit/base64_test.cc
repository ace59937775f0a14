#include "kit/base64.h"

#include <gtest/gtest.h>

namespace headroom::kit {
namespace {

constexpr Base64Form raw{.is_padded = false};
constexpr Base64Form url{.alphabet = Base64Alphabet::url};
constexpr Base64Form raw_url{.alphabet = Base64Alphabet::url, .is_padded = false};

TEST(Base64, WritesAndReadsTheExamplesOfTheRfc) {
  struct Row {
    std::string_view bytes;
    std::string_view text;
    std::string_view raw_text;
  };
  const Row rows[] = {
      {"", "", ""},
      {"f", "Zg==", "Zg"},
      {"fo", "Zm8=", "Zm8"},
      {"foo", "Zm9v", "Zm9v"},
      {"foob", "Zm9vYg==", "Zm9vYg"},
      {"fooba", "Zm9vYmE=", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(base64_encoded(row.bytes), row.text);
    EXPECT_EQ(base64_encoded(row.bytes, raw), row.raw_text);
    EXPECT_EQ(base64_decoded(row.text), std::string(row.bytes));
    EXPECT_EQ(base64_decoded(row.raw_text, raw), std::string(row.bytes));
  }
}

TEST(Base64, HasTwoAlphabets) {
  const std::string bytes = "\xfb\xff\xfe?";

  EXPECT_EQ(base64_encoded(bytes), "+//+Pw==");
  EXPECT_EQ(base64_encoded(bytes, url), "-__-Pw==");
  EXPECT_EQ(base64_encoded(bytes, raw_url), "-__-Pw");
  EXPECT_EQ(base64_decoded("-__-Pw==", url), bytes);
  EXPECT_EQ(base64_decoded("-__-Pw", raw_url), bytes);
  EXPECT_FALSE(base64_decoded("-__-Pw=="));
  EXPECT_FALSE(base64_decoded("+//+Pw", raw_url));
}

TEST(Base64, GivesBackAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 200; ++i) {
    for (const Base64Form form : {Base64Form{}, raw, url, raw_url}) {
      EXPECT_EQ(base64_decoded(base64_encoded(bytes, form), form), bytes);
    }
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, ReadsOverLineBreaksAndBitsLeftOver) {
  EXPECT_EQ(base64_decoded("Zm\r\n9vYg\n=\n=\n"), "foob");
  EXPECT_EQ(base64_decoded("Zh=="), "f") << "the four bits after the byte are not zero";
}

TEST(Base64, SaysWhereTextIsIllegalAsGoDoes) {
  struct Row {
    std::string_view text;
    Base64Form form;
    int position;
    std::string_view reason;
  };
  const Row rows[] = {
      {"!", {}, 0, "no digit"},
      {"Zm9v!", {}, 4, "no digit"},
      {"Zm9vY", {}, 4, "one digit left"},
      {"Zm9vYg", {}, 4, "padding missing"},
      {"Zm9vYg=", {}, 7, "padding half missing"},
      {"Zm9vYg=A", {}, 6, "a digit after half the padding"},
      {"=", {}, 0, "padding of nothing"},
      {"Z===", {}, 1, "padding after one digit"},
      {"Zg==Zg==", {}, 4, "digits after the padding"},
      {"Zm8=\nx", {}, 5, "rubbish after the padding"},
      {"Zm9vYg==", raw, 6, "padding where none belongs"},
      {"Zm9vY", raw, 4, "one digit left"},
  };
  for (const Row& row : rows) {
    const auto bytes = base64_decoded(row.text, row.form);
    ASSERT_FALSE(bytes) << row.reason;
    EXPECT_EQ(bytes.error().text(),
              "illegal base64 data at input byte " + std::to_string(row.position))
        << row.reason;
  }
}

}  // namespace
}  // namespace headroom::kit
