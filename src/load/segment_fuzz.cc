// Any text is a segment, a sequence, both or neither, and never a crash; what was
// read reads the same from its own text, and deals out every number once.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "load/segment.h"
#include "load/stripes.h"

namespace headroom::load {
namespace {

// The cycle is at most the product of the denominators; small enough to try many inputs.
bool is_quickly_dealt(const SegmentSequence& sequence) {
  constexpr std::int64_t cycle_max = 5000;
  std::int64_t product = sequence.front().from.denominator();
  for (const Segment& segment : sequence) {
    if (product > cycle_max || segment.to.denominator() > cycle_max) {
      return false;
    }
    product *= segment.to.denominator();
  }
  return product <= cycle_max;
}

void check_dealing(const SegmentSequence& sequence) {
  constexpr std::uint64_t whole = 1'234'567;
  std::uint64_t sum = 0;
  for (const Segment& segment : whole_sequence({}, sequence)) {
    const auto stripes = Stripes::of(segment, sequence);
    HEADROOM_ASSERT(stripes.has_value());
    sum += stripes->scale(whole);
  }
  HEADROOM_ASSERT(sum == whole);
}

}  // namespace
}  // namespace headroom::load

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::load;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto segment = parse_segment(text)) {
    HEADROOM_ASSERT(*parse_segment(segment->text()) == *segment);
  }
  if (const auto sequence = parse_segment_sequence(text); sequence && !sequence->empty()) {
    HEADROOM_ASSERT(text_of(*parse_segment_sequence(text_of(*sequence))) == text_of(*sequence));
    if (is_quickly_dealt(*sequence)) {
      check_dealing(*sequence);
    }
  }
  return 0;
}
