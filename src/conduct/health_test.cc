#include "conduct/health.h"

#include <gtest/gtest.h>

namespace headroom::conduct {
namespace {

TEST(Health, ReadsTheKernelsLines) {
  EXPECT_EQ(parse_schedstat_wait("1015327 173647 3"), kit::Duration::nanoseconds(173647));
  EXPECT_EQ(parse_schedstat_wait("garbage"), std::nullopt);
  EXPECT_EQ(parse_pressure_total("some avg10=0.00 avg60=0.00 avg300=0.00 total=3340537"),
            kit::Duration::microseconds(3340537));
  EXPECT_EQ(parse_pressure_total(""), std::nullopt);
}

TEST(Health, CpuTimeGrowsWithWork) {
  const ThreadHealth before = read_thread_health();
  volatile double sum = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    sum = sum + i;
  }
  EXPECT_GT(read_thread_health().cpu_time, before.cpu_time);
}

}  // namespace
}  // namespace headroom::conduct
