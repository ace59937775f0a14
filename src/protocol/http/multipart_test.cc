#include "protocol/http/multipart.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

using namespace std::string_literals;

constexpr std::string_view content_type = "multipart/form-data; boundary=b";

std::vector<ReceivedPart> received(std::span<const FormPart> parts) {
  std::vector<ReceivedPart> out;
  for (const FormPart& part : parts) {
    out.push_back(
        {.name = std::string(part.name),
         .filename = part.filename ? std::optional(std::string(*part.filename)) : std::nullopt,
         .content_type = std::string(part.content_type),
         .bytes = part.bytes});
  }
  return out;
}

TEST(MultipartBody, IsWhatGoWrites) {
  const FormPart parts[] = {
      {.name = "field", .bytes = "value"},
      {.name = "f\"\\\r\n",
       .filename = "a \"b\".txt",
       .content_type = "text/plain",
       .bytes = "x\n"},
  };
  const auto body = MultipartBody::make(parts, "b");
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->content_type(), content_type);
  EXPECT_EQ(
      body->joined(),
      "--b\r\n"
      "Content-Disposition: form-data; name=\"field\"\r\n"
      "\r\n"
      "value\r\n"
      "--b\r\n"
      "Content-Disposition: form-data; name=\"f\\\"\\\\%0D%0A\"; filename=\"a \\\"b\\\".txt\"\r\n"
      "Content-Type: text/plain\r\n"
      "\r\n"
      "x\n\r\n"
      "--b--\r\n");
  EXPECT_EQ(body->size_bytes(), body->joined().size());
}

TEST(MultipartBody, BorrowsTheBytesOfItsParts) {
  const std::string file(1000, 'x');
  const FormPart parts[] = {{.name = "file", .filename = "x", .bytes = file}};
  auto body = MultipartBody::make(parts, "b");
  ASSERT_TRUE(body.has_value());
  const std::string before = body->joined();
  const MultipartBody moved = std::move(*body);
  ASSERT_EQ(moved.pieces().size(), 3U);
  EXPECT_EQ(moved.pieces()[1].data(), file.data());
  EXPECT_EQ(moved.joined(), before);
}

TEST(MultipartBody, OfNoPartsHasOnlyTheEnd) {
  const auto body = MultipartBody::make({}, "b");
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->joined(), "\r\n--b--\r\n");
}

TEST(MultipartBody, QuotesABoundaryThatNeedsIt) {
  EXPECT_EQ(MultipartBody::make({}, "a b:c")->content_type(),
            "multipart/form-data; boundary=\"a b:c\"");
}

TEST(MultipartBody, RefusesWhatWouldBreakItsFrame) {
  const auto text_of = [](std::string_view boundary, std::string_view type) {
    const FormPart parts[] = {{.name = "a", .content_type = type, .bytes = ""}};
    return MultipartBody::make(parts, boundary).error().text();
  };
  EXPECT_EQ(text_of("", ""), "mime: invalid boundary length");
  EXPECT_EQ(text_of(std::string(71, 'b'), ""), "mime: invalid boundary length");
  EXPECT_EQ(text_of("b\r\n", ""), "mime: invalid boundary character");
  EXPECT_EQ(text_of("b ", ""), "mime: invalid boundary character");
  EXPECT_EQ(text_of("b", "text/plain\r\nX: y"),
            R"(content type "text/plain\r\nX: y": has characters that no header may have)");
}

TEST(MultipartBody, MakesBoundariesOfSixtyHexadecimalDigits) {
  kit::Random random(1);
  const std::string first = MultipartBody::random_boundary(random);
  EXPECT_EQ(first.size(), 60U);
  EXPECT_EQ(first.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(MultipartBody::random_boundary(random), first);
}

TEST(ParseMultipart, ReadsBackWhatWasWritten) {
  const std::vector<std::vector<FormPart>> forms = {
      {},
      {{.name = "a", .bytes = ""}},
      {{.name = "a", .bytes = "1"}, {.name = "a", .bytes = "2"}},
      {{.name = "quote \" and \\",
        .filename = R"(C:\dir\"x".txt)",
        .bytes = std::string_view("\0\r\n\xff", 4)}},
      {{.name = "", .filename = "", .content_type = "application/octet-stream", .bytes = "x"}},
      {{.name = "like a boundary", .bytes = "\r\n--c\r\n--\r\n--bb\r\n--"}},
  };
  for (const auto& form : forms) {
    const auto body = MultipartBody::make(form, "b");
    ASSERT_TRUE(body.has_value());
    const std::string joined = body->joined();
    const auto parts = parse_multipart(body->content_type(), joined);
    ASSERT_TRUE(parts.has_value()) << parts.error().text();
    EXPECT_EQ(*parts, received(form));
  }
}

TEST(ParseMultipart, ReadsWhatOthersWrite) {
  struct Row {
    const char* reason;
    std::string_view type;
    std::string body;
    std::string_view name = "a";
  };
  const Row rows[] = {
      {"names in any case, unknown lines", "Multipart/Form-Data; charset=utf-8; BOUNDARY=\"b\"",
       "--b\r\nX-Other: y\r\ncontent-disposition: Form-Data; NAME=a\r\n\r\nx\r\n--b--\r\n"},
      {"no line end behind the last boundary", content_type,
       "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--"},
      {"blanks behind a boundary", content_type,
       "--b \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--\r\n"},
      {"a semicolon at the end", content_type,
       "--b\r\nContent-Disposition: form-data; name=\"a\";\r\n\r\nx\r\n--b--\r\n"},
      {"a semicolon in a name", content_type,
       "--b\r\nContent-Disposition: form-data; name=\"a;b=c\"\r\n\r\nx\r\n--b--\r\n", "a;b=c"},
      {"a path of Windows as it is", content_type,
       "--b\r\nContent-Disposition: form-data; name=\"C:\\dir\"\r\n\r\nx\r\n--b--\r\n", "C:\\dir"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto parts = parse_multipart(row.type, row.body);
    ASSERT_TRUE(parts.has_value()) << parts.error().text();
    ASSERT_EQ(parts->size(), 1U);
    EXPECT_EQ(parts->front().name, row.name);
    EXPECT_EQ(parts->front().bytes, "x");
  }
}

TEST(ParseMultipart, SaysWhatIsWrong) {
  const std::string named = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
  struct Row {
    std::string_view type;
    std::string body;
    std::string_view text;
  };
  const Row rows[] = {
      {"", "", R"(content type "" is not multipart/form-data)"},
      {"multipart/mixed; boundary=b", "",
       R"(content type "multipart/mixed; boundary=b" is not multipart/form-data)"},
      {"multipart/form-data", "", R"(content type "multipart/form-data" names no boundary)"},
      {"multipart/form-data; boundary=\"b", "",
       R"(content type "multipart/form-data; boundary=\"b" names no boundary)"},
      {"multipart/form-data; boundary=b*b", "", "mime: invalid boundary character"},
      {content_type, "", "multipart body: does not start with the boundary"},
      {content_type, "text\r\n" + named + "x\r\n--b--\r\n",
       "multipart body: does not start with the boundary"},
      {content_type, "--bc\r\n", "multipart body: part 1: text behind the boundary"},
      {content_type, "--b\n", "multipart body: part 1: text behind the boundary"},
      {content_type, "--b", "multipart body: part 1: text behind the boundary"},
      {content_type, named + "x", "multipart body: part 1: has no end"},
      {content_type, named + "x\n--b--\r\n", "multipart body: part 1: has no end"},
      {content_type, named + "x\r\n--b\r\n\r\nx\r\n--b--", "multipart body: part 2: has no name"},
      {content_type, named + "x\r\n--b--\r\nmore", "multipart body: text behind the last boundary"},
      {content_type, "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
       "multipart body: part 1: has no name"},
      {content_type, "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--",
       "multipart body: part 1: Content-Disposition is not form-data"},
      {content_type, "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--",
       R"(multipart body: part 1: malformed Content-Disposition "form-data; name=\"a")"},
      {content_type, "--b\r\nContent-Disposition: form-data; name=\"a\"x\r\n\r\nx\r\n--b--",
       R"(multipart body: part 1: malformed Content-Disposition "form-data; name=\"a\"x")"},
      {content_type, named.substr(0, named.size() - 2) + named.substr(5) + "x\r\n--b--",
       "multipart body: part 1: second Content-Disposition"},
      {content_type, "--b\r\nno colon\r\n\r\nx\r\n--b--",
       R"(multipart body: part 1: malformed header line "no colon")"},
      {content_type, "--b\r\nX: " + std::string(9000, 'x') + "\r\n\r\nx\r\n--b--",
       "multipart body: part 1: head has no end within 8192 bytes"},
  };
  for (const Row& row : rows) {
    const auto parts = parse_multipart(row.type, row.body);
    ASSERT_FALSE(parts.has_value()) << row.body;
    EXPECT_EQ(parts.error().text(), row.text);
  }
}

TEST(ParseMultipart, CountsPartsAndTheBytesOfTheirHeads) {
  std::vector<FormPart> form(3, {.name = "a", .bytes = "x"});
  const std::string body = MultipartBody::make(form, "b")->joined();
  EXPECT_TRUE(parse_multipart(content_type, body, {.part_count_max = 3}).has_value());
  EXPECT_EQ(parse_multipart(content_type, body, {.part_count_max = 2}).error().text(),
            "multipart body: more than 2 parts");
  // Many lines, each short.
  std::string head = "--b\r\n";
  for (int i = 0; i < 10; ++i) {
    head += "X: 1234567890\r\n";
  }
  EXPECT_EQ(
      parse_multipart(content_type, head + "\r\n\r\n--b--", {.head_bytes_max = 100}).error().text(),
      "multipart body: part 1: head has no end within 100 bytes");
}

}  // namespace
}  // namespace headroom::protocol::http
