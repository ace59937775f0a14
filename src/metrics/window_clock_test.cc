#include "metrics/window_clock.h"

#include <gtest/gtest.h>

namespace headroom::metrics {
namespace {

using namespace kit::literals;

TEST(WindowClock, WindowsLieOnWholeUtcSeconds) {
  kit::SimulatedClock clock({.unix_ns = 1'700'000'000'250'000'000});
  const WindowClock windows(clock);
  const kit::Instant start = clock.now();

  EXPECT_EQ(windows.index_of(start), 1'700'000'000);
  EXPECT_EQ(windows.index_of(start + 749_ms), 1'700'000'000);
  EXPECT_EQ(windows.index_of(start + 750_ms), 1'700'000'001);
  EXPECT_EQ(windows.end_of_window(start), start + 750_ms);
  EXPECT_EQ(windows.start_of(1'700'000'001), start + 750_ms);
  EXPECT_EQ(windows.wall_start_of(1'700'000'001).unix_ns, 1'700'000'001'000'000'000);
  EXPECT_EQ(windows.wall_time_of(start).unix_ns, 1'700'000'000'250'000'000);
}

TEST(WindowClock, TakesOtherWidths) {
  kit::SimulatedClock clock({.unix_ns = 1'700'000'000'000'000'000});
  const WindowClock windows(clock, 10_s);
  EXPECT_EQ(windows.index_of(clock.now() + 9_s), 170'000'000);
  EXPECT_EQ(windows.index_of(clock.now() + 10_s), 170'000'001);
}

TEST(WindowClock, CountsDownwardsBefore1970) {
  kit::SimulatedClock clock({.unix_ns = -500'000'000});
  const WindowClock windows(clock);
  EXPECT_EQ(windows.index_of(clock.now()), -1);
}

}  // namespace
}  // namespace headroom::metrics
