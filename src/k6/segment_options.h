// The options executionSegment and executionSegmentSequence: which part of the
// test this instance runs. What falls to a part is load's.
#pragma once

#include <string_view>

#include "document/value.h"
#include "k6/options.h"
#include "kit/result.h"
#include "load/stripes.h"

namespace headroom::k6 {

kit::Result<load::Segment> read_segment(const document::Value& value, std::string_view what);
kit::Result<load::SegmentSequence> read_segment_sequence(const document::Value& value,
                                                         std::string_view what);

// Errors have the exit code 104.
kit::Result<load::Stripes> make_stripes(const Options& options);

}  // namespace headroom::k6
