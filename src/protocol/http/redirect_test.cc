#include "protocol/http/redirect.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

Url url_of(std::string_view text) {
  return Url::parse(text).value();
}

Hop hop_at(std::string_view url, std::string_view method = "GET") {
  return {.url = url_of(url), .method = std::string(method)};
}

// The next hop, which must be there.
Hop follow(const Hop& hop, std::string_view first, int status, std::string_view location) {
  return redirect_of(hop, url_of(first), status, location).value().value();
}

TEST(Redirect, RewritesMethodAndDropsTheBodyByStatus) {
  struct Row {
    int status;
    std::string_view method;
    std::string_view next_method;  // empty: not followed
    bool keeps_body;
  };
  const Row rows[] = {
      {301, "GET", "GET", false},  {301, "POST", "GET", false},   {301, "HEAD", "HEAD", false},
      {302, "POST", "GET", false}, {302, "PUT", "GET", false},    {302, "HEAD", "HEAD", false},
      {303, "POST", "GET", false}, {303, "DELETE", "GET", false}, {303, "head", "GET", false},
      {307, "POST", "POST", true}, {307, "GET", "GET", true},     {308, "PUT", "PUT", true},
      {200, "GET", "", false},     {201, "POST", "", false},      {300, "GET", "", false},
      {304, "GET", "", false},     {305, "GET", "", false},       {306, "GET", "", false},
      {309, "GET", "", false},     {404, "GET", "", false},
  };
  for (const Row& row : rows) {
    const Hop hop = hop_at("http://h/a", row.method);
    const auto next = redirect_of(hop, hop.url, row.status, "/b").value();
    ASSERT_EQ(next.has_value(), !row.next_method.empty()) << row.status;
    if (next) {
      EXPECT_EQ(next->method, row.next_method) << row.status << row.method;
      EXPECT_EQ(next->keeps_body, row.keeps_body) << row.status << row.method;
      EXPECT_EQ(next->url.text(), "http://h/b");
    }
  }
}

TEST(Redirect, WithoutALocationIsTheAnswer) {
  const Hop hop = hop_at("http://h/");

  EXPECT_EQ(redirect_of(hop, hop.url, 302, "").value().has_value(), false);
}

TEST(Redirect, ToALocationThatIsNoUrlFails) {
  const Hop hop = hop_at("http://h/");
  const auto next = redirect_of(hop, hop.url, 302, "http://[bad");

  ASSERT_FALSE(next);
  EXPECT_EQ(text_of(next.error()),
            "failed to parse Location header \"http://[bad\": "
            "parse \"http://[bad\": missing ']' in host");
}

TEST(Redirect, DropsTheBodyForGood) {
  const Hop first = hop_at("http://h/", "POST");
  const Hop second = follow(first, "http://h/", 303, "/b");
  const Hop third = follow(second, "http://h/", 307, "/c");

  EXPECT_EQ(third.method, "GET");
  EXPECT_FALSE(third.keeps_body);
}

TEST(Redirect, DropsCredentialsForGood) {
  const Hop first = hop_at("http://a.com/");
  const Hop second = follow(first, "http://a.com/", 302, "http://b.com/");
  const Hop third = follow(second, "http://a.com/", 302, "http://a.com/");

  EXPECT_FALSE(second.keeps_credentials);
  EXPECT_FALSE(third.keeps_credentials) << "also when it comes back";
}

TEST(Redirect, ComparesWithTheFirstHostNotTheLast) {
  const Hop first = hop_at("http://a.com/");
  const Hop second = follow(first, "http://a.com/", 302, "http://x.a.com/");
  const Hop third = follow(second, "http://a.com/", 302, "http://y.a.com/");

  EXPECT_TRUE(second.keeps_credentials);
  EXPECT_TRUE(third.keeps_credentials);
}

TEST(Redirect, KeepsAHostFieldWhileLocationsAreRelative) {
  const Hop first = hop_at("http://h/");
  const Hop second = follow(first, "http://h/", 302, "/b");
  const Hop third = follow(second, "http://h/", 302, "http://h/c");

  EXPECT_TRUE(second.keeps_host_field);
  EXPECT_FALSE(third.keeps_host_field) << "although it is the same host";
  EXPECT_FALSE(follow(third, "http://h/", 302, "/d").keeps_host_field);
}

TEST(Redirect, TakesUserAndPasswordAlongToARelativeLocation) {
  EXPECT_EQ(follow(hop_at("http://u:p@h/a"), "http://u:p@h/a", 302, "b").url.text(),
            "http://u:p@h/b");
  EXPECT_EQ(follow(hop_at("http://u:p@h/a"), "http://u:p@h/a", 302, "http://h/b").url.text(),
            "http://h/b");
}

TEST(Redirect, SendsHeaderFieldsAgain) {
  const Hop all = hop_at("http://h/");
  EXPECT_TRUE(is_sent_again("Authorization", all));
  EXPECT_TRUE(is_sent_again("Cookie", all));
  EXPECT_TRUE(is_sent_again("Content-Type", all));
  EXPECT_TRUE(is_sent_again("Host", all));

  const Hop none{.keeps_body = false, .keeps_credentials = false, .keeps_host_field = false};
  EXPECT_TRUE(is_sent_again("X-Own", none));
  EXPECT_TRUE(is_sent_again("Referer", none));
  EXPECT_TRUE(is_sent_again("Accept", none));
  for (const std::string_view name :
       {"authorization", "WWW-Authenticate", "Cookie", "Cookie2", "Proxy-Authorization",
        "Proxy-Authenticate", "content-type", "Content-Encoding", "Content-Language",
        "Content-Location", "Host"}) {
    EXPECT_FALSE(is_sent_again(name, none)) << name;
  }

  EXPECT_TRUE(is_sent_again("Content-Type", {.keeps_credentials = false}));
  EXPECT_TRUE(is_sent_again("Authorization", {.keeps_body = false}));
}

TEST(Redirect, TellsCredentialsToTheSameHostAndThoseBelow) {
  struct Row {
    std::string_view from;
    std::string_view to;
    bool keeps;
    std::string_view reason;
  };
  const Row rows[] = {
      {"http://a.com/", "http://a.com/x", true, "the same"},
      {"http://a.com/", "https://a.com:8443/", true, "another scheme and port"},
      {"https://a.com/", "http://a.com/", true, "even without TLS"},
      {"http://a.com/", "http://x.a.com/", true, "below"},
      {"http://a.com/", "http://y.x.a.com/", true, "further below"},
      {"http://x.a.com/", "http://a.com/", false, "above"},
      {"http://a.com/", "http://xa.com/", false, "labels, not letters"},
      {"http://a.com/", "http://b.com/", false, "another"},
      {"http://a.com/", "http://A.com/", false, "case counts, as in Go"},
      {"http://127.0.0.1/", "http://127.0.0.1:1/", true, "an address"},
      {"http://[::1]/", "http://[::1]:1/", true, "IPv6"},
      {"http://a.com/", "http://[::1%25.a.com]/", false, "a zone is no name"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(keeps_credentials(url_of(row.from), url_of(row.to)), row.keeps) << row.reason;
  }
}

TEST(Redirect, RefersToTheUrlBefore) {
  EXPECT_EQ(referer_of(url_of("http://h/a?b"), url_of("http://o/")), "http://h/a?b");
  EXPECT_EQ(referer_of(url_of("http://u:p@h/a"), url_of("http://o/")), "http://h/a");
  EXPECT_EQ(referer_of(url_of("http://h/a#b"), url_of("http://o/")), "http://h/a#b")
      << "with the fragment, as Go does";
  EXPECT_EQ(referer_of(url_of("https://h/a"), url_of("https://o/")), "https://h/a");
  EXPECT_EQ(referer_of(url_of("http://h/a"), url_of("https://o/")), "http://h/a");
  EXPECT_EQ(referer_of(url_of("https://h/a"), url_of("http://o/")), "") << "TLS is left";
}

}  // namespace
}  // namespace headroom::protocol::http
