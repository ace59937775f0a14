#include "protocol/http1/request_head.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http1 {
namespace {

TEST(RequestHead, IsReadWhateverTheSizeOfThePieces) {
  const std::string bytes = "POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok";
  const std::size_t size = bytes.size() - 2;
  std::size_t scanned = 0;
  RequestHead head;
  for (std::size_t end = 1; end < size; ++end) {
    ASSERT_EQ(parse_request_head(std::string_view(bytes).substr(0, end), scanned, head), false);
  }

  ASSERT_EQ(parse_request_head(bytes, scanned, head), true);
  EXPECT_EQ(head.size, size);
  EXPECT_EQ(bytes.substr(head.method.start, head.method.size), "POST");
  EXPECT_EQ(bytes.substr(head.target.start, head.target.size), "/a?b");
  EXPECT_EQ(head.framing, Framing::length);
  EXPECT_EQ(head.length, 2U);
  EXPECT_TRUE(head.keeps_alive);
}

struct Case {
  std::string_view reason;
  std::string bytes;
  int status;
};

TEST(RequestHead, RefusesWhatIsWrongWithTheStatusToAnswer) {
  const Case cases[] = {
      {"no version", "GET /\r\n\r\n", 400},
      {"no target", "GET  HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"target with a space", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"not HTTP", "GET / FTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"HTTP/2", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"no colon", "GET / HTTP/1.1\r\nHost: x\r\nNoColon\r\n\r\n", 400},
      {"folded", "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", 400},
      {"space in a name", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"bad length", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
      {"two lengths", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
       400},
      {"length and chunks",
       "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"unknown encoding", "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"too large", "GET / HTTP/1.1\r\nA: " + std::string(70'000, 'a'), 431},
  };
  for (const Case& each : cases) {
    std::size_t scanned = 0;
    RequestHead head;
    const auto parsed = parse_request_head(each.bytes, scanned, head);
    ASSERT_FALSE(parsed) << each.reason;
    EXPECT_EQ(parsed.error(), each.status) << each.reason;
  }
}

TEST(RequestHead, OfHttp10EndsTheConnectionUnlessAsked) {
  std::size_t scanned = 0;
  RequestHead head;

  ASSERT_EQ(parse_request_head("GET / HTTP/1.0\r\n\r\n", scanned, head), true);
  EXPECT_FALSE(head.keeps_alive);
  scanned = 0;
  ASSERT_EQ(parse_request_head("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", scanned, head),
            true);
  EXPECT_TRUE(head.keeps_alive);
}

}  // namespace
}  // namespace headroom::protocol::http1
