#include "kit/time.h"

#include <gtest/gtest.h>

#include "kit/clock.h"

namespace headroom::kit {
namespace {

using namespace literals;

TEST(Duration, ConvertsBetweenUnitsExactly) {
  EXPECT_EQ(Duration::from_seconds(0.25), 250_ms);
  EXPECT_EQ((1_s).in_milliseconds(), 1000);
  EXPECT_DOUBLE_EQ((1500_us).in_seconds(), 0.0015);
  EXPECT_EQ(Duration::from_seconds(1e300), Duration::max());
}

TEST(Instant, AdditionSaturatesAtNever) {
  EXPECT_EQ(Instant::from_nanoseconds(5) + Duration::max(), Instant::never());
  EXPECT_EQ(Instant::never() + 1_s, Instant::never());
}

TEST(SimulatedClock, MovesOnlyWhenTold) {
  SimulatedClock clock;
  const Instant before = clock.now();
  const WallTime wall_before = clock.wall_now();

  clock.advance(90_s);
  clock.advance_to(before);

  EXPECT_EQ(clock.now() - before, 90_s);
  EXPECT_EQ(clock.wall_now().unix_ns - wall_before.unix_ns, (90_s).in_nanoseconds());
}

TEST(SystemClock, NeverRunsBackwards) {
  const SystemClock clock;
  Instant last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const Instant now = clock.now();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(Rfc3339, PrintsUtcWithTheAskedFraction) {
  EXPECT_EQ(rfc3339({.unix_ns = 0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339({.unix_ns = 1'795'450'437'020'771'920}, 9), "2026-11-23T16:13:57.020771920Z");
  EXPECT_EQ(rfc3339({.unix_ns = -1}, 3), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace headroom::kit
