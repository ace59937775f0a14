#include "target/answers/coding.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "kit/random.h"
#include "target/answers/answers_fake.h"

namespace headroom::target {
namespace {

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// By zlib, which finds out whether it is gzip or zlib's own.
std::string inflated(const std::string& coded) {
  z_stream stream{};
  constexpr int any_format = 15 + 32;
  EXPECT_EQ(inflateInit2(&stream, any_format), Z_OK);
  std::string plain(100'000, '\0');
  stream.next_in = const_cast<Bytef*>(bytes_of(coded));
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

std::string brotli_decoded(const std::string& coded) {
  std::string plain(100'000, '\0');
  std::size_t size = plain.size();
  EXPECT_EQ(BrotliDecoderDecompress(coded.size(), bytes_of(coded), &size,
                                    reinterpret_cast<std::uint8_t*>(plain.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  plain.resize(size);
  return plain;
}

std::string zstd_decoded(const std::string& coded) {
  std::string plain(100'000, '\0');
  const std::size_t size = ZSTD_decompress(plain.data(), plain.size(), coded.data(), coded.size());
  EXPECT_EQ(ZSTD_isError(size), 0U) << ZSTD_getErrorName(size);
  plain.resize(ZSTD_isError(size) != 0 ? 0 : size);
  return plain;
}

TEST(Coding, CompressedBodiesAreTheRequest) {
  const Headers headers{{"Host", "h"}};
  constexpr std::string_view rest =
      R"(":true,"headers":{"Host":"h"},"method":"GET","origin":"127.0.0.1"})"
      "\n";

  const Answer gzip = get("/gzip", headers);
  EXPECT_EQ(field_of(gzip, "Content-Encoding"), "gzip");
  EXPECT_TRUE(gzip.body.starts_with("\x1f\x8b"));
  EXPECT_EQ(inflated(gzip.body), "{\"gzipped" + std::string(rest));

  const Answer deflate = get("/deflate", headers);
  EXPECT_EQ(field_of(deflate, "Content-Encoding"), "deflate");
  EXPECT_TRUE(deflate.body.starts_with('\x78'));
  EXPECT_EQ(inflated(deflate.body), "{\"deflated" + std::string(rest));

  const Answer brotli = get("/brotli", headers);
  EXPECT_EQ(field_of(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(brotli_decoded(brotli.body), "{\"brotli" + std::string(rest));

  const Answer zstd = get("/zstd", headers);
  EXPECT_EQ(field_of(zstd, "Content-Encoding"), "zstd");
  EXPECT_EQ(zstd_decoded(zstd.body), "{\"zstd" + std::string(rest));
}

TEST(Coding, LongRequestsAreCompressedWhole) {
  std::string noise;
  kit::Random random(3);
  for (int i = 0; i < 60'000; ++i) {
    noise += static_cast<char>('!' + random.next_below(90));
  }
  const Headers headers{{"X", noise}};
  EXPECT_EQ(inflated(get("/gzip", headers).body).substr(1, 14), "\"gzipped\":true");
  EXPECT_EQ(brotli_decoded(get("/brotli", headers).body).substr(1, 13), "\"brotli\":true");
  EXPECT_EQ(zstd_decoded(get("/zstd", headers).body).substr(1, 11), "\"zstd\":true");
}

TEST(Coding, Base64IsDecoded) {
  EXPECT_EQ(get("/base64/aGVhZHJvb20gdGFyZ2V0").body, "headroom target");
  EXPECT_EQ(get("/base64/w6k%3D").body, "é");
  EXPECT_EQ(get("/base64/4pyT").body, "✓");
  for (const char* target : {"/base64/_w", "/base64/!", "/base64/A"}) {
    EXPECT_TRUE(get(target).body.starts_with("That is no text in Base64")) << target;
  }
}

TEST(Coding, IdentifiersAreOfVersion4) {
  const std::string body = get("/uuid").body;
  ASSERT_EQ(body.size(), std::string_view("{\"uuid\":\"\"}\n").size() + 36);
  const std::string uuid = body.substr(9, 36);
  EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), uuid.npos) << uuid;
  for (const std::size_t place : {8, 13, 18, 23}) {
    EXPECT_EQ(uuid[place], '-') << uuid;
  }
  EXPECT_EQ(uuid[14], '4') << uuid;
  EXPECT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos) << uuid;
  EXPECT_NE(body, answer_to({.target = "/uuid", .seed = 2}).body);
}

}  // namespace
}  // namespace headroom::target
