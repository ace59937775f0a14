// An exponential histogram with the bucket boundaries of Prometheus and
// OpenTelemetry: at schema n, bucket i counts values in (base^(i-1), base^i],
// base = 2^(2^-n); a zero bucket, and the same again for negative values.
// Mergeable exactly; about 5 ns a record. A value type, no locks.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace headroom::metrics {

// A contiguous range of buckets that grows to what is used. Memory is bounded by
// the doubles' range: at most 2^schema * 2046 buckets a side.
class Buckets {
 public:
  void add(std::int32_t index, std::uint64_t count = 1) {
    if (slot_of(index) >= counts_.size()) [[unlikely]] {
      grow_to(index);
    }
    counts_[slot_of(index)] += count;
  }
  // Zeroes the counts and keeps the range, so that refilling does not allocate.
  void clear();

  // Bucket index of counts()[0].
  std::int32_t first() const { return first_; }
  const std::vector<std::uint64_t>& counts() const { return counts_; }

 private:
  // Huge for an index below the range.
  std::uint32_t slot_of(std::int32_t index) const {
    return static_cast<std::uint32_t>(index) - static_cast<std::uint32_t>(first_);
  }
  void grow_to(std::int32_t index);

  std::int32_t first_ = 0;
  std::vector<std::uint64_t> counts_;
};

class Histogram {
 public:
  static constexpr int schema_recording = 7;  // half a bucket is 0.27 %
  static constexpr int schema_window = 5;     // half a bucket is 1.1 %
  static constexpr int schema_max = 8;

  explicit Histogram(int schema = schema_recording);

  // NaN is ignored; an infinity counts as the largest finite double. Magnitudes
  // below 2^-1022 (subnormals) count as zero.
  void record(double value) {
    if (!std::isfinite(value)) [[unlikely]] {
      if (std::isnan(value)) {
        return;
      }
      value = std::copysign(std::numeric_limits<double>::max(), value);
    }
    count_++;
    sum_ += value;
    min_ = value < min_ ? value : min_;
    max_ = value > max_ ? value : max_;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    if ((bits & exponent_mask) == 0) {
      zero_count_++;
      return;
    }
    (value > 0 ? positive_ : negative_).add(index_of_bits(bits));
  }

  // Exact: equal to having recorded both. Histograms of different schemas meet
  // at the coarser one.
  void merge(const Histogram& other);
  void clear();
  // The same values in coarser buckets, 2^k fine ones to each. Precondition:
  // 0 <= schema <= this->schema().
  Histogram to_schema(int schema) const;

  // Value at rank q * (count - 1), q in [0, 1], ranks between two values being
  // interpolated as k6 does. The middle of a bucket stands for its values, so
  // that the error is at most half a bucket (0.27 % at schema 7), never outside
  // [min, max]. 0 when empty.
  double quantile(double q) const;

  int schema() const { return schema_; }
  std::uint64_t count() const { return count_; }
  // Plain double arithmetic: relative error below count * 1e-16 for values of one sign.
  double sum() const { return sum_; }
  // 0 when empty, as average.
  double min() const { return count_ == 0 ? 0 : min_; }
  double max() const { return count_ == 0 ? 0 : max_; }
  double average() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }
  std::uint64_t zero_count() const { return zero_count_; }
  const Buckets& positive() const { return positive_; }
  const Buckets& negative() const { return negative_; }

  // Upper bound, base^index; the lower bound is that of index - 1.
  static double upper_bound(int schema, std::int32_t index);
  // The bucket of a value > 0 (not subnormal).
  std::int32_t index_of(double value) const {
    return index_of_bits(std::bit_cast<std::uint64_t>(value));
  }

  // Restores what pack() wrote; see histogram_codec.h.
  struct Parts {
    int schema = schema_recording;
    std::uint64_t zero_count = 0;
    double sum = 0;
    double min = 0;
    double max = 0;
    Buckets positive;
    Buckets negative;
  };
  static Histogram of_parts(Parts parts);

  // Where the boundaries cut the 52 fraction bits of a double. Each cell of the
  // 2,048 leading patterns holds at most one boundary (they are 5 cells apart or
  // more), so one comparison decides.
  struct Boundaries {
    static constexpr int cell_bits = 11;
    std::array<std::uint16_t, 1 << cell_bits> first;            // candidate bucket of each cell
    std::array<std::uint64_t, (1 << schema_max) + 1> fraction;  // upper bound of each bucket
  };

 private:
  static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << 52) - 1;
  static constexpr std::uint64_t exponent_mask = std::uint64_t{0x7ff} << 52;

  std::int32_t index_of_bits(std::uint64_t bits) const {
    const std::uint64_t fraction = bits & fraction_mask;
    const auto octave = static_cast<std::int32_t>((bits >> 52) & 0x7ff) - 1023;
    std::uint32_t bucket = boundaries_->first[fraction >> (52 - Boundaries::cell_bits)];
    bucket += fraction > boundaries_->fraction[bucket] ? 1 : 0;
    return octave * (1 << schema_) + static_cast<std::int32_t>(bucket);
  }
  double value_at_rank(std::uint64_t rank) const;
  // The value that stands for bucket `index`, positive.
  double middle_of(std::int32_t index) const;

  int schema_;
  const Boundaries* boundaries_;  // one table per schema, constant, lives for ever
  std::uint64_t count_ = 0;
  std::uint64_t zero_count_ = 0;
  double sum_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  Buckets positive_;
  Buckets negative_;
};

}  // namespace headroom::metrics
