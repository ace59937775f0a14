#include "target/fault.h"

#include <array>

#include <gtest/gtest.h>

#include "fiber/reactor.h"
#include "kit/clock.h"
#include "net/pipe.h"

namespace headroom::target {
namespace {

using kit::Duration;

struct Seen {
  std::string bytes;
  net::FailureKind ending = net::FailureKind::other;
  Duration lasted;
};

// What a client that reads to the end sees of a fault, in simulated time.
Seen seen_of(std::string_view name) {
  kit::SimulatedClock clock;
  const auto reactor = fiber::Reactor::make_simulated(clock);
  auto [client, server] = net::make_pipe(*reactor);
  const kit::Instant begin = clock.now();
  Seen seen;
  reactor->spawn([&, stream = std::move(server)]() mutable {
    const auto steps = fault_named(name);
    ASSERT_TRUE(steps) << name;
    play_fault(*steps, *stream);
    stream.reset();
  });
  reactor->spawn([&, stream = std::move(client)]() mutable {
    std::array<char, 65536> buffer;
    for (;;) {
      const auto read = stream->read(buffer, kit::Instant::never());
      if (!read) {
        seen.ending = read.error().kind;
        break;
      }
      seen.bytes.append(buffer.data(), *read);
    }
    seen.lasted = clock.now() - begin;
    stream.reset();
  });
  reactor->run();
  return seen;
}

TEST(Fault, AnswersHaveExactlyTheirBytes) {
  const struct {
    const char* name;
    std::string bytes;
  } rows[] = {
      {"close-before", ""},
      {"short-body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"},
      {"long-body", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"},
      {"two-lengths", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"},
      {"bad-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"},
      {"short-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"},
      {"garbage", "total garbage\r\n\r\n"},
      {"half-header", "HTTP/1.1 200 OK\r\nContent-Le"},
      {"http10", "HTTP/1.0 200 OK\r\n\r\nuntil close"},
      {"continue", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
      {"lf-only", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"},
      {"drip", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"},
  };
  for (const auto& row : rows) {
    const Seen seen = seen_of(row.name);
    EXPECT_EQ(seen.bytes, row.bytes) << row.name;
    EXPECT_EQ(seen.ending, net::FailureKind::closed) << row.name;
  }
}

TEST(Fault, ResetsComeAfterWhatWasSaid) {
  const Seen before = seen_of("reset-before");
  EXPECT_EQ(before.bytes, "");
  EXPECT_EQ(before.ending, net::FailureKind::reset);

  const Seen inside = seen_of("reset-mid-body");
  EXPECT_TRUE(inside.bytes.ends_with("\r\n\r\nabc"));
  EXPECT_EQ(inside.ending, net::FailureKind::reset);
}

TEST(Fault, StallsOutlastAnyPatience) {
  EXPECT_GE(seen_of("stall").lasted, Duration::seconds(120));
  const Seen inside = seen_of("stall-mid-body");
  EXPECT_TRUE(inside.bytes.ends_with("\r\n\r\nabc"));
  EXPECT_GE(inside.lasted, Duration::seconds(120));
}

TEST(Fault, DripsTakeTheirTime) {
  EXPECT_GE(seen_of("drip").lasted, Duration::milliseconds(100));
}

TEST(Fault, EndlessHeadersNeverReachABody) {
  const Seen seen = seen_of("endless-headers");
  EXPECT_GT(seen.bytes.size(), 500'000U);
  EXPECT_LT(seen.bytes.size(), 1U << 20U);
  EXPECT_EQ(seen.bytes.find("\r\n\r\n"), seen.bytes.npos);
  EXPECT_GT(seen_of("oversized-head").bytes.size(), 4U << 20U);
}

TEST(Fault, EveryNameHasAScriptThatEnds) {
  EXPECT_GE(fault_names().size(), 31U);
  for (const std::string_view name : fault_names()) {
    const Seen seen = seen_of(name);
    EXPECT_TRUE(seen.ending == net::FailureKind::closed || seen.ending == net::FailureKind::reset)
        << name;
    EXPECT_FALSE(fault_meaning(name).empty()) << name;
  }
  EXPECT_FALSE(fault_named("unheard-of"));
  EXPECT_EQ(fault_meaning("unheard-of"), "");
}

TEST(Fault, AreThoseWhoseErrorsScriptsKnow) {
  for (const char* name : {"reset-before",
                           "close-before",
                           "reset-mid-body",
                           "short-body",
                           "long-body",
                           "bad-length",
                           "two-lengths",
                           "bad-chunk",
                           "short-chunk",
                           "garbage",
                           "bad-status",
                           "bad-version",
                           "no-colon",
                           "endless-headers",
                           "half-header",
                           "stall",
                           "stall-mid-body",
                           "drip",
                           "bad-gzip",
                           "unknown-encoding",
                           "http10",
                           "continue",
                           "early-hints",
                           "loop",
                           "bad-location",
                           "no-location",
                           "lf-only",
                           "204-body",
                           "404",
                           "500",
                           "dup-headers"}) {
    EXPECT_TRUE(fault_named(name)) << name;
  }
}

TEST(Fault, EndsWhenTheClientLeaves) {
  kit::SimulatedClock clock;
  const auto reactor = fiber::Reactor::make_simulated(clock);
  auto [client, server] = net::make_pipe(*reactor);
  const kit::Instant begin = clock.now();
  reactor->spawn([stream = std::move(server)] { play_fault(*fault_named("stall"), *stream); });
  reactor->spawn([stream = std::move(client), &reactor]() mutable {
    reactor->sleep(Duration::seconds(2));
    stream.reset();
  });

  reactor->run();

  EXPECT_LT(clock.now() - begin, Duration::seconds(3));
}

}  // namespace
}  // namespace headroom::target
