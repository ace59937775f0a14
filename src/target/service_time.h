// How long a piece of simulated work takes: always the same, or drawn from a
// distribution with a given mean. Seeded: one seed, one sequence of times.
#pragma once

#include <string_view>

#include "kit/random.h"
#include "kit/result.h"
#include "kit/time.h"

namespace headroom::target {

struct ServiceTime {
  enum class Shape { fixed, exponential, lognormal };

  Shape shape = Shape::fixed;
  kit::Duration mean = kit::Duration::milliseconds(1);
  // Of a lognormal: standard deviation of the logarithm. 0.5 is a mild tail, 1.5 a long one.
  double spread = 0.5;
};

// "fixed:5ms", "exponential:10ms", "lognormal:10ms" or "lognormal:10ms,1.2" (its spread).
kit::Result<ServiceTime> parse_service_time(std::string_view text);

// The next time of the sequence; never negative.
kit::Duration draw(const ServiceTime& time, kit::Random& random);

}  // namespace headroom::target
