#include "protocol/http1/chunked.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http1 {
namespace {

struct Decoded {
  std::string body;
  std::string error;
  std::string rest;  // behind the end
  bool is_complete = false;
};

Decoded decode(std::string bytes, std::size_t step) {
  Decoded decoded;
  ChunkedDecoder decoder;
  for (std::size_t at = 0; at < bytes.size() && !decoder.is_complete(); at += step) {
    const std::span<char> piece =
        std::span<char>(bytes).subspan(at, std::min(step, bytes.size() - at));
    const auto progress = decoder.decode(piece);
    decoded.body.append(piece.data(), decoder.decoded());
    if (!progress) {
      decoded.error = progress.error().text;
      return decoded;
    }
    decoded.rest.assign(piece.data() + progress->consumed, piece.size() - progress->consumed);
  }
  decoded.is_complete = decoder.is_complete();
  if (!decoded.is_complete) {
    decoded.error = decoder.end().text;
  }
  return decoded;
}

TEST(Chunked, DecodesWhateverTheSizeOfThePieces) {
  const std::string bytes =
      "3\r\nabc\r\nA;name=value\r\n0123456789\r\n1 \r\nz\r\n0\r\nTrailer: x\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    const Decoded decoded = decode(bytes, step);

    EXPECT_TRUE(decoded.is_complete) << step << decoded.error;
    EXPECT_EQ(decoded.body, "abc0123456789z") << step;
  }
}

TEST(Chunked, LeavesWhatComesBehind) {
  const Decoded decoded = decode("1\r\na\r\n0\r\n\r\nHTTP/1.1", 1000);

  EXPECT_EQ(decoded.body, "a");
  EXPECT_EQ(decoded.rest, "HTTP/1.1");
}

struct BadCase {
  std::string bytes;
  std::string_view body;
  std::string_view error;
};

TEST(Chunked, ComplainsAsGoDoesAndKeepsWhatCame) {
  const BadCase cases[] = {
      {"xyz\r\n", "", "invalid byte in chunk length"},
      {"1\r\na\r\nxyz\r\n", "a", "invalid byte in chunk length"},
      {"5\r\nab", "ab", "unexpected EOF"},
      {"5", "", "unexpected EOF"},
      {"1\r\na", "a", "unexpected EOF"},
      {"1\r\nab\r\n", "a", "malformed chunked encoding"},
      {"\r\n", "", "empty hex number for chunk length"},
      {"11111111111111111\r\n", "", "http chunk length too large"},
      {"1\n", "", "chunked line ends with bare LF"},
      {"1\r \r\n", "", "invalid CR in chunked line"},
      {"1\r\na\r\n0\r\n", "a", "http: unexpected EOF reading trailer"},
      {"0\r\nNoColon\r\n", "", "malformed MIME header: missing colon: \"NoColon\""},
      {std::string(5000, '1'), "", "header line too long"},
      {"0\r\n" + std::string(5000, 't'), "", "http: suspiciously long trailer after chunked body"},
  };
  for (const BadCase& each : cases) {
    for (const std::size_t step : {std::size_t{1}, each.bytes.size()}) {
      const Decoded decoded = decode(each.bytes, step);
      EXPECT_EQ(decoded.error, each.error) << each.bytes.substr(0, 40);
      EXPECT_EQ(decoded.body, each.body) << each.bytes.substr(0, 40);
    }
  }
}

TEST(Chunked, RefusesAPeerThatSendsMostlyOverhead) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    bytes += "1;" + std::string(1000, 'x') + "\r\na\r\n";
  }

  EXPECT_EQ(decode(bytes, bytes.size()).error, "chunked encoding contains too much non-data");
}

}  // namespace
}  // namespace headroom::protocol::http1
