// A threshold that must hold in every window of so many whole seconds, windows
// sliding by a second: fed with each second's values, it judges a window when its
// last second is closed. Seconds are numbers in a row; a clock is the caller's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "metrics/aggregate.h"
#include "threshold/expression.h"

namespace headroom::threshold {

// Of all windows judged so far.
struct SlidingOutcome {
  bool ok = true;
  std::uint64_t judged = 0;
  std::uint64_t crossed = 0;
  // Of the worst window: what was observed, in recorded units, and its seconds.
  double worst = 0;
  std::int64_t worst_first = 0;
  std::int64_t worst_last = 0;
  // The last second of the latest window that was crossed.
  std::optional<std::int64_t> latest_crossed;
};

struct SecondsOfWindows {
  std::int64_t length = 1;  // of each
  std::int64_t first = 0;   // no window begins before it
};

class SlidingThreshold {
 public:
  SlidingThreshold(Expression expression, metrics::Type type, double scale,
                   SecondsOfWindows windows);

  // Any number of times for a second that is not closed yet. Trends are judged by
  // their histograms, however many raw values there are.
  void add(std::int64_t second, const metrics::Aggregate& values);

  // Nothing more comes for seconds up to `last`: judges the windows that end there
  // or before. One without values says nothing, but of a counter it says 0.
  void close(std::int64_t last);

  // At the end, with the load's length. When it was too short for a window, all
  // that was added is judged as one; when no window had values, by the rules for
  // metrics without values.
  void finish(std::int64_t last, double elapsed_seconds);

  const SlidingOutcome& outcome() const { return outcome_; }

 private:
  void judge(std::int64_t first, std::int64_t last, double seconds);
  bool is_worse(double observed) const;

  // Constant.
  Expression expression_;
  metrics::Type type_;
  double scale_;
  SecondsOfWindows windows_;
  // The last second of the next window to judge.
  std::int64_t next_last_;
  std::map<std::int64_t, metrics::Aggregate> seconds_;  // that later windows need
  SlidingOutcome outcome_;
};

}  // namespace headroom::threshold
