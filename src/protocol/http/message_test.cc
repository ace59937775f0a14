#include "protocol/http/message.h"

#include <gtest/gtest.h>

#include "protocol/http/proxy.h"

namespace headroom::protocol::http {
namespace {

std::string bytes_of(std::string_view url, const RequestParts& parts) {
  return std::string(PreparedRequest::make(Url::parse(url).value(), parts).value().bytes());
}

TEST(PreparedRequest, WritesHostAndUserAgentFirst) {
  const std::vector<Field> headers = {{"x-b", "1"}, {"content-type", " text/plain "}};

  EXPECT_EQ(bytes_of("http://u:p@h:81/a b?c#d",
                     {.method = "GET", .headers = headers, .user_agent = "us/1"}),
            "GET /a%20b?c HTTP/1.1\r\nHost: h:81\r\nUser-Agent: us/1\r\nX-B: 1\r\n"
            "Content-Type: text/plain\r\n\r\n");
}

TEST(PreparedRequest, LetsHeadersReplaceWhatWeSay) {
  const std::vector<Field> headers = {{"host", "other"},          {"User-Agent", "mine"},
                                      {"Content-Length", "1000"}, {"Transfer-Encoding", "x"},
                                      {"X-A", "first"},           {"x-a", "final"}};

  EXPECT_EQ(bytes_of("http://h/", {.method = "GET", .headers = headers, .user_agent = "us/1"}),
            "GET / HTTP/1.1\r\nHost: other\r\nUser-Agent: mine\r\nX-A: final\r\n\r\n");
}

TEST(PreparedRequest, AnnouncesAnEmptyBodyWhereServersWantIt) {
  EXPECT_EQ(bytes_of("http://h/", {.method = "PUT"}),
            "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(bytes_of("http://h/", {.method = "DELETE"}), "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n");
}

TEST(PreparedRequest, AnnouncesTheBodyOfEachSending) {
  const auto request = PreparedRequest::make(Url::parse("http://h/").value(), {.method = "POST"});
  std::string head;

  request->write_head(head, 17);

  EXPECT_EQ(head, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 17\r\n\r\n");
}

TEST(PreparedRequest, LeavesTheZoneOutOfTheHost) {
  EXPECT_EQ(bytes_of("http://[fe80::1%25en0]:8080/", {}),
            "GET / HTTP/1.1\r\nHost: [fe80::1]:8080\r\n\r\n");
}

TEST(PreparedRequest, KnowsWhomToConnectTo) {
  const auto request = PreparedRequest::make(Url::parse("https://[::1]/").value(), {});

  EXPECT_EQ(request->origin(), (Origin{.is_tls = true, .port = 443, .host = "::1"}));
}

TEST(PreparedRequest, NamesItsWholeUrlToAProxy) {
  const Proxy proxy{.origin = {.port = 3128, .host = "p"}, .authorization = "Basic dTpw"};
  const std::vector<Field> headers = {{"Host", " other "}};

  EXPECT_EQ(bytes_of("http://h:81/a?b", {.proxy = &proxy}),
            "GET http://h:81/a?b HTTP/1.1\r\nHost: h:81\r\n"
            "Proxy-Authorization: Basic dTpw\r\n\r\n");
  EXPECT_EQ(bytes_of("http://h:81/a?b", {.headers = headers, .proxy = &proxy}),
            "GET http://other/a?b HTTP/1.1\r\nHost: other\r\n"
            "Proxy-Authorization: Basic dTpw\r\n\r\n");
}

TEST(PreparedRequest, SharesTheConnectionsOfItsProxy) {
  const Proxy proxy{.origin = {.port = 80, .host = "p"}, .authorization = {}};
  const auto key = [](std::string_view url, const Proxy* through) {
    return PreparedRequest::make(Url::parse(url).value(), {.proxy = through})->connection_key();
  };

  EXPECT_EQ(key("http://a/", &proxy), key("http://b:81/", &proxy));
  EXPECT_NE(key("http://a/", nullptr), key("http://b/", nullptr));
  EXPECT_NE(key("http://a/", &proxy), key("http://a/", nullptr));
  // To the proxy itself, but not as to a proxy.
  EXPECT_NE(key("http://a/", &proxy), key("http://p/", nullptr));
}

TEST(PreparedRequest, CannotSmuggleAnotherRequest) {
  const std::vector<Field> bad_value = {{"X-A", "a\r\nX-B: c"}};
  const std::vector<Field> bad_name = {{"X A", "a"}};
  const Url url = Url::parse("http://h/").value();

  EXPECT_EQ(text_of(PreparedRequest::make(url, {.headers = bad_value}).error()),
            "net/http: invalid header field value for \"X-A\"");
  EXPECT_EQ(text_of(PreparedRequest::make(url, {.headers = bad_name}).error()),
            "net/http: invalid header field name \"X A\"");
  EXPECT_EQ(text_of(PreparedRequest::make(url, {.method = "GET /x"}).error()),
            "net/http: invalid method \"GET /x\"");
}

}  // namespace
}  // namespace headroom::protocol::http
