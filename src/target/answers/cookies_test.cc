#include "target/answers/cookies.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/set_cookie.h"

namespace headroom::target {
namespace {

TEST(Cookies, AreShown) {
  EXPECT_EQ(get("/cookies").body, "{\"cookies\":{}}\n");
  EXPECT_EQ(get("/cookies", {{"Cookie", "b=2; a=1"}}).body,
            "{\"cookies\":{\"a\":\"1\",\"b\":\"2\"}}\n");
}

TEST(Cookies, AreSetByPathOrQuery) {
  const Answer one = get("/cookies/set/a/x%20y");
  EXPECT_EQ(one.status, 302);
  EXPECT_EQ(field_of(one, "Location"), "/cookies");
  EXPECT_EQ(field_of(one, "Set-Cookie"), "a=\"x y\"; Path=/");

  EXPECT_EQ(fields_of(get("/cookies/set?a=1&b=2"), "Set-Cookie"),
            (std::vector<std::string>{"a=1; Path=/", "b=2; Path=/"}));
  EXPECT_EQ(field_of(answer_to({.target = "/cookies/set?a=1", .scheme = "https"}), "Set-Cookie"),
            "a=1; Secure; Path=/");
}

TEST(Cookies, AreDeletedByAPastExpiry) {
  EXPECT_EQ(field_of(get("/cookies/delete?a=1"), "Set-Cookie"),
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/");
}

TEST(Cookies, CannotBreakTheHead) {
  for (const char* target : {"/cookies/set?a%0d%0ab=1", "/cookies/set?a%3bb=1", "/cookies/set?=1",
                             "/cookies/set/a%20b/1", "/cookies/delete?a%0a"}) {
    const Answer answer = get(target);
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_TRUE(answer.headers.empty()) << target;
  }
}

TEST(Cookies, ComeBackAsTheyWereSet) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
  }
  for (const std::string& value : {std::string(), std::string("plain"), all}) {
    const std::string text = set_cookie_text("a", value);
    EXPECT_TRUE(text.find_first_of("\r\n") == text.npos);
    const Headers headers{{"Cookie", std::string_view(text).substr(0, text.rfind(';'))}};
    EXPECT_EQ(cookies_of({.headers = headers}), (Pairs{{"a", value}}));
  }
}

}  // namespace
}  // namespace headroom::target
