#include "protocol/http1/response_head.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http1 {
namespace {

struct Parsed {
  std::string buffer;
  ResponseHead head;
  bool is_complete = false;
  std::string error;

  std::string text(Slice slice) const { return buffer.substr(slice.start, slice.size); }
};

// Feeds `bytes` in pieces of `step` bytes, then the end when it is not complete.
Parsed parse(std::string_view bytes, std::size_t step = 1 << 20, bool answers_head = false) {
  Parsed parsed;
  ResponseHeadParser parser(0, answers_head);
  while (!bytes.empty()) {
    parsed.buffer += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    const auto complete = parser.parse(parsed.buffer);
    if (!complete) {
      parsed.error = complete.error().text;
      return parsed;
    }
    if (*complete) {
      parsed.is_complete = true;
      parsed.head = parser.head();
      return parsed;
    }
  }
  parsed.error = parser.end(parsed.buffer).text;
  return parsed;
}

TEST(ResponseHead, IsReadWhateverTheSizeOfThePieces) {
  const std::string_view bytes =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: a\r\n "
      "b\r\n\r\nhello";
  for (std::size_t step = 1; step < bytes.size(); ++step) {
    const Parsed parsed = parse(bytes, step);

    ASSERT_TRUE(parsed.is_complete) << step << parsed.error;
    EXPECT_EQ(parsed.head.status, 200);
    EXPECT_EQ(parsed.text(parsed.head.proto), "HTTP/1.1");
    EXPECT_EQ(parsed.text(parsed.head.status_text), "200 OK");
    EXPECT_EQ(parsed.head.framing, Framing::length);
    EXPECT_EQ(parsed.head.length, 5U);
    EXPECT_EQ(parsed.head.size, bytes.size() - 5);
    const auto folded = Fields(parsed.text(parsed.head.fields)).find("X");
    ASSERT_TRUE(folded);
  }
}

TEST(ResponseHead, UnfoldsContinuedLines) {
  const Parsed parsed = parse("HTTP/1.1 200 OK\r\nX: a\r\n\tb\r\n\r\n");
  const std::string fields = parsed.text(parsed.head.fields);

  ASSERT_TRUE(parsed.is_complete);
  EXPECT_EQ(Fields(fields).find("X")->front(), 'a');
  EXPECT_EQ(Fields(fields).find("X")->back(), 'b');
}

struct BadCase {
  std::string_view bytes;
  std::string_view error;
};

TEST(ResponseHead, ComplainsAsGoDoes) {
  const BadCase cases[] = {
      {"some garbage\r\n", "malformed HTTP status code \"garbage\""},
      {"garbage\r\n", "malformed HTTP response \"garbage\""},
      {"\r\n", "malformed HTTP response \"\""},
      {"HTTP/1.1 abc OK\r\n", "malformed HTTP status code \"abc\""},
      {"HTTP/1.1 2000 OK\r\n", "malformed HTTP status code \"2000\""},
      {"HTTP/1.1 -20 OK\r\n", "malformed HTTP status code \"-20\""},
      {"HTTP/11 200 OK\r\n", "malformed HTTP version \"HTTP/11\""},
      {"SSH-2.0 200 OK\r\n", "malformed HTTP version \"SSH-2.0\""},
      {"HTTP/1.1 200 OK\r\nNoColonHere\r\n",
       "malformed MIME header: missing colon: \"NoColonHere\""},
      {"HTTP/1.1 200 OK\r\n folded: first\r\n",
       "malformed MIME header initial line:  folded: first"},
      {"HTTP/1.1 200 OK\r\nA\x01: b\r\n\r\n", "malformed MIME header line: A\x01: b"},
      {"HTTP/1.1 200 OK\r\nContent-Le", "malformed MIME header: missing colon: \"Content-Le\""},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3", "unexpected EOF"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", "unexpected EOF"},
      {"HTTP/1.1 2", "malformed HTTP status code \"2\""},
      {"HTTP/1.1 200 O", "unexpected EOF"},
      {"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", "bad Content-Length \"abc\""},
      {"HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\n", "bad Content-Length \"+3\""},
      {"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n",
       "bad Content-Length \"9223372036854775808\""},
      {"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "invalid empty Content-Length \"\""},
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
       "http: message cannot contain multiple Content-Length headers; got [\"3\" \"4\"]"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
       "unsupported transfer encoding: \"gzip\""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       "too many transfer encodings: [\"chunked\" \"chunked\"]"},
  };
  for (const BadCase& each : cases) {
    for (const std::size_t step : {std::size_t{1}, each.bytes.size()}) {
      EXPECT_EQ(parse(each.bytes, step).error, each.error) << each.bytes;
    }
  }
}

struct FramingCase {
  std::string_view reason;
  std::string_view bytes;
  Framing framing;
  bool keeps_alive;
  bool answers_head = false;
};

TEST(ResponseHead, SaysHowLongTheBodyIsAndWhetherTheConnectionStays) {
  const FramingCase cases[] = {
      {"length", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n", Framing::length, true},
      {"equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
       Framing::length, true},
      {"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", Framing::chunked, true},
      {"chunked wins", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
       Framing::chunked, true},
      {"nothing said", "HTTP/1.1 200 OK\r\n\r\n", Framing::until_close, false},
      {"close", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: x, CLOSE\r\n\r\n",
       Framing::length, false},
      {"http 1.0", "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n", Framing::length, false},
      {"http 1.0 keep-alive",
       "HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: Keep-Alive\r\n\r\n", Framing::length,
       true},
      {"chunked is unknown to 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
       Framing::until_close, false},
      {"a version of the future", "HTTP/9.9 200 OK\r\nContent-Length: 3\r\n\r\n", Framing::length,
       true},
      {"204", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n", Framing::none, true},
      {"304", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", Framing::none,
       true},
      {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", Framing::none, true, true},
      {"HEAD, nothing said", "HTTP/1.1 200 OK\r\n\r\n", Framing::none, true, true},
      {"switched protocols", "HTTP/1.1 101 Switching Protocols\r\n\r\n", Framing::none, false},
      {"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n", Framing::length, true},
      {"early hints", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200\r\n\r\n",
       Framing::until_close, false},
      {"a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\n",
       Framing::until_close, false},
  };
  for (const FramingCase& each : cases) {
    const Parsed parsed = parse(each.bytes, 1, each.answers_head);

    ASSERT_TRUE(parsed.is_complete) << each.reason << parsed.error;
    EXPECT_EQ(parsed.head.framing, each.framing) << each.reason;
    EXPECT_EQ(parsed.head.keeps_alive, each.keeps_alive) << each.reason;
    EXPECT_EQ(parsed.head.size, each.bytes.size()) << each.reason;
  }
}

}  // namespace
}  // namespace headroom::protocol::http1
