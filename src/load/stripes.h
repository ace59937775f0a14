// What falls to one part of a test. Whole numbers 0, 1, 2, ... (arrivals,
// iterations, virtual users) are dealt to the parts of a sequence in stripes
// that repeat after a cycle, exactly as k6 deals them: every number falls to one
// part, and each part gets what its length says. Immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kit/result.h"
#include "load/segment.h"

namespace headroom::load {

class Stripes {
 public:
  // The whole test: every number is its own.
  Stripes();
  // Fails when the segment is not in the sequence (empty: the one it implies), or
  // when the cycle would be longer than makes sense.
  static kit::Result<Stripes> of(const Segment& segment, const SegmentSequence& sequence);

  // Of the numbers below `whole`, how many are this part's. Of all parts together: `whole`.
  std::uint64_t scale(std::uint64_t whole) const { return scale_for(part_, whole); }
  // The part's number `index`, as the whole test counts.
  std::uint64_t at(std::uint64_t index) const;
  // Of the whole test.
  double share() const;
  bool is_whole() const { return offsets_.size() == 1; }

  // Dealt anew, so that each part's length is what it gets of `value`: when
  // virtual users are few, the work follows them. Nothing when this part gets none.
  kit::Result<std::optional<Stripes>> fitted_to(std::uint64_t value) const;

  std::uint64_t cycle() const { return cycle_; }
  // This part's numbers in the first cycle.
  const std::vector<std::uint32_t>& offsets() const { return offsets_[part_]; }

 private:
  static kit::Result<Stripes> deal(const std::vector<Fraction>& lengths, std::size_t part);
  std::uint64_t scale_for(std::size_t part, std::uint64_t whole) const;

  std::uint64_t cycle_ = 1;
  std::vector<std::vector<std::uint32_t>> offsets_;  // by part
  std::size_t part_ = 0;
};

}  // namespace headroom::load
