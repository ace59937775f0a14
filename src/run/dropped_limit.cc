#include "run/dropped_limit.h"

#include <cstdio>

#include "kit/number.h"

namespace headroom::run {

namespace {

std::string plain(double value, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::unexpected<kit::Error> refused(std::string_view text) {
  return kit::failure("expected a share such as 1% or a count such as 100, got \"" +
                      std::string(text) + "\"");
}

}  // namespace

kit::Result<DroppedLimit> DroppedLimit::parse(std::string_view text) {
  std::string_view number = text;
  const bool is_share = number.ends_with('%');
  if (is_share) {
    number.remove_suffix(1);
    while (number.ends_with(' ')) {
      number.remove_suffix(1);
    }
  }
  if (!is_share) {
    const auto count = kit::parse_integer(number);
    if (!count || *count < 0) {
      return refused(text);
    }
    return DroppedLimit{.is_share = false, .most = static_cast<double>(*count)};
  }
  const auto percent = kit::parse_decimal(number);
  if (!percent || !(*percent >= 0 && *percent <= 100)) {
    return refused(text);
  }
  return DroppedLimit{.is_share = true, .most = *percent / 100};
}

std::string text_of(const DroppedLimit& limit) {
  return limit.is_share ? plain(limit.most * 100, "%.6g") + "%" : kit::shortest_decimal(limit.most);
}

std::string dropped_beyond(const DroppedLimit& limit, std::uint64_t dropped,
                           std::uint64_t scheduled) {
  const double share =
      scheduled == 0 ? 0 : static_cast<double>(dropped) / static_cast<double>(scheduled);
  if ((limit.is_share ? share : static_cast<double>(dropped)) <= limit.most) {
    return {};
  }
  return std::to_string(dropped) + " of " + std::to_string(scheduled) +
         " scheduled iterations were dropped (" + plain(share * 100, "%.3g") +
         "%), more than the " + text_of(limit) + " that failOnDropped allows";
}

}  // namespace headroom::run
