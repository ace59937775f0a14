#include "load/vu_demand.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kit/duration_text.h"

namespace headroom::load {

namespace {

// With three digits, which is more than a mean so far deserves.
kit::Duration rounded(kit::Duration duration) {
  std::int64_t unit_ns = 1;
  while (duration.in_nanoseconds() / unit_ns >= 1000) {
    unit_ns *= 10;
  }
  return kit::Duration::nanoseconds((duration.in_nanoseconds() + unit_ns / 2) / unit_ns * unit_ns);
}

std::string plain(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", number);
  return text;
}

}  // namespace

std::uint64_t vus_needed(double iterations_per_second, kit::Duration iteration) {
  // What the division by the rate's unit leaves over is not one more virtual user.
  const double busy = iterations_per_second * iteration.in_seconds();
  return static_cast<std::uint64_t>(std::max(1.0, std::ceil(busy - 1e-9)));
}

std::string demand_text(const Scenario& scenario, kit::Duration iteration) {
  const double rate = peak_rate(scenario);
  const std::uint64_t needed = vus_needed(rate, iteration);
  const std::string text = "scenario '" + scenario.name + "': " + plain(rate) +
                           " iterations/s that take " + kit::text_of(rounded(iteration)) +
                           " on average so far keep about " + std::to_string(needed) +
                           (needed == 1 ? " VU" : " VUs") + " busy";
  const std::string most = std::to_string(max_vus(scenario));
  if (needed > max_vus(scenario)) {
    return text + ", and maxVUs is " + most + ": raise it to more than " + std::to_string(needed);
  }
  return text + ": maxVUs, which is " + most + ", is too few only when some take much longer";
}

}  // namespace headroom::load
