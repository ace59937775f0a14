// How many of the iterations that arrival rates scheduled may be dropped before
// the run counts as failed: "1%" of them, or "100" in all. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kit/result.h"

namespace headroom::run {

struct DroppedLimit {
  bool is_share = false;
  double most = 0;  // a share from 0 to 1, or a count

  // The text as the user wrote it: "1%", "0.5 %", "100".
  static kit::Result<DroppedLimit> parse(std::string_view text);

  bool operator==(const DroppedLimit&) const = default;
};

// "1%" or "100"
std::string text_of(const DroppedLimit& limit);

// One line that says by how far it was too many; empty when it was not.
// `scheduled` counts those that began and those that were dropped.
std::string dropped_beyond(const DroppedLimit& limit, std::uint64_t dropped,
                           std::uint64_t scheduled);

}  // namespace headroom::run
