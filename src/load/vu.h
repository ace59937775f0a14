// A virtual user as its worker sees it: the language's VirtualUser, the fiber
// it lives on, and the share of a scenario it serves just now.
#pragma once

#include <cstdint>
#include <memory>

#include "load/virtual_user.h"

namespace headroom::load {

class Share;

// Touched by its worker's thread only.
struct Vu {
  std::uint64_t id = 0;
  fiber::Fiber* fiber = nullptr;
  std::unique_ptr<VirtualUser> user;
  std::uint64_t iterations = 0;
  std::uint64_t iterations_in_scenario = 0;

  // Whom it serves; null in the pool.
  Share* share = nullptr;
  std::size_t seat = 0;  // its index among the share's members
  // The slice of time it may compute before others get their turn.
  kit::Instant slice_start;
  // The series of the tags its last iteration had.
  metrics::TagSetId series_tags = 0;
  metrics::SeriesGroup series{};

  bool is_dismissed = false;  // it must start no more iterations
  // Open model: what it was woken for.
  kit::Instant due;
  bool has_tick = false;
};

}  // namespace headroom::load
