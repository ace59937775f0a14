#include "protocol/http/content_coding.h"

#include <gtest/gtest.h>

#include "protocol/internal/block_cache.h"

namespace headroom::protocol::http {
namespace {

using namespace std::string_literals;

constexpr std::size_t bytes_max = 1 << 20;

// "hello", each by the coding's own command-line tool, but for the brotli one,
// which is put together by hand from RFC 7932.
const std::string gzip_hello =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00"
    "\x00\x00"s;
// With an extra field, a name, a comment and a checksum of the header.
const std::string gzip_full_header =
    "\x1f\x8b\x08\x1e\x00\x00\x00\x00\x00\x03\x03\x00\x61\x62\x63\x6e\x61\x6d\x65\x2e\x74\x78\x74"
    "\x00\x61\x20\x63\x6f\x6d\x6d\x65\x6e\x74\x00\x9c\x31"s;
const std::string raw_hello = "\xcb\x48\xcd\xc9\xc9\x07\x00"s;
const std::string gzip_trailer = "\x86\xa6\x10\x36\x05\x00\x00\x00"s;
const std::string zlib_hello = "\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"s;
const std::string zlib_dictionary =
    "\x78\xf9\x04\x09\x01\xa5\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"s;
const std::string zstd_hello =
    "\x28\xb5\x2f\xfd\x04\x58\x29\x00\x00\x68\x65\x6c\x6c\x6f\xa3\x6d\x9f\x88"s;
const std::string brotli_hello = "\x0b\x02\x80hello\x03"s;

std::string with_byte(std::string bytes, std::size_t at, char byte) {
  bytes.at(at) = byte;
  return bytes;
}

std::string coded(std::string_view codings, std::string_view text) {
  const auto body = encode_body(codings, text);
  EXPECT_TRUE(body.has_value());
  return body ? body->bytes : "";
}

// Compresses well, yet is different everywhere.
std::string long_text() {
  std::string text;
  for (int i = 0; text.size() < 300'000; ++i) {
    text += "line " + std::to_string(i * 7919) + "\n";
  }
  return text;
}

TEST(BodyDecoder, DecodesWhatOtherToolsWrote) {
  struct Row {
    const char* reason;
    std::string_view codings;
    std::string body;
    std::string_view decoded = "hello";
  };
  const Row rows[] = {
      {"gzip", "gzip", gzip_hello},
      {"every optional part of the header", "gzip", gzip_full_header + raw_hello + gzip_trailer},
      {"members one after the other", "gzip", gzip_hello + gzip_hello, "hellohello"},
      {"zlib's envelope", "deflate", zlib_hello},
      {"what follows zlib's stream is passed over", "deflate", zlib_hello + "more"},
      {"no envelope", "deflate", raw_hello},
      {"brotli", "br", brotli_hello},
      {"an empty body is what Go's reader takes for one", "br", ""},
      {"zstd", "zstd", zstd_hello},
      {"frames one after the other", "zstd", zstd_hello + zstd_hello, "hellohello"},
      {"the case of the name", "GZip", gzip_hello},
      {"space around the name", " \tgzip ", gzip_hello},
      {"empty elements", ",gzip,,", gzip_hello},
      {"unknown ones are passed over", "identity, gzip, frob", gzip_hello},
  };
  BodyDecoder decoder;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.reason);
    std::string decoded = "old";
    const auto outcome = decoder.decode(row.codings, row.body, decoded, bytes_max);
    ASSERT_TRUE(outcome.has_value()) << text_of(outcome.error().exchange);
    EXPECT_TRUE(*outcome);
    EXPECT_EQ(decoded, row.body.empty() ? "" : row.decoded);
  }
}

TEST(BodyDecoder, LeavesABodyOfUnknownCodingAlone) {
  BodyDecoder decoder;
  for (const std::string_view codings : {"", "identity", "frob", "x-gzip", "gzip2, , *"}) {
    std::string body = "hello";
    EXPECT_EQ(decoder.decode_in_place(codings, body, bytes_max), false) << codings;
    EXPECT_EQ(body, "hello") << codings;
  }
}

TEST(BodyDecoder, DecodesStackedCodingsFromTheLastOn) {
  const std::string text = long_text();
  BodyDecoder decoder;
  for (const std::string_view codings :
       {"gzip, br", "br,gzip", "gzip, gzip, gzip", "deflate, zstd, br, gzip"}) {
    std::string body = coded(codings, text);
    ASSERT_TRUE(decoder.decode_in_place(codings, body, bytes_max).has_value()) << codings;
    EXPECT_EQ(body, text) << codings;
  }
}

TEST(BodyDecoder, SaysWhatK6SaysOfABrokenBody) {
  struct Row {
    const char* reason;
    std::string_view codings;
    std::string body;
    std::string_view text;
    bool has_partial_body = false;
    std::string_view partial = "";
  };
  const std::string_view cut = "unexpected EOF";
  const std::string_view refused_cut = "error decompressing response body (unexpected EOF)";
  const std::string_view gzip_header = "error decompressing response body (gzip: invalid header)";
  const std::string_view zlib_header = "error decompressing response body (zlib: invalid header)";
  const Row rows[] = {
      {"the answer to HEAD", "gzip", "", "error decompressing response body (EOF)"},
      {"a piece of the header", "gzip", "hello", refused_cut},
      {"no gzip", "gzip", "hello, world", gzip_header},
      {"no end of the name", "gzip", gzip_full_header.substr(0, 20), refused_cut},
      {"a name beyond Go's limit", "gzip",
       "\x1f\x8b\x08\x08\0\0\0\0\0\3"s + std::string(600, 'n') + "\0"s, gzip_header},
      {"the header's checksum", "gzip", with_byte(gzip_full_header, 34, 'x'), gzip_header},
      {"cut in the content", "gzip", gzip_hello.substr(0, 14), cut, true, "hel"},
      {"cut in the trailer", "gzip", gzip_hello.substr(0, 20), cut, true, "hello"},
      {"a wrong checksum", "gzip", with_byte(gzip_hello, 18, 'x'),
       "error decompressing response body (gzip: invalid checksum)", true, "hello"},
      {"a wrong size", "gzip", with_byte(gzip_hello, 21, 'x'),
       "error decompressing response body (gzip: invalid checksum)", true, "hello"},
      {"corrupt content", "gzip", with_byte(gzip_hello, 10, '\xff'),
       "flate: corrupt input before offset 1", true, ""},
      {"rubbish behind a member", "gzip", gzip_hello + "rubbish, more of it", gzip_header, true,
       "hello"},
      {"a piece of the next member", "gzip", gzip_hello + "\x1f\x8b", cut, true, "hello"},
      {"nothing", "deflate", "", refused_cut},
      {"one byte", "deflate", "x", refused_cut},
      {"neither zlib nor deflate", "deflate", "hello", zlib_header},
      {"a dictionary", "deflate", zlib_dictionary,
       "error decompressing response body (zlib: invalid dictionary)"},
      {"cut in the content", "deflate", zlib_hello.substr(0, 6), cut, true, "hel"},
      {"cut in the checksum", "deflate", zlib_hello.substr(0, 11), cut, true, "hello"},
      {"a wrong checksum", "deflate", with_byte(zlib_hello, 12, 'x'),
       "error decompressing response body (zlib: invalid checksum)", true, "hello"},
      {"cut", "br", brotli_hello.substr(0, 6), cut, true, "hel"},
      {"corrupt", "br", "\xff\xff\xff", "error decompressing response body (brotli: PADDING_2)",
       true, ""},
      {"too long", "br", brotli_hello + "x",
       "error decompressing response body (brotli: excessive input)", true, "hello"},
      {"cut", "zstd", zstd_hello.substr(0, 14), cut, true, "hello"},
      {"no zstd", "zstd", "hello, world",
       "error decompressing response body (invalid input: magic number mismatch)", true, ""},
      {"a wrong checksum", "zstd", with_byte(zstd_hello, 17, 'x'),
       "error decompressing response body (CRC check failed)", true, ""},
      {"the inner coding", "zstd, gzip", gzip_hello,
       "error decompressing response body (invalid input: magic number mismatch)", true, ""},
      {"the outer coding", "br, gzip", with_byte(gzip_hello, 18, 'x'),
       "error decompressing response body (gzip: invalid checksum)", true, ""},
      {"a stack nobody needs", "br,br,br,br,br,br,br,br,br,br,br,br,br,br,br,br,br", "",
       "error decompressing response body (more than 16 content codings)"},
  };
  BodyDecoder decoder;
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.codings) + ": " + row.reason);
    std::string body = row.body;
    const auto outcome = decoder.decode_in_place(row.codings, body, bytes_max);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(text_of(outcome.error().exchange), row.text);
    EXPECT_EQ(outcome.error().has_partial_body, row.has_partial_body);
    EXPECT_EQ(body, row.partial);
  }
}

TEST(BodyDecoder, CountsOnlyDecompressionAsFailureOfDecompression) {
  BodyDecoder decoder;
  std::string decoded;
  const auto kind_of = [&](std::string_view body) {
    return decoder.decode("gzip", body, decoded, bytes_max).error().exchange.kind;
  };
  EXPECT_EQ(kind_of("hello"), FailureKind::undecodable_body);
  EXPECT_EQ(kind_of(gzip_hello.substr(0, 14)), FailureKind::end_inside_answer);
  EXPECT_EQ(kind_of(with_byte(gzip_hello, 10, '\xff')), FailureKind::malformed);
}

TEST(BodyDecoder, StopsAtTheLimit) {
  const std::string text(100'000, 'x');
  BodyDecoder decoder;
  for (const std::string_view codings : {"gzip", "deflate", "br", "zstd", "br, gzip"}) {
    SCOPED_TRACE(codings);
    const std::string body = coded(codings, text);
    std::string decoded;
    EXPECT_TRUE(decoder.decode(codings, body, decoded, text.size()).has_value());
    EXPECT_EQ(decoded, text);
    const auto outcome = decoder.decode(codings, body, decoded, text.size() - 1);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().exchange.kind, FailureKind::body_too_large);
    EXPECT_EQ(text_of(outcome.error().exchange),
              "decompressed response body is larger than 99999 bytes");
  }
}

TEST(BodyDecoder, StopsAtTheLimitBetweenStagesToo) {
  // A hundred thousand times the same byte are small again when coded twice.
  const std::string inner = coded("gzip", std::string(1'000'000, 'x'));
  const std::string outer = coded("gzip", inner);
  BodyDecoder decoder;
  std::string decoded;
  const auto outcome = decoder.decode("gzip, gzip", outer, decoded, inner.size() - 1);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().exchange.kind, FailureKind::body_too_large);
}

TEST(BodyDecoder, GoesOnAfterABrokenBody) {
  BodyDecoder decoder;
  std::string decoded;
  for (const auto& [coding, body] :
       {std::pair("gzip", gzip_hello), std::pair("deflate", zlib_hello),
        std::pair("br", brotli_hello), std::pair("zstd", zstd_hello)}) {
    SCOPED_TRACE(coding);
    const std::string cut = body.substr(0, body.size() - 3);
    EXPECT_FALSE(decoder.decode(coding, cut, decoded, bytes_max).has_value());
    EXPECT_TRUE(decoder.decode(coding, body, decoded, bytes_max).has_value());
    EXPECT_EQ(decoded, "hello");
  }
}

TEST(BodyDecoder, UsesTheMemoryOfTheLastBodyAgain) {
  const std::string body = coded("gzip", long_text());
  BodyDecoder decoder;
  std::string decoded;
  ASSERT_TRUE(decoder.decode("gzip", body, decoded, bytes_max).has_value());
  const char* memory = decoded.data();
  ASSERT_TRUE(decoder.decode("gzip", body, decoded, bytes_max).has_value());
  EXPECT_EQ(decoded.data(), memory);
}

TEST(BlockCache, GivesABlockOutAgainUnlessItIsFarTooLarge) {
  BlockCache blocks;
  void* large = blocks.take(100'000);
  void* small = blocks.take(100);
  blocks.give_back(large);
  blocks.give_back(small);
  blocks.give_back(nullptr);
  EXPECT_EQ(blocks.take(90), small);
  void* medium = blocks.take(1000);
  EXPECT_NE(medium, large);
  EXPECT_EQ(blocks.take(60'000), large);
  for (void* block : {large, small, medium}) {
    blocks.give_back(block);
  }
}

TEST(EncodeBody, IsUndoneByTheDecoder) {
  BodyDecoder decoder;
  for (const std::string& text : {""s, "hello"s, std::string(1000, '\0'), long_text()}) {
    for (const std::string_view codings : {"gzip", "deflate", "zstd", "br", "zstd, gzip"}) {
      std::string body = coded(codings, text);
      ASSERT_TRUE(decoder.decode_in_place(codings, body, bytes_max).has_value()) << codings;
      EXPECT_EQ(body, text) << codings;
    }
  }
}

TEST(EncodeBody, NamesTheCodingsAsTheyAreSent) {
  const auto body = encode_body(" GZIP,br , deflate", "hello");
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->content_encoding, "gzip, br, deflate");
  EXPECT_NE(body->bytes, "hello");
}

TEST(EncodeBody, LeavesTheBytesAsTheyAreWithoutACoding) {
  const auto body = encode_body(" ", "hello");
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->content_encoding, "");
  EXPECT_EQ(body->bytes, "hello");
}

TEST(EncodeBody, WritesTheHeaderGoWrites) {
  EXPECT_EQ(coded("gzip", "hello").substr(0, 10), "\x1f\x8b\x08\0\0\0\0\0\0\xff"s);
}

TEST(EncodeBody, RefusesAnUnknownCodingInK6sWords) {
  for (const auto& [codings, name] : {std::pair("frob", "frob"), std::pair("gzip, frob", "frob"),
                                      std::pair("gzip,", ""), std::pair("gzip br", "gzip br")}) {
    const auto body = encode_body(codings, "hello");
    ASSERT_FALSE(body.has_value());
    EXPECT_EQ(body.error().text(), "unknown compression algorithm " + std::string(name) +
                                       ", supported algorithms are [gzip deflate zstd br]");
  }
}

}  // namespace
}  // namespace headroom::protocol::http
