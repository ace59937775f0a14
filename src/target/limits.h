// What one answer may cost the target at most.
#pragma once

#include <cstddef>

#include "kit/time.h"

namespace headroom::target {

inline constexpr std::size_t body_bytes_max = 100'000'000;
// Of /drip and /range, which choose how long they take.
inline constexpr kit::Duration answer_span_max = kit::Duration::seconds(300);
// Of /delay, as httpbin has it.
inline constexpr kit::Duration delay_max = kit::Duration::seconds(10);

}  // namespace headroom::target
