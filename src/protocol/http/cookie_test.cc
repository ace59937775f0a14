#include "protocol/http/cookie.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

struct PairRow {
  std::string_view line;
  std::string_view name;  // empty: no cookie
  std::string_view value;
  std::string_view reason;
};

TEST(SetCookie, HasANameAndAValueAsInGo) {
  const PairRow rows[] = {
      {"a=1", "a", "1", "the least"},
      {"  a  =1\t; Path=/", "a", "1", "blanks around"},
      {"a= 1", "a", " 1", "a blank after = belongs to the value"},
      {"a=", "a", "", "an empty value"},
      {"a=b=c", "a", "b=c", "the first = counts"},
      {"a=\"1 2\"", "a", "1 2", "quotes are taken off"},
      {"a=\"\"", "a", "", "quotes around nothing"},
      {"a=1 2,3", "a", "1 2,3", "blanks and commas may be"},
      {"a='1'", "a", "'1'", "these are no quotes"},
      {"!#$%&'*+-.^_`|~09azAZ=1", "!#$%&'*+-.^_`|~09azAZ", "1", "all that a token may have"},
      {"__Host-a=1", "__Host-a", "1", "prefixes mean nothing"},
      {"a=1;", "a", "1", "no attribute"},
      {"", "", "", "empty"},
      {"  ", "", "", "blank"},
      {";a=1", "", "", "an empty first part"},
      {"a", "", "", "no ="},
      {"=1", "", "", "no name"},
      {"a b=1", "", "", "a blank inside the name"},
      {"a[0]=1", "", "", "brackets in the name"},
      {"\xC3\xA4=1", "", "", "a name beyond ASCII"},
      {"a=\xC3\xA4", "", "", "a value beyond ASCII"},
      {"a=\"1", "", "", "one quote"},
      {"a=1\"2", "", "", "a quote inside"},
      {"a=1\\2", "", "", "a backslash"},
      {"a=1\t2", "", "", "a control character"},
  };
  for (const PairRow& row : rows) {
    const auto cookie = parse_set_cookie(row.line);
    ASSERT_EQ(cookie.has_value(), !row.name.empty()) << row.reason;
    if (cookie) {
      EXPECT_EQ(cookie->name, row.name) << row.reason;
      EXPECT_EQ(cookie->value, row.value) << row.reason;
    }
  }
}

TEST(SetCookie, HasAttributes) {
  const auto cookie = parse_set_cookie(
      "a=1; Domain=.Example.com; path=/x y; MAX-AGE=60; Expires=Wed, 21-Oct-2015 07:28:00 GMT;"
      "Secure; HttpOnly; SameSite=Strict; Priority=High");

  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->domain, ".Example.com");
  EXPECT_EQ(cookie->path, "/x y");
  EXPECT_EQ(cookie->max_age, 60);
  EXPECT_EQ(cookie->expires_unix_ms, 1'445'412'480'000);
  EXPECT_TRUE(cookie->is_secure);
  EXPECT_TRUE(cookie->is_http_only);
  EXPECT_EQ(cookie->same_site, SameSite::strict);
}

TEST(SetCookie, WithoutAttributesSaysNothing) {
  const auto cookie = parse_set_cookie("a=1");

  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->domain, "");
  EXPECT_EQ(cookie->path, "");
  EXPECT_EQ(cookie->max_age, 0);
  EXPECT_EQ(cookie->expires_unix_ms, std::nullopt);
  EXPECT_FALSE(cookie->is_secure);
  EXPECT_FALSE(cookie->is_http_only);
  EXPECT_EQ(cookie->same_site, SameSite::unset);
}

TEST(SetCookie, PassesOverWrongAttributes) {
  const auto cookie = parse_set_cookie(
      "a=1; ;; Path=\"/x\"; Domain=\xC3\xA4.com; Max-Age=soon; Expires=tomorrow; Secure=\"1\";"
      " HttpOnly =1; SameSite");

  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->path, "") << "no quotes in attributes";
  EXPECT_EQ(cookie->domain, "");
  EXPECT_EQ(cookie->max_age, 0);
  EXPECT_EQ(cookie->expires_unix_ms, std::nullopt);
  EXPECT_FALSE(cookie->is_secure);
  EXPECT_FALSE(cookie->is_http_only) << "a blank before =";
  EXPECT_EQ(cookie->same_site, SameSite::unknown);
}

TEST(SetCookie, TakesTheLastOfAnAttribute) {
  const auto cookie = parse_set_cookie(
      "a=1; Path=/x; Path=/y; Max-Age=5; Max-Age=no; Secure=no;"
      "Expires=Wed, 21 Oct 2015 07:28:00 GMT; Expires=no");

  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->path, "/y");
  EXPECT_EQ(cookie->max_age, 5) << "a wrong one changes nothing";
  EXPECT_TRUE(cookie->is_secure) << "its value does not matter";
  EXPECT_EQ(cookie->expires_unix_ms, std::nullopt) << "but a wrong date takes the right one back";
}

TEST(SetCookie, HasAMaxAgeAsInGo) {
  struct Row {
    std::string_view text;
    std::int64_t max_age;
  };
  const Row rows[] = {
      {"1", 1},
      {"+7", 7},
      {"0", -1},
      {"00", -1},
      {"-0", -1},
      {"-1", -1},
      {"-900", -1},
      {"", 0},
      {"07", 0},
      {"1.5", 0},
      {"1 ", 1},
      {" 1", 0},
      {"+", 0},
      {"+-1", 0},
      {"0x10", 0},
      {"1_000", 0},
      {"1e3", 0},
      {"++1", 0},
      {"9223372036854775807", 9223372036854775807},
      {"9223372036854775808", 0},
  };
  for (const Row& row : rows) {
    const auto cookie = parse_set_cookie("a=1; Max-Age=" + std::string(row.text));
    ASSERT_TRUE(cookie);
    EXPECT_EQ(cookie->max_age, row.max_age) << row.text;
  }
}

TEST(SetCookie, KnowsTheSameSiteValues) {
  EXPECT_EQ(parse_set_cookie("a=1; SameSite=LAX")->same_site, SameSite::lax);
  EXPECT_EQ(parse_set_cookie("a=1; samesite=none")->same_site, SameSite::none);
  EXPECT_EQ(parse_set_cookie("a=1; SameSite=other")->same_site, SameSite::unknown);
}

TEST(SetCookie, LinesOfAResponseAreReadInOrder) {
  const auto cookies = cookies_of(
      http1::Fields("Set-Cookie: a=1\r\nX: y\r\nset-cookie: wrong\r\nSET-COOKIE: a=2; Path=/\r\n"));

  ASSERT_EQ(cookies.size(), 2);
  EXPECT_EQ(cookies[0].value, "1");
  EXPECT_EQ(cookies[1].value, "2");
}

TEST(SetCookie, TooManyLinesAreNone) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) {
    lines += "Set-Cookie: a=1\r\n";
  }

  EXPECT_EQ(cookies_of(http1::Fields(lines)).size(), 3000);
  lines += "Set-Cookie: wrong\r\n";
  EXPECT_TRUE(cookies_of(http1::Fields(lines)).empty());
}

TEST(CookieField, IsReadAsInGo) {
  using Pairs = std::vector<CookiePair>;
  EXPECT_EQ(parse_cookie_field("a=1; b=2"), (Pairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(parse_cookie_field(" a = 1 ;b=\"2 3\";;a=4;"),
            (Pairs{{"a", " 1"}, {"b", "2 3"}, {"a", "4"}}));
  EXPECT_EQ(parse_cookie_field("a"), (Pairs{{"a", ""}})) << "here a name alone is enough";
  EXPECT_EQ(parse_cookie_field("a b=1; c=\"; =2; d=3"), (Pairs{{"d", "3"}}));
  EXPECT_EQ(parse_cookie_field(""), Pairs{});
}

TEST(CookieField, WithTooManyIsEmpty) {
  EXPECT_EQ(parse_cookie_field("a=1" + std::string(2999, ';')).size(), 1);
  EXPECT_TRUE(parse_cookie_field("a=1" + std::string(3000, ';')).empty());
}

TEST(CookieField, IsWrittenAsInGo) {
  struct Row {
    CookiePair cookie;
    std::string_view field;
    std::string_view reason;
  };
  const Row rows[] = {
      {{"a", "1"}, "a=1", "the usual"},
      {{"a", ""}, "a=", "an empty value"},
      {{"a", "1 2"}, "a=\"1 2\"", "a blank"},
      {{"a", "1,2"}, "a=\"1,2\"", "a comma"},
      {{"a", "\"1\""}, "a=1", "quotes are dropped"},
      {{"a", "\" \""}, "a=\" \"", "and put around blanks"},
      {{"a", "1;2\\3\xC3\xA4\r\n4\x7f"}, "a=1234", "what no cookie may have"},
      {{"a\r\nb", "1"}, "a--b=1", "line breaks in the name"},
      {{"", "1"}, "=1", "no name"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(cookie_field({&row.cookie, 1}), row.field) << row.reason;
  }
}

TEST(CookieField, JoinsAndIsContinued) {
  const std::vector<CookiePair> cookies = {{"a", "1"}, {"b", "2"}};
  std::string field = cookie_field(cookies);
  append_cookie(field, {"c", "3"});

  EXPECT_EQ(field, "a=1; b=2; c=3");
  EXPECT_EQ(cookie_field({}), "");
}

}  // namespace
}  // namespace headroom::protocol::http
