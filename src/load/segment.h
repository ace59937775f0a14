// An execution segment: the part of a test that one of several instances runs,
// as an interval of fractions, (1/3, 2/3]. A sequence names all parts of a test.
// Read from text as k6 does, with k6's errors; what falls to a part is stripes.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "load/fraction.h"

namespace headroom::load {

struct Segment {
  Fraction from;             // not in it
  Fraction to{1};            // in it; after `from`, at most 1
  std::string text() const;  // "1/3:2/3"
  double share() const;      // of the whole test
  bool operator==(const Segment& other) const = default;
};

// Each begins where the one before it ends; need not begin at 0 nor end at 1.
using SegmentSequence = std::vector<Segment>;

// "10%", "1/3", "0.2:2/3", "0:1/4"; empty for the whole test. One without a colon begins at 0.
kit::Result<Segment> parse_segment(std::string_view text);

// "0,1/3,2/3,1"; empty for none.
kit::Result<SegmentSequence> parse_segment_sequence(std::string_view text);

// "0,1/3,2/3,1".
std::string text_of(const SegmentSequence& sequence);

// From 0 to 1: with the missing parts at both ends. Without a sequence, the segment
// and what lies on its two sides are one.
SegmentSequence whole_sequence(const Segment& segment, const SegmentSequence& sequence);

}  // namespace headroom::load
