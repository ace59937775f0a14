#include "load/segment.h"

#include "kit/number.h"

namespace headroom::load {

namespace {

std::unexpected<kit::Error> not_valid(std::string_view text, std::string_view kind) {
  return kit::failure("'" + std::string(text) + "' is not a valid " + std::string(kind));
}

// A percentage is a whole number, as in k6.
kit::Result<Fraction> parse_percentage(std::string_view text) {
  std::string_view number = text.substr(0, text.size() - 1);
  if (number.starts_with('+') && !number.starts_with("+-")) {
    number.remove_prefix(1);
  }
  const auto hundredths = kit::parse_integer(number);
  const auto fraction = hundredths ? Fraction::of(*hundredths, 100) : std::nullopt;
  if (!fraction) {
    return not_valid(text, "percentage; write a whole number, or a fraction such as 1/8");
  }
  return *fraction;
}

kit::Result<Fraction> parse_end(std::string_view text) {
  if (text.ends_with('%')) {
    return parse_percentage(text);
  }
  const auto fraction = parse_fraction(text);
  if (!fraction) {
    return not_valid(text, "percentage, decimal, fraction or interval value");
  }
  return *fraction;
}

kit::Result<Segment> make_segment(const Fraction& from, const Fraction& to) {
  if (from < Fraction(0)) {
    return kit::failure("segment start value must be at least 0 but was " + from.decimal_text());
  }
  if (from >= to) {
    return kit::failure("segment start(" + from.decimal_text() + ") must be less than its end(" +
                        to.decimal_text() + ")");
  }
  if (to > Fraction(1)) {
    return kit::failure("segment end value can't be more than 1 but was " + to.decimal_text());
  }
  return Segment{.from = from, .to = to};
}

std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;
       comma = text.find(',')) {
    parts.push_back(text.substr(0, comma));
    text.remove_prefix(comma + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace

std::string Segment::text() const {
  return from.text() + ":" + to.text();
}

double Segment::share() const {
  const auto length = difference(to, from);
  return length ? length->approximate() : to.approximate() - from.approximate();
}

kit::Result<Segment> parse_segment(std::string_view text) {
  if (text.empty()) {
    return Segment();
  }
  const std::size_t colon = text.find(':');
  kit::Result<Fraction> from;
  if (colon != std::string_view::npos) {
    from = parse_end(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  const auto to = from ? parse_end(text) : from;
  return to ? make_segment(*from, *to) : std::unexpected(to.error());
}

kit::Result<SegmentSequence> parse_segment_sequence(std::string_view text) {
  SegmentSequence sequence;
  if (text.empty()) {
    return sequence;
  }
  const std::vector<std::string_view> points = split_at_commas(text);
  if (points.size() < 2) {
    return kit::failure("at least 2 points are needed for an execution segment sequence, " +
                        std::to_string(points.size()) + " given");
  }
  auto from = parse_end(points.front());
  for (std::size_t i = 1; i < points.size() && from; ++i) {
    auto to = parse_end(points[i]);
    auto segment = to ? make_segment(*from, *to) : std::unexpected(to.error());
    if (!segment) {
      return kit::failure_of(segment);
    }
    sequence.push_back(*segment);
    from = std::move(to);
  }
  return from ? kit::Result<SegmentSequence>(std::move(sequence)) : std::unexpected(from.error());
}

std::string text_of(const SegmentSequence& sequence) {
  std::string text = sequence.empty() ? "" : sequence.front().from.text();
  for (const Segment& segment : sequence) {
    text += "," + segment.to.text();
  }
  return text;
}

SegmentSequence whole_sequence(const Segment& segment, const SegmentSequence& sequence) {
  SegmentSequence whole = sequence.empty() ? SegmentSequence{segment} : sequence;
  const Fraction first = whole.front().from;
  const Fraction last = whole.back().to;
  if (first != Fraction(0)) {
    whole.insert(whole.begin(), Segment{.from = Fraction(0), .to = first});
  }
  if (last != Fraction(1)) {
    whole.push_back({.from = last, .to = Fraction(1)});
  }
  return whole;
}

}  // namespace headroom::load
