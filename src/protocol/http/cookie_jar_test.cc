#include "protocol/http/cookie_jar.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

constexpr kit::WallTime noon{.unix_ns = 1'445'428'800'000'000'000};  // 2015-10-21T12:00:00Z

kit::WallTime seconds_after_noon(std::int64_t seconds) {
  return {.unix_ns = noon.unix_ns + seconds * 1'000'000'000};
}

Url url_of(std::string_view text) {
  return Url::parse(text).value();
}

void set(CookieJar& jar, std::string_view url, std::string_view line, kit::WallTime now = noon) {
  jar.store(url_of(url), parse_set_cookie(line).value(), now);
}

std::string sent(const CookieJar& jar, std::string_view url, kit::WallTime now = noon) {
  return cookie_field(jar.cookies_for(url_of(url), now));
}

struct Row {
  std::string_view from;
  std::string_view line;
  std::string_view to;
  bool is_sent;
  std::string_view reason;
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    CookieJar jar;
    set(jar, row.from, row.line);
    EXPECT_EQ(sent(jar, row.to), row.is_sent ? "a=1" : "")
        << row.reason << ": " << row.line << " from " << row.from << " to " << row.to;
  }
}

TEST(CookieJar, SendsCookiesToTheHostsTheyAreFor) {
  const Row rows[] = {
      {"http://example.com/", "a=1", "http://example.com/", true, "the host itself"},
      {"http://example.com/", "a=1", "https://EXAMPLE.com.:8443/", true, "port, case, last dot"},
      {"http://example.com/", "a=1", "http://www.example.com/", false, "no domain: this host only"},
      {"http://www.example.com/", "a=1", "http://example.com/", false, "nor one above"},
      {"http://www.example.com/", "a=1; Domain=example.com", "http://example.com/", true,
       "a domain above"},
      {"http://www.example.com/", "a=1; Domain=.EXAMPLE.com", "http://b.c.example.com/", true,
       "with a dot and all below it"},
      {"http://example.com/", "a=1; Domain=example.com", "http://www.example.com/", true,
       "the host as a domain"},
      {"http://example.com/", "a=1; Domain=example.com", "http://badexample.com/", false,
       "labels, not letters"},
      {"http://example.com/", "a=1; Domain=www.example.com", "http://www.example.com/", false,
       "not for those below"},
      {"http://www.example.com/", "a=1; Domain=other.com", "http://other.com/", false,
       "not for others"},
      {"http://www.example.com/", "a=1; Domain=ample.com", "http://example.com/", false,
       "not by letters"},
      {"http://www.example.com/", "a=1; Domain=com", "http://example.com/", true,
       "a top level is allowed"},
      {"http://www.example.com/", "a=1; Domain=com", "http://other.com/", false,
       "but stays within the site"},
      {"http://www.example.co.uk/", "a=1; Domain=co.uk", "http://other.co.uk/", true,
       "two labels make a site, whatever they are"},
      {"http://example.com/", "a=1; Domain=example.com.", "http://example.com/", false,
       "a dot at the end"},
      {"http://example.com/", "a=1; Domain=..example.com", "http://example.com/", false,
       "two dots"},
      {"http://example.com/", "a=1; Domain=.", "http://example.com/", false, "a dot alone"},
      {"http://example.com/", "a=1; Domain=", "http://www.example.com/", false,
       "an empty domain is none"},
      {"http://localhost/", "a=1; Domain=localhost", "http://localhost/", true, "one label"},
      {"http://localhost/", "a=1; Domain=localhost", "http://a.localhost/", false,
       "whose site is its own"},
      {"http://127.0.0.1/", "a=1", "http://127.0.0.1:81/", true, "an address"},
      {"http://127.0.0.1/", "a=1; Domain=127.0.0.1", "http://127.0.0.1/", true,
       "an address as its domain"},
      {"http://127.0.0.1/", "a=1; Domain=.127.0.0.1", "http://127.0.0.1/", false,
       "has nothing below"},
      {"http://127.0.0.1/", "a=1; Domain=0.0.1", "http://127.0.0.1/", false, "nor above"},
      {"http://[::1]/", "a=1", "http://[::1]:81/", true, "IPv6"},
      {"http://[::1]/", "a=1; Domain=::1", "http://[::1]/", true, "IPv6 as its domain"},
      {"http://[fe80::1%25x.example.com]/", "a=1; Domain=example.com", "http://example.com/", false,
       "a zone is no name"},
  };
  check(rows);
}

TEST(CookieJar, SendsCookiesToThePathsTheyAreFor) {
  const Row rows[] = {
      {"http://h/a/b", "a=1", "http://h/a/", true, "the folder is the default"},
      {"http://h/a/b", "a=1", "http://h/a", true, "without its slash"},
      {"http://h/a/b", "a=1", "http://h/a/b/c", true, "and below"},
      {"http://h/a/b", "a=1", "http://h/ab", false, "not by letters"},
      {"http://h/a/b", "a=1", "http://h/", false, "not above"},
      {"http://h/a/b/", "a=1", "http://h/a/b", true, "a slash at the end"},
      {"http://h/a", "a=1", "http://h/x", true, "the root folder"},
      {"http://h", "a=1", "http://h/x", true, "no path at all"},
      {"http://h/a/b", "a=1; Path=/", "http://h", true, "a path above"},
      {"http://h/", "a=1; Path=/x", "http://h/x/y", true, "a path that the URL is not in"},
      {"http://h/", "a=1; Path=/x/", "http://h/x", false, "a slash is needed then"},
      {"http://h/", "a=1; Path=/x/", "http://h/x/", true, "with the slash"},
      {"http://h/a/b", "a=1; Path=x", "http://h/a/c", true, "no slash in front: the default"},
      {"http://h/", "a=1; Path=/x y", "http://h/x%20y", true, "escapes are decoded"},
      {"http://h/%61/b", "a=1", "http://h/a/c", true, "in both"},
      {"http://h/", "a=1; Path=/X", "http://h/x", false, "case counts"},
  };
  check(rows);
}

TEST(CookieJar, SendsSecureCookiesOverTlsAndToThisMachine) {
  const Row rows[] = {
      {"http://example.com/", "a=1; Secure", "https://example.com/", true, "TLS"},
      {"https://example.com/", "a=1; Secure", "http://example.com/", false, "plain"},
      {"http://127.0.0.1/", "a=1; Secure", "http://127.0.0.1/", true, "this machine"},
      {"http://127.9.9.9/", "a=1; Secure", "http://127.9.9.9/", true, "by any of its addresses"},
      {"http://[::1]/", "a=1; Secure", "http://[::1]/", true, "or IPv6"},
      {"http://[::ffff:127.0.0.1]/", "a=1; Secure", "http://[::ffff:127.0.0.1]/", true, "or both"},
      {"http://localhost/", "a=1; Secure", "http://localhost/", true, "by name"},
      {"http://a.localhost/", "a=1; Secure", "http://A.LOCALHOST/", true, "by name below"},
      {"http://localhost.com/", "a=1; Secure", "http://localhost.com/", false, "not this one"},
      {"http://10.0.0.1/", "a=1; Secure", "http://10.0.0.1/", false, "nor another address"},
      {"http://[::2]/", "a=1; Secure", "http://[::2]/", false, "nor another IPv6 address"},
  };
  check(rows);
}

TEST(CookieJar, KnowsOnlyHttp) {
  const Row rows[] = {
      {"ftp://h/", "a=1", "http://h/", false, "set by another scheme"},
      {"http://h/", "a=1", "ws://h/", false, "sent to another scheme"},
      {"/path", "a=1", "/path", false, "no scheme"},
  };
  check(rows);
}

TEST(CookieJar, ForgetsCookiesWhenTheirTimeIsOver) {
  struct ExpiryRow {
    std::string_view line;
    std::int64_t seconds;  // after noon
    bool is_sent;
    std::string_view reason;
  };
  const ExpiryRow rows[] = {
      {"a=1", 4'000'000'000, true, "no time: stays"},
      {"a=1; Max-Age=60", 59, true, "in time"},
      {"a=1; Max-Age=60", 60, false, "at its end"},
      {"a=1; Max-Age=9223372036854775807", 4'000'000'000, true, "longer than can be counted"},
      {"a=1; Expires=Wed, 21 Oct 2015 12:01:00 GMT", 59, true, "in time"},
      {"a=1; Expires=Wed, 21 Oct 2015 12:01:00 GMT", 60, false, "at its end"},
      {"a=1; Expires=Wed, 21 Oct 2015 12:00:00 GMT", 0, false, "over when it comes"},
      {"a=1; Expires=Sat, 01 Jan 0001 00:00:00 GMT", 0, false, "before all that can be counted"},
      {"a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT", 4'000'000'000, true, "and after"},
      {"a=1; Expires=Wed, 21 Oct 2015 11:00:00 GMT; Max-Age=60", 59, true, "Max-Age wins"},
      {"a=1; Expires=Wed, 21 Oct 2025 11:00:00 GMT; Max-Age=0", 0, false, "also when it is over"},
      {"a=1; Expires=tomorrow", 4'000'000'000, true, "no date: stays"},
  };
  for (const ExpiryRow& row : rows) {
    CookieJar jar;
    set(jar, "http://h/", row.line);
    EXPECT_EQ(sent(jar, "http://h/", seconds_after_noon(row.seconds)), row.is_sent ? "a=1" : "")
        << row.reason << ": " << row.line;
  }
}

TEST(CookieJar, ThrowsOutWhatIsOverWhenSomethingComes) {
  CookieJar jar;
  set(jar, "http://h/", "a=1; Max-Age=1");
  set(jar, "http://h/", "b=1; Max-Age=0", seconds_after_noon(1));

  EXPECT_TRUE(jar.is_empty());
}

TEST(CookieJar, ReplacesACookieOfTheSameNameDomainAndPath) {
  CookieJar jar;
  set(jar, "http://h/", "a=1");
  set(jar, "http://h/", "b=1");
  set(jar, "http://h/x", "a=2; Path=/");
  EXPECT_EQ(sent(jar, "http://h/"), "a=2; b=1") << "in its place";

  set(jar, "http://h/", "A=3");
  EXPECT_EQ(sent(jar, "http://h/"), "a=2; b=1; A=3") << "another name";
  set(jar, "http://h/", "a=4; Path=/x");
  EXPECT_EQ(sent(jar, "http://h/x"), "a=4; a=2; b=1; A=3") << "another path";
}

TEST(CookieJar, TreatsAHostAndADomainOfThatNameAsOnePlace) {
  CookieJar jar;
  set(jar, "http://example.com/", "a=1");
  set(jar, "http://example.com/", "a=2; Domain=example.com");
  EXPECT_EQ(sent(jar, "http://example.com/"), "a=2");
  EXPECT_EQ(sent(jar, "http://www.example.com/"), "a=2");

  set(jar, "http://www.example.com/", "a=3");
  EXPECT_EQ(sent(jar, "http://www.example.com/"), "a=2; a=3") << "another domain";
}

TEST(CookieJar, DeletesACookieThatComesExpired) {
  CookieJar jar;
  set(jar, "http://h/", "a=1");
  set(jar, "http://h/", "b=1");
  set(jar, "http://h/", "a=; Max-Age=0; Path=/x");
  EXPECT_EQ(sent(jar, "http://h/"), "a=1; b=1") << "another path";

  set(jar, "http://h/", "a=; Max-Age=0");
  set(jar, "http://h/", "b=; Expires=Wed, 21 Oct 2015 11:59:59 GMT");
  EXPECT_TRUE(jar.is_empty());
}

TEST(CookieJar, SendsTheLongestPathFirstThenTheOldest) {
  CookieJar jar;
  set(jar, "http://h/", "a=1; Path=/");
  set(jar, "http://h/", "b=1; Path=/x/y");
  set(jar, "http://h/", "c=1; Path=/x");
  set(jar, "http://h/", "d=1; Path=/x/y");
  set(jar, "http://h/", "e=1; Path=/");

  EXPECT_EQ(sent(jar, "http://h/x/y"), "b=1; d=1; c=1; a=1; e=1");
}

TEST(CookieJar, KeepsWhatAScriptSetsAsItIs) {
  CookieJar jar;
  jar.store(url_of("http://h/"), {.name = "no token", .value = "\"1\";\n"}, noon);

  const auto cookies = jar.cookies_for(url_of("http://h/"), noon);
  ASSERT_EQ(cookies.size(), 1);
  EXPECT_EQ(cookies[0].name, "no token");
  EXPECT_EQ(cookies[0].value, "\"1\";\n");
}

CookieJar mixed_jar() {
  CookieJar jar;
  set(jar, "http://www.example.com/", "root=1");
  set(jar, "http://www.example.com/", "path=1; Path=/x");
  set(jar, "http://www.example.com/", "above=1; Domain=example.com");
  set(jar, "http://www.example.com/", "same=1; Domain=www.example.com");
  set(jar, "http://www.example.com/", "secure=1; Secure");
  set(jar, "http://other.com/", "other=1");
  return jar;
}

TEST(CookieJar, ClearsOnlyWhatTheUrlWouldSetItself) {
  CookieJar jar = mixed_jar();
  jar.clear(url_of("http://www.example.com/x"), noon);

  EXPECT_EQ(sent(jar, "https://www.example.com/x"), "path=1; above=1; secure=1");
  EXPECT_EQ(sent(jar, "http://other.com/"), "other=1");

  jar.clear(url_of("https://www.example.com/x/"), noon);
  EXPECT_EQ(sent(jar, "https://www.example.com/x"), "above=1; secure=1") << "from inside its path";
}

TEST(CookieJar, RemovesOneCookieThatTheUrlWouldSetItself) {
  CookieJar jar = mixed_jar();
  jar.remove(url_of("http://www.example.com/x"), "same");
  jar.remove(url_of("http://www.example.com/x"), "path");
  jar.remove(url_of("http://www.example.com/x"), "above");
  jar.remove(url_of("http://www.example.com/x"), "secure");
  jar.remove(url_of("http://other.com/"), "root");

  EXPECT_EQ(sent(jar, "https://www.example.com/x"), "path=1; root=1; above=1");
}

TEST(CookieJar, IsEmptyAtFirstAndWhenReset) {
  CookieJar jar;
  EXPECT_TRUE(jar.is_empty());
  jar.clear(url_of("http://h/"), noon);
  jar.remove(url_of("http://h/"), "a");
  EXPECT_EQ(sent(jar, "http://h/"), "");

  set(jar, "http://h/", "a=1");
  EXPECT_FALSE(jar.is_empty());
  jar.reset();
  EXPECT_TRUE(jar.is_empty());
}

TEST(CookieJar, IsNoMoreThanAVectorWhenEmpty) {
  EXPECT_EQ(sizeof(CookieJar), sizeof(std::vector<int>));
}

}  // namespace
}  // namespace headroom::protocol::http
