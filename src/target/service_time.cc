#include "target/service_time.h"

#include <cmath>
#include <numbers>
#include <string>

#include "kit/duration_text.h"
#include "kit/number.h"

namespace headroom::target {

namespace {

std::unexpected<kit::Error> not_a_service_time(std::string_view text) {
  return kit::failure("\"" + std::string(text) +
                      "\" is not a service time (write fixed:5ms, exponential:10ms or "
                      "lognormal:10ms,0.5)");
}

// Uniform in (0, 1]: its logarithm is finite.
double positive_uniform(kit::Random& random) {
  return 1 - random.next_double();
}

// Box and Muller's transformation.
double standard_normal(kit::Random& random) {
  const double radius = std::sqrt(-2 * std::log(positive_uniform(random)));
  return radius * std::cos(2 * std::numbers::pi * random.next_double());
}

std::optional<ServiceTime::Shape> shape_named(std::string_view name) {
  if (name == "fixed") {
    return ServiceTime::Shape::fixed;
  }
  if (name == "exponential") {
    return ServiceTime::Shape::exponential;
  }
  if (name == "lognormal") {
    return ServiceTime::Shape::lognormal;
  }
  return std::nullopt;
}

}  // namespace

kit::Result<ServiceTime> parse_service_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto shape = shape_named(text.substr(0, colon));
  if (!shape || colon == text.npos) {
    return not_a_service_time(text);
  }
  ServiceTime time{.shape = *shape};
  std::string_view rest = text.substr(colon + 1);
  if (const std::size_t comma = rest.find(','); comma != rest.npos) {
    const auto spread = kit::parse_decimal(rest.substr(comma + 1));
    constexpr double spread_max = 10;
    if (time.shape != ServiceTime::Shape::lognormal || !spread || *spread < 0 ||
        *spread > spread_max) {
      return not_a_service_time(text);
    }
    time.spread = *spread;
    rest = rest.substr(0, comma);
  }
  const auto mean = kit::parse_duration(rest);
  if (!mean || *mean < kit::Duration()) {
    return not_a_service_time(text);
  }
  time.mean = *mean;
  return time;
}

kit::Duration draw(const ServiceTime& time, kit::Random& random) {
  const double mean = time.mean.in_seconds();
  switch (time.shape) {
    case ServiceTime::Shape::exponential:
      return kit::Duration::from_seconds(-mean * std::log(positive_uniform(random)));
    case ServiceTime::Shape::lognormal: {
      // Shifted so that the mean is as asked for, whatever the spread.
      const double centre = std::log(mean) - time.spread * time.spread / 2;
      return kit::Duration::from_seconds(std::exp(centre + time.spread * standard_normal(random)));
    }
    case ServiceTime::Shape::fixed: break;
  }
  return time.mean;
}

}  // namespace headroom::target
