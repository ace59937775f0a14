#include "target/multipart.h"

#include <gtest/gtest.h>

namespace headroom::target {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=XX";

TEST(Multipart, HasFieldsAndFiles) {
  const std::string body =
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n"
      "--XX\r\ncontent-disposition: form-data; name=f; filename=\"x;y.bin\"\r\n"
      "Content-Type: image/png\r\n\r\n\r\n--X\r\n"
      "--XX\r\nContent-Disposition: form-data; name=\"e \\\"q\\\"\"; filename=\"\"\r\n\r\n\r\n"
      "--XX--\r\n";

  const std::vector<Part> parts = parts_of(type, body);

  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].name, "a");
  EXPECT_EQ(parts[0].content, "1\r\n2");
  EXPECT_FALSE(parts[0].is_file);
  EXPECT_EQ(parts[1].name, "f");
  EXPECT_EQ(parts[1].content_type, "image/png");
  EXPECT_EQ(parts[1].content, "\r\n--X");
  EXPECT_TRUE(parts[1].is_file);
  EXPECT_EQ(parts[2].name, "e \"q\"");
  EXPECT_EQ(parts[2].content, "");
  EXPECT_TRUE(parts[2].is_file);
}

TEST(Multipart, TextBeforeAndBehindIsNotAPart) {
  const std::string part = "\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
  EXPECT_EQ(parts_of(type, "before\r\n--XX" + part + "--XX--\r\nbehind").size(), 1U);
  EXPECT_EQ(parts_of("multipart/form-data; boundary=\"X X\"", "--X X" + part + "--X X--").size(),
            1U);
}

TEST(Multipart, WhatIsMalformedEndsTheList) {
  const std::string good = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
  const struct {
    std::string body;
    std::size_t parts;
    const char* why;
  } rows[] = {
      {"", 0, "nothing"},
      {"--XX", 0, "a boundary alone"},
      {"--XX--", 0, "the end alone"},
      {"--XX\r\n\r\n\r\n--XX--", 0, "no name"},
      {"--XX\r\nContent-Disposition: form-data; name=a\r\n--XX--", 0, "no blank line"},
      {good, 0, "no end"},
      {good + "--XX", 1, "an end cut short"},
      {good + "--XXX\r\n\r\n", 1, "another boundary that starts so"},
      {good + "--XX\r\nContent-Disposition: form-data; filename=a\r\n\r\n1\r\n--XX--", 1,
       "no name"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(parts_of(type, row.body).size(), row.parts) << row.why;
  }
}

TEST(Multipart, NeedsABoundaryOfSomeLength) {
  const std::string body = "--\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n----";
  for (const std::string& without :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        std::string("multipart/form-data; boundary=\""),
        "multipart/form-data; boundary=" + std::string(300, 'x')}) {
    EXPECT_TRUE(parts_of(without, body).empty()) << without;
  }
}

TEST(Multipart, PartsAreBounded) {
  std::string body;
  for (std::size_t i = 0; i < parts_max + 5; ++i) {
    body += "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
  }
  EXPECT_EQ(parts_of(type, body + "--XX--").size(), parts_max);
}

TEST(Multipart, IsToldByItsType) {
  EXPECT_TRUE(is_multipart(type));
  EXPECT_TRUE(is_multipart("Multipart/Form-Data ;boundary=x"));
  EXPECT_FALSE(is_multipart("multipart/mixed; boundary=x"));
  EXPECT_FALSE(is_multipart(""));
}

}  // namespace
}  // namespace headroom::target
