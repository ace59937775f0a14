#include "k6/segment_options.h"

#include <algorithm>

#include "k6/exit_code.h"
#include "k6/option_readers.h"

namespace headroom::k6 {

namespace {

template <typename T>
kit::Result<T> read_with(kit::Result<T> (*parse)(std::string_view), const document::Value& value,
                         std::string_view what) {
  auto text = read_text(value, what);
  if (!text) {
    return kit::failure_of(text);
  }
  auto parsed = parse(*text);
  return parsed ? std::move(parsed)
                : std::unexpected(
                      std::move(parsed).error().during(what).with_code(exit_invalid_config));
}

}  // namespace

kit::Result<load::Segment> read_segment(const document::Value& value, std::string_view what) {
  return read_with(load::parse_segment, value, what);
}

kit::Result<load::SegmentSequence> read_segment_sequence(const document::Value& value,
                                                         std::string_view what) {
  return read_with(load::parse_segment_sequence, value, what);
}

kit::Result<load::Stripes> make_stripes(const Options& options) {
  const load::Segment segment = options.execution_segment.value_or(load::Segment());
  const load::SegmentSequence sequence =
      options.execution_segment_sequence.value_or(load::SegmentSequence());
  const bool is_named = std::find(sequence.begin(), sequence.end(), segment) != sequence.end();
  if (!sequence.empty() && !is_named) {
    return invalid_option("provided segment " + segment.text() + " can't be found in sequence " +
                          load::text_of(sequence));
  }
  auto stripes = load::Stripes::of(segment, sequence);
  return stripes ? std::move(stripes)
                 : std::unexpected(std::move(stripes).error().with_code(exit_invalid_config));
}

}  // namespace headroom::k6
