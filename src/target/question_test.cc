#include "target/question.h"

#include <limits>

#include <gtest/gtest.h>

namespace headroom::target {
namespace {

using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

TEST(Question, HasAPathAndAQuery) {
  EXPECT_EQ(path_of({.target = "/a/b?c=d?e"}), "/a/b");
  EXPECT_EQ(query_of({.target = "/a/b?c=d?e"}), "c=d?e");
  EXPECT_EQ(query_of({.target = "/a"}), "");
}

TEST(Question, FormsAreReadAsBrowsersWriteThem) {
  const struct {
    std::string_view form;
    Pairs pairs;
    const char* why;
  } rows[] = {
      {"", {}, "nothing"},
      {"a=1&b=2&a=3", {{"a", "1"}, {"b", "2"}, {"a", "3"}}, "in order, repeated ones too"},
      {"a=x%20y+z%2B", {{"a", "x y z+"}}, "escapes and pluses"},
      {"a", {{"a", ""}}, "a name alone"},
      {"=1", {{"", "1"}}, "a value alone"},
      {"a==b", {{"a", "=b"}}, "the first = is the one"},
      {"&&a=1&", {{"a", "1"}}, "empty fields are none"},
      {"a=%zz%4", {{"a", "%zz%4"}}, "escapes that are none stay"},
      {"%3D=%26", {{"=", "&"}}, "escaped separators separate nothing"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(pairs_of_form(row.form), row.pairs) << row.why;
  }
}

TEST(Question, FormsAreBounded) {
  std::string form;
  for (std::size_t i = 0; i < pairs_max + 10; ++i) {
    form += "a&";
  }
  EXPECT_EQ(pairs_of_form(form).size(), pairs_max);
}

TEST(Question, CookiesLoseTheirQuotes) {
  const Headers headers{{"Cookie", "b=2; a=\"x\\073\\\"y\\\"\"; a=3;;  =4; c"},
                        {"cookie", "d=e=f"}};
  EXPECT_EQ(cookies_of({.headers = headers}),
            (Pairs{{"a", "x;\"y\""}, {"b", "2"}, {"c", ""}, {"d", "e=f"}}));
}

TEST(Question, MalformedCookieQuotesStay) {
  const Headers headers{{"Cookie", "a=\"; b=\"\\\"; c=\"\\9\\12\""}};
  EXPECT_EQ(cookies_of({.headers = headers}), (Pairs{{"a", "\""}, {"b", "\\"}, {"c", "912"}}));
}

TEST(Question, UrlsAndOriginsAreThoseOutside) {
  const Headers plain{{"Host", "a:1"}};
  EXPECT_EQ(url_of({.headers = plain, .scheme = "http"}, "/x"), "http://a:1/x");
  EXPECT_EQ(origin_of({.headers = plain, .origin = "127.0.0.1"}), "127.0.0.1");

  const Headers behind_proxy{
      {"Host", "a:1"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", "10.0.0.1"}};
  EXPECT_EQ(url_of({.headers = behind_proxy}, "/x"), "https://a:1/x");
  EXPECT_EQ(origin_of({.headers = behind_proxy, .origin = "127.0.0.1"}), "10.0.0.1");
}

TEST(Question, CountsAreDigitsAndSaturate) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(parse_count("0"), 0U);
  EXPECT_EQ(parse_count("007"), 7U);
  EXPECT_EQ(parse_count("18446744073709551615"), most);
  EXPECT_EQ(parse_count("18446744073709551616"), most);
  EXPECT_EQ(parse_count("99999999999999999999999999"), most);
  for (const char* text : {"", "-1", "+1", "1.5", " 1", "0x1", "1e3"}) {
    EXPECT_FALSE(parse_count(text)) << text;
  }
}

}  // namespace
}  // namespace headroom::target
