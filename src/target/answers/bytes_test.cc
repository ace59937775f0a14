#include "target/answers/bytes.h"

#include <gtest/gtest.h>

#include "target/answers/answers_fake.h"
#include "target/limits.h"

namespace headroom::target {
namespace {

using kit::Duration;

TEST(Bytes, AreSoManyAndLimited) {
  EXPECT_EQ(get("/bytes/0").noise_bytes, 0U);
  EXPECT_EQ(get("/bytes/1000").noise_bytes, 1000U);
  EXPECT_EQ(get("/bytes/100000001").noise_bytes, body_bytes_max);
  EXPECT_EQ(get("/bytes/99999999999999999999").noise_bytes, body_bytes_max);
  EXPECT_EQ(get("/bytes/-1").status, 404);
  EXPECT_EQ(get("/bytes/x").status, 404);
  EXPECT_EQ(get("/bytes/1?seed=x").status, 400);
}

TEST(Bytes, AreTheSameForOneSeed) {
  const Answer answer = get("/bytes/25000?seed=7");
  ASSERT_TRUE(answer.stream);
  EXPECT_EQ(answer.stream->length, 25000U);
  const std::string body = body_of(answer);
  EXPECT_EQ(body.size(), 25000U);
  EXPECT_EQ(body, body_of(get("/bytes/25000?seed=7")));
  EXPECT_NE(body, body_of(get("/bytes/25000?seed=8")));
  EXPECT_EQ(body, body_of(get("/stream-bytes/25000?seed=7&chunk_size=333")));
}

TEST(Bytes, ComeInChunksOfThatSize) {
  const Answer answer = get("/stream-bytes/1000?chunk_size=300");
  ASSERT_TRUE(answer.stream);
  EXPECT_FALSE(answer.stream->length);
  EXPECT_EQ(answer.stream->piece_count, 4U);
  EXPECT_EQ(body_of(answer).size(), 1000U);
  EXPECT_EQ(get("/stream-bytes/20000").stream->piece_count, 2U);
  EXPECT_EQ(get("/stream-bytes/0").stream->piece_count, 0U);
  EXPECT_EQ(get("/stream-bytes/3?chunk_size=0").stream->piece_count, 3U);
  EXPECT_EQ(get("/stream-bytes/3?chunk_size=x").status, 400);
}

TEST(Bytes, RangesAreThoseOfRfc9110) {
  const struct {
    const char* range;
    int status;
    const char* content_range;
    const char* body;
  } rows[] = {
      {"", 200, "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"},
      {"bytes=0-", 200, "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"},
      {"bytes=3-5", 206, "bytes 3-5/26", "def"},
      {"bytes=24-", 206, "bytes 24-25/26", "yz"},
      {"bytes=-2", 206, "bytes 24-25/26", "yz"},
      {"bytes=-100", 200, "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"},
      {"bytes=25-25", 206, "bytes 25-25/26", "z"},
      {"bytes=5-3", 416, "bytes */26", ""},
      {"bytes=26-", 416, "bytes */26", ""},
      {"bytes=0-26", 416, "bytes */26", ""},
      {"bytes=-0", 416, "bytes */26", ""},
      {"bytes=99999999999999999999-", 416, "bytes */26", ""},
      {"bytes=a-b", 200, "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"},
      {"lines=1-2", 200, "bytes 0-25/26", "abcdefghijklmnopqrstuvwxyz"},
  };
  for (const auto& row : rows) {
    const Answer answer = get("/range/26", {{"Range", row.range}});
    EXPECT_EQ(answer.status, row.status) << row.range;
    EXPECT_EQ(field_of(answer, "Content-Range"), row.content_range) << row.range;
    EXPECT_EQ(field_of(answer, "ETag"), "range26");
    EXPECT_EQ(field_of(answer, "Accept-Ranges"), "bytes");
    EXPECT_EQ(body_of(answer), row.body) << row.range;
  }
  EXPECT_EQ(get("/range/0").status, 404);
  EXPECT_EQ(get("/range/102400").status, 200);
  EXPECT_EQ(get("/range/102401").status, 404);
}

TEST(Bytes, RangesTakeTheirTime) {
  const Answer answer = get("/range/1000?duration=2&chunk_size=100");
  ASSERT_TRUE(answer.stream);
  EXPECT_EQ(answer.stream->piece_count, 10U);
  EXPECT_EQ(answer.stream->pause, Duration::milliseconds(200));
  EXPECT_EQ(get("/range/1000?duration=-1").status, 400);
}

TEST(Bytes, DripsFallOverTheirDuration) {
  const Answer usual = get("/drip");
  ASSERT_TRUE(usual.stream);
  EXPECT_EQ(usual.stream->piece_count, 10U);
  EXPECT_EQ(usual.stream->pause, Duration::milliseconds(200));
  EXPECT_EQ(usual.stream->length, 10U);
  EXPECT_EQ(body_of(usual), "**********");

  const Answer chosen = get("/drip?numbytes=3&duration=0.3&code=503&delay=1.5");
  EXPECT_EQ(chosen.status, 503);
  EXPECT_EQ(chosen.delay, Duration::milliseconds(1500));
  EXPECT_EQ(chosen.stream->pause, Duration::milliseconds(100));
}

TEST(Bytes, DripsAreBounded) {
  const Answer most = get("/drip?numbytes=99999999999&duration=1");
  EXPECT_EQ(most.stream->length, 10U * 1024 * 1024);
  EXPECT_EQ(most.stream->piece_count, 200U);
  EXPECT_LE(get("/drip?numbytes=9&duration=1e9").stream->pause, Duration::seconds(300));
  EXPECT_LE(get("/drip?delay=1e9").delay, Duration::seconds(300));
  EXPECT_EQ(get("/drip?duration=0").stream->piece_count, 1U);
  EXPECT_FALSE(get("/drip?code=204").stream) << "which has no body";
  for (const char* target : {"/drip?numbytes=0", "/drip?numbytes=-1", "/drip?duration=x",
                             "/drip?duration=-1", "/drip?delay=nan", "/drip?code=99"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

}  // namespace
}  // namespace headroom::target
