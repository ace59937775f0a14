#include "protocol/http/url.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

struct BadCase {
  std::string_view text;
  std::string_view error;
};

TEST(Url, ComplainsAsGoDoes) {
  const BadCase cases[] = {
      {"http://[::bad/", "parse \"http://[::bad/\": missing ']' in host"},
      {"http://[bad", "parse \"http://[bad\": missing ']' in host"},
      {"127.0.0.1:1", "parse \"127.0.0.1:1\": first path segment in URL cannot contain colon"},
      {"http://a b/", "parse \"http://a b/\": invalid character \" \" in host name"},
      {":foo", "parse \":foo\": missing protocol scheme"},
      {"http://a:b/", "parse \"http://a:b/\": invalid port \":b\" after host"},
      {"http://[::1]x/", "parse \"http://[::1]x/\": invalid port \"x\" after host"},
      {"http://a/%zz", "parse \"http://a/%zz\": invalid URL escape \"%zz\""},
      {"http://a/%2", "parse \"http://a/%2\": invalid URL escape \"%2\""},
      {"http://a%20b/", "parse \"http://a%20b/\": invalid URL escape \"%20\""},
      {"http://a/\n", "parse \"http://a/\\n\": net/url: invalid control character in URL"},
      {"http://u\"@a/", "parse \"http://u\\\"@a/\": net/url: invalid userinfo"},
      {"http://a/#%zz", "parse \"http://a/#%zz\": invalid URL escape \"%zz\""},
  };
  for (const BadCase& each : cases) {
    const auto url = Url::parse(each.text);
    ASSERT_FALSE(url) << each.text;
    EXPECT_EQ(url.error().text(), each.error);
  }
}

struct GoodCase {
  std::string_view text;
  std::string_view scheme;
  std::string_view host_name;
  int port;
  std::string_view target;
};

TEST(Url, IsTakenApart) {
  const GoodCase cases[] = {
      {"http://example.com", "http", "example.com", 80, "/"},
      {"HTTPS://Example.com:8443/a?b=c#d", "https", "Example.com", 8443, "/a?b=c"},
      {"https://example.com?", "https", "example.com", 443, "/?"},
      {"http://example.com:/", "http", "example.com", 80, "/"},
      {"http://[::1]:8080/x", "http", "::1", 8080, "/x"},
      {"http://[fe80::1%25en0]/", "http", "fe80::1%en0", 80, "/"},
      {"http://u:p@h/", "http", "h", 80, "/"},
      {"http://h/a b\xC3\xBC", "http", "h", 80, "/a%20b%C3%BC"},
      {"http://h/a%2Fb c", "http", "h", 80, "/a/b%20c"},
      {"http://h/a%2Fb(c)!", "http", "h", 80, "/a%2Fb(c)!"},
      {"http://h/?q=a b", "http", "h", 80, "/?q=a b"},
      {"http://h//double//slash", "http", "h", 80, "//double//slash"},
      {"ftp://h/", "ftp", "h", 80, "/"},
      {"", "", "", 80, "/"},
      {"/path", "", "", 80, "/path"},
      {"mailto:x", "mailto", "", 80, "x"},
      {"http://h:99999/", "http", "h", -1, "/"},
  };
  for (const GoodCase& each : cases) {
    const auto url = Url::parse(each.text);
    ASSERT_TRUE(url) << each.text << url.error().text();
    EXPECT_EQ(url->scheme, each.scheme) << each.text;
    EXPECT_EQ(url->host_name(), each.host_name) << each.text;
    EXPECT_EQ(url->port(), each.port) << each.text;
    EXPECT_EQ(url->request_target(), each.target) << each.text;
  }
}

TEST(Url, GivesBackItsText) {
  for (const std::string_view text :
       {"http://u:p@h:1/a?b#c", "https://h", "http://h/?", "/a/b", "mailto:x"}) {
    EXPECT_EQ(Url::parse(text)->text(), text);
  }
}

TEST(Url, EscapesFragments) {
  EXPECT_EQ(Url::parse("http://h/#a/b?c=(d)!%41")->fragment, "a/b?c=(d)!%41");
  EXPECT_EQ(Url::parse("http://h/#a b?'\r%41")->fragment, "a%20b?%27%0DA");
}

TEST(Url, DecodesUserAndPassword) {
  const auto url = Url::parse("http://a%40b:c%3Ad@h/");

  EXPECT_EQ(url->user_name(), "a@b");
  EXPECT_EQ(url->password(), "c:d");
}

struct ReferenceCase {
  std::string_view reference;
  std::string_view resolved;
};

TEST(Url, ResolvesTheReferencesOfRfc3986) {
  const ReferenceCase cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
  };
  const Url base = Url::parse("http://a/b/c/d;p?q").value();
  for (const ReferenceCase& each : cases) {
    EXPECT_EQ(resolve(base, Url::parse(each.reference).value()).text(), each.resolved)
        << each.reference;
  }
}

struct BaseCase {
  std::string_view base;
  std::string_view reference;
  std::string_view resolved;
};

TEST(Url, ResolvesReferencesAsGoDoes) {
  const BaseCase cases[] = {
      {"http://h", "x", "http://h/x"},
      {"http://h", "", "http://h"},
      {"http://h?q", "", "http://h?q"},
      {"http://h?q", "?", "http://h?"},
      {"http://h/a#f", "", "http://h/a#f"},
      {"http://h/a#f", "?x", "http://h/a?x"},
      {"http://h/a#f", "#g", "http://h/a#g"},
      {"http://h/a#f", "b", "http://h/b"},
      {"http://u:p@h/a", "b", "http://u:p@h/b"},
      {"http://u:p@h/a", "//o/b", "http://o/b"},
      {"https://h/a", "//o/b/../c", "https://o/c"},
      {"https://h/a", "http://o/b/./c/..", "http://o/b/"},
      {"http://h/a", "http:/b", "http:/b"},
      {"http://h/a", "HTTP://o", "http://o"},
      {"http://h//a//b", "c", "http://h//a//c"},
      {"http://h//a//b", "..", "http://h//a/"},
      {"http://h/a", "..//b", "http://h/b"},
      {"http://h/a", ".//b", "http://h//b"},
      {"http://h/a/%2e%2e/b", "c", "http://h/a/%2e%2e/c"},
      {"http://h/a", "b%2Fc", "http://h/b%2Fc"},
      {"http://h/a", "\xC3\xBC", "http://h/%C3%BC"},
      {"http://h/a b/", "c d", "http://h/a%20b/c%20d"},
      {"mailto:x", "#f", "mailto:x#f"},
      {"mailto:x?q", "", "mailto:x?q"},
      {"http://h/a", "mailto:x/../y", "mailto:x/../y"},
  };
  for (const BaseCase& each : cases) {
    const Url base = Url::parse(each.base).value();
    EXPECT_EQ(resolve(base, Url::parse(each.reference).value()).text(), each.resolved)
        << each.base << " and " << each.reference;
  }
}

TEST(QueryEscaped, IsAsFormsHaveIt) {
  EXPECT_EQ(query_escaped("a b&c=d/e~f-1_2.3"), "a+b%26c%3Dd%2Fe~f-1_2.3");
  EXPECT_EQ(query_escaped("\xc3\xa4*"), "%C3%A4%2A");
  EXPECT_EQ(query_escaped(""), "");
}

}  // namespace
}  // namespace headroom::protocol::http
