// What falls to one part of a test. Whole numbers 0, 1, 2, ... (arrivals,
// iterations, virtual users) are dealt to the parts of a sequence in stripes
// that repeat after a cycle, exactly as k6 deals them: every number falls to one
// part, and each part gets what its length says. Immutable, and cheap to copy.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kit/result.h"
#include "load/segment.h"

namespace headroom::load {

class Stripes {
 public:
  // The whole test: every number is its own.
  Stripes() = default;
  // Fails when the segment is not in the sequence (empty: the one it implies), or
  // when the cycle would be longer than makes sense.
  static kit::Result<Stripes> of(const Segment& segment, const SegmentSequence& sequence);

  // Of the numbers below `whole`, how many are this part's. Of all parts together: `whole`.
  std::uint64_t scale(std::uint64_t whole) const { return scale_for(part_, whole); }
  // The part's number `index`, as the whole test counts.
  std::uint64_t at(std::uint64_t index) const;
  // Of the whole test.
  double share() const;
  bool is_whole() const { return table_ == nullptr; }

  // Dealt anew, so that each part's length is what it gets of `value`: when
  // virtual users are few, the work follows them. Nothing when this part gets none.
  kit::Result<std::optional<Stripes>> fitted_to(std::uint64_t value) const;

  // After how many numbers it repeats, and how many of them are this part's.
  std::uint64_t cycle() const;
  std::uint64_t count_in_cycle() const;

 private:
  struct Table {
    std::uint64_t cycle = 1;
    std::vector<std::vector<std::uint32_t>> offsets;  // each part's numbers in the first cycle
  };
  static kit::Result<Stripes> deal(const std::vector<Fraction>& lengths, std::size_t part);
  std::uint64_t scale_for(std::size_t part, std::uint64_t whole) const;

  // Shared because copies, in scenarios and virtual users, read one table, which may
  // be large. Null for the whole test.
  std::shared_ptr<const Table> table_;
  std::size_t part_ = 0;
};

}  // namespace headroom::load
