#include "metrics/histogram.h"

#include <algorithm>
#include <utility>

#include "kit/assert.h"

namespace headroom::metrics {
namespace {

// 2^(j / 2^schema) for j in [0, 2^schema], rounded from a longer type so that
// every build has the same boundaries.
double bound_in_octave(int schema, std::int32_t j) {
  const auto exponent = static_cast<long double>(j) / static_cast<long double>(1 << schema);
  return static_cast<double>(std::exp2(exponent));
}

Histogram::Boundaries make_boundaries(int schema) {
  constexpr std::uint64_t fraction_end = std::uint64_t{1} << 52;
  Histogram::Boundaries boundaries{};
  const std::size_t bucket_count = std::size_t{1} << schema;
  for (std::size_t j = 0; j < bucket_count; j++) {
    const double bound = bound_in_octave(schema, static_cast<std::int32_t>(j));
    boundaries.fraction[j] = std::bit_cast<std::uint64_t>(bound) & (fraction_end - 1);
  }
  boundaries.fraction[bucket_count] = fraction_end;

  std::uint16_t bucket = 0;
  for (std::size_t cell = 0; cell < boundaries.first.size(); cell++) {
    const std::uint64_t cell_start = cell << (52 - Histogram::Boundaries::cell_bits);
    while (boundaries.fraction[bucket] < cell_start) {
      bucket++;
    }
    boundaries.first[cell] = bucket;
  }
  return boundaries;
}

const Histogram::Boundaries* boundaries_of(int schema) {
  static const std::array<Histogram::Boundaries, Histogram::schema_max + 1> tables = [] {
    std::array<Histogram::Boundaries, Histogram::schema_max + 1> made{};
    for (int n = 0; n <= Histogram::schema_max; n++) {
      made[static_cast<std::size_t>(n)] = make_boundaries(n);
    }
    return made;
  }();
  return &tables[static_cast<std::size_t>(schema)];
}

void add_coarser(Buckets& into, const Buckets& from, int levels) {
  for (std::size_t i = 0; i < from.counts().size(); i++) {
    if (from.counts()[i] != 0) {
      const std::int32_t index = from.first() + static_cast<std::int32_t>(i);
      // ceil(index / 2^levels): upper bounds are inclusive, so pairs are (1,2), (3,4), ...
      into.add(((index - 1) >> levels) + 1, from.counts()[i]);
    }
  }
}

}  // namespace

void Buckets::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
}

void Buckets::grow_to(std::int32_t index) {
  constexpr std::int32_t slack_min = 32;
  if (counts_.empty()) {
    first_ = index - slack_min;
    counts_.resize(std::size_t{2} * slack_min);
    return;
  }
  // Half the size as slack, so that a range that creeps costs few copies.
  const auto size = static_cast<std::int32_t>(counts_.size());
  const std::int32_t slack = std::max(slack_min, size / 2);
  if (index >= first_) {
    const std::int32_t range = index - first_ + slack;
    counts_.resize(static_cast<std::size_t>(range));
    return;
  }
  const std::int32_t first = index - slack;
  const std::int32_t added = first_ - first;
  counts_.insert(counts_.begin(), static_cast<std::size_t>(added), 0);
  first_ = first;
}

Histogram::Histogram(int schema) : schema_(schema) {
  HEADROOM_ASSERT(schema >= 0 && schema <= schema_max);
  boundaries_ = boundaries_of(schema);
}

void Histogram::merge(const Histogram& other) {
  if (other.schema_ < schema_) {
    *this = to_schema(other.schema_);
  }
  const int levels = other.schema_ - schema_;
  add_coarser(positive_, other.positive_, levels);
  add_coarser(negative_, other.negative_, levels);
  count_ += other.count_;
  zero_count_ += other.zero_count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
  positive_.clear();
  negative_.clear();
  count_ = 0;
  zero_count_ = 0;
  sum_ = 0;
  min_ = std::numeric_limits<double>::infinity();
  max_ = -std::numeric_limits<double>::infinity();
}

Histogram Histogram::to_schema(int schema) const {
  HEADROOM_ASSERT(schema <= schema_);
  Histogram coarse(schema);
  coarse.merge(*this);
  return coarse;
}

double Histogram::quantile(double q) const {
  if (count_ == 0) {
    return 0;
  }
  const double rank = std::clamp(q, 0.0, 1.0) * static_cast<double>(count_ - 1);
  const double whole = std::floor(rank);
  const auto lower_rank = static_cast<std::uint64_t>(whole);
  const double lower = value_at_rank(lower_rank);
  if (rank == whole) {
    return lower;
  }
  const double upper = value_at_rank(lower_rank + 1);
  return std::lerp(lower, upper, rank - whole);
}

double Histogram::value_at_rank(std::uint64_t rank) const {
  if (rank == 0) {
    return min_;
  }
  if (rank >= count_ - 1) {
    return max_;
  }
  // The most negative values are in the highest buckets of their side.
  for (std::size_t i = negative_.counts().size(); i-- > 0;) {
    const std::uint64_t count = negative_.counts()[i];
    if (rank < count) {
      const double middle = middle_of(negative_.first() + static_cast<std::int32_t>(i));
      return std::clamp(-middle, min_, max_);
    }
    rank -= count;
  }
  if (rank < zero_count_) {
    return std::clamp(0.0, min_, max_);  // they may all be the same subnormal
  }
  rank -= zero_count_;
  for (std::size_t i = 0; i < positive_.counts().size(); i++) {
    const std::uint64_t count = positive_.counts()[i];
    if (rank < count) {
      const double middle = middle_of(positive_.first() + static_cast<std::int32_t>(i));
      return std::clamp(middle, min_, max_);
    }
    rank -= count;
  }
  return max_;
}

double Histogram::middle_of(std::int32_t index) const {
  // The harmonic mean of the bounds has the smallest possible relative error:
  // (upper - lower) / (upper + lower) at either end.
  const double lower = upper_bound(schema_, index - 1);
  const double upper = upper_bound(schema_, index);
  return lower * (2 / (1 + lower / upper));
}

double Histogram::upper_bound(int schema, std::int32_t index) {
  const std::int32_t octave = index >> schema;
  return std::ldexp(bound_in_octave(schema, index - octave * (1 << schema)), octave);
}

Histogram Histogram::of_parts(Parts parts) {
  Histogram histogram(parts.schema);
  histogram.zero_count_ = parts.zero_count;
  histogram.count_ = parts.zero_count;
  for (const Buckets* side : {&parts.positive, &parts.negative}) {
    for (const std::uint64_t count : side->counts()) {
      histogram.count_ += count;
    }
  }
  histogram.positive_ = std::move(parts.positive);
  histogram.negative_ = std::move(parts.negative);
  if (histogram.count_ > 0) {
    histogram.sum_ = parts.sum;
    histogram.min_ = parts.min;
    histogram.max_ = parts.max;
  }
  return histogram;
}

}  // namespace headroom::metrics
