#include "target/answers/caching.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/http_date.h"

namespace headroom::target {
namespace {

TEST(Caching, AConditionalRequestIsNotModified) {
  const Answer answer =
      answer_to({.target = "/cache", .now = {.unix_ns = 784'111'777'900'000'000}, .seed = 1});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(field_of(answer, "Last-Modified"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(field_of(answer, "ETag").size(), 32U);
  EXPECT_EQ(get("/cache", {{"If-None-Match", "x"}}).status, 304);
  EXPECT_EQ(get("/cache", {{"if-modified-since", "x"}}).status, 304);
  EXPECT_EQ(get("/cache", {{"If-None-Match", "x"}}).body, "");
}

TEST(Caching, DatesAreHttps) {
  EXPECT_EQ(http_date({}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date({.unix_ns = 951'782'399'000'000'000}), "Mon, 28 Feb 2000 23:59:59 GMT");
  EXPECT_EQ(http_date({.unix_ns = 951'782'400'000'000'000}), "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST(Caching, SecondsAreGivenToCaches) {
  EXPECT_EQ(field_of(get("/cache/60"), "Cache-Control"), "public, max-age=60");
  EXPECT_EQ(get("/cache/x").status, 404);
}

TEST(Caching, TagsAreCompared) {
  const struct {
    const char* name;
    const char* value;
    int status;
  } rows[] = {
      {"X-None", "", 200},
      {"If-None-Match", "v1", 304},
      {"If-None-Match", "\"v1\"", 304},
      {"If-None-Match", "\"a\", W/\"v1\"", 304},
      {"If-None-Match", "*", 304},
      {"If-None-Match", "\"v2\"", 200},
      {"If-Match", "\"v1\"", 200},
      {"If-Match", "*", 200},
      {"If-Match", "\"v2\", v3", 412},
  };
  for (const auto& row : rows) {
    const Answer answer = get("/etag/v1", {{row.name, row.value}});
    EXPECT_EQ(answer.status, row.status) << row.name << ": " << row.value;
    EXPECT_EQ(fields_of(answer, "ETag").size(), row.status == 412 ? 0U : 1U);
  }
  EXPECT_EQ(field_of(get("/etag/a%20b"), "ETag"), "a b");
  EXPECT_EQ(get("/etag/a%0d%0ab").status, 400);
}

TEST(Caching, ResponseFieldsAreThoseOfTheQuery) {
  const Answer answer = get("/response-headers?X=1&X=2&Content-Type=text/plain");
  EXPECT_EQ(answer.body,
            R"({"Content-Length":"87","Content-Type":["application/json","text/plain"],)"
            R"("X":["1","2"]})"
            "\n");
  EXPECT_EQ(answer.body.size(), 87U);
  EXPECT_EQ(fields_of(answer, "X"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(get("/response-headers").body,
            "{\"Content-Length\":\"58\",\"Content-Type\":\"application/json\"}\n");
}

TEST(Caching, ResponseFieldsCannotBreakTheMessage) {
  for (const char* query : {"a%0d%0ab=1", "a=1%0d%0ab:2", "=1", "a%20b=1", "content-length=3",
                            "Transfer-Encoding=chunked", "Connection=close"}) {
    const Answer answer = get("/response-headers?" + std::string(query));
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_TRUE(answer.headers.empty()) << query;
  }
}

}  // namespace
}  // namespace headroom::target
