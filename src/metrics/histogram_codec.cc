#include "metrics/histogram_codec.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace headroom::metrics {
namespace {

// Layout: schema (1 byte), zero count (varint), sum, min, max (8 bytes each,
// little-endian), positive side, negative side. A side is its number of buckets
// (varint) and, if there are any, the index of the first (zigzag varint), then a
// varint for each bucket; a zero is followed by how many more zeros come.

// The indices that doubles can have at schema 0, with one to spare.
constexpr std::int64_t index_limit = 1025;

void put_varint(std::string& bytes, std::uint64_t value) {
  while (value >= 0x80) {
    bytes += static_cast<char>((value & 0x7f) | 0x80);
    value >>= 7;
  }
  bytes += static_cast<char>(value);
}

void put_double(std::string& bytes, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>((bits >> shift) & 0xff);
  }
}

void put_side(std::string& bytes, const Buckets& side) {
  const auto& counts = side.counts();
  std::size_t begin = 0;
  std::size_t end = counts.size();
  while (begin < end && counts[begin] == 0) {
    begin++;
  }
  while (end > begin && counts[end - 1] == 0) {
    end--;
  }
  put_varint(bytes, end - begin);
  if (begin == end) {
    return;
  }
  const std::int64_t first = side.first() + static_cast<std::int64_t>(begin);
  put_varint(bytes,
             (static_cast<std::uint64_t>(first) << 1) ^ static_cast<std::uint64_t>(first >> 63));
  for (std::size_t i = begin; i < end;) {
    put_varint(bytes, counts[i]);
    if (counts[i++] != 0) {
      continue;
    }
    const std::size_t run_begin = i;
    while (counts[i] == 0) {  // ends: the last bucket is not zero
      i++;
    }
    put_varint(bytes, i - run_begin);
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::uint8_t> byte() {
    if (bytes_.empty()) {
      return std::nullopt;
    }
    const auto value = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return value;
  }

  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto next = byte();
      if (!next || (shift == 63 && *next > 1)) {
        return std::nullopt;
      }
      value |= static_cast<std::uint64_t>(*next & 0x7f) << shift;
      if (*next < 0x80) {
        return value;
      }
    }
    return std::nullopt;
  }

  std::optional<double> finite() {
    if (bytes_.size() < 8) {
      return std::nullopt;
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; i++) {
      bits |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes_[i])) << (8 * i);
    }
    bytes_.remove_prefix(8);
    const auto value = std::bit_cast<double>(bits);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

  bool is_at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

// Adds to `total` and says whether it still fits.
bool add_to(std::uint64_t& total, std::uint64_t count) {
  return !__builtin_add_overflow(total, count, &total);
}

struct BucketRange {
  std::int64_t first;
  std::uint64_t size;
};

bool read_counts(Reader& reader, BucketRange range, Buckets& side, std::uint64_t& total) {
  for (std::uint64_t i = 0; i < range.size; i++) {
    const auto count = reader.varint();
    if (!count || !add_to(total, *count)) {
      return false;
    }
    if (*count != 0) {
      side.add(static_cast<std::int32_t>(range.first + static_cast<std::int64_t>(i)), *count);
      continue;
    }
    const auto more_zeros = reader.varint();
    if (!more_zeros || i == 0 || *more_zeros >= range.size - i - 1) {
      return false;
    }
    i += *more_zeros;
  }
  return true;
}

bool read_side(Reader& reader, int schema, Buckets& side, std::uint64_t& total) {
  const auto size = reader.varint();
  if (!size || *size == 0) {
    return size.has_value();
  }
  const auto zigzag = reader.varint();
  if (!zigzag) {
    return false;
  }
  const auto first = static_cast<std::int64_t>((*zigzag >> 1) ^ (~(*zigzag & 1) + 1));
  const std::int64_t limit = index_limit * (std::int64_t{1} << schema);
  if (first < -limit || first > limit || *size > static_cast<std::uint64_t>(limit - first + 1)) {
    return false;
  }
  return read_counts(reader, {.first = first, .size = *size}, side, total);
}

// Where a value is counted: side -1, 0 or 1, and the bucket of that side.
struct Place {
  int side = 0;
  std::int32_t index = 0;
  bool operator==(const Place&) const = default;
};

Place place_of(double value, const Histogram& histogram) {
  if (std::abs(value) < std::numeric_limits<double>::min()) {
    return {};
  }
  return {.side = value < 0 ? -1 : 1, .index = histogram.index_of(std::abs(value))};
}

// The buckets in use that are nearest to zero and farthest from it; none if there are none.
struct Ends {
  Place near;
  Place far;
};
std::optional<Ends> ends_of(const Buckets& buckets, int side) {
  std::optional<Ends> ends;
  for (std::size_t i = 0; i < buckets.counts().size(); i++) {
    if (buckets.counts()[i] != 0) {
      const Place place{.side = side, .index = buckets.first() + static_cast<std::int32_t>(i)};
      ends = Ends{.near = ends ? ends->near : place, .far = place};
    }
  }
  return ends;
}

// Whether minimum and maximum lie in the outermost buckets.
bool is_consistent(const Histogram& histogram) {
  const auto negative = ends_of(histogram.negative(), -1);
  const auto positive = ends_of(histogram.positive(), 1);
  Place lowest;
  Place highest;
  if (negative) {
    lowest = negative->far;
  } else if (histogram.zero_count() == 0 && positive) {
    lowest = positive->near;
  }
  if (positive) {
    highest = positive->far;
  } else if (histogram.zero_count() == 0 && negative) {
    highest = negative->near;
  }
  return place_of(histogram.min(), histogram) == lowest &&
         place_of(histogram.max(), histogram) == highest;
}

}  // namespace

std::string pack(const Histogram& histogram) {
  std::string bytes;
  bytes += static_cast<char>(histogram.schema());
  put_varint(bytes, histogram.zero_count());
  put_double(bytes, histogram.sum());
  put_double(bytes, histogram.min());
  put_double(bytes, histogram.max());
  put_side(bytes, histogram.positive());
  put_side(bytes, histogram.negative());
  bytes.shrink_to_fit();
  return bytes;
}

kit::Result<Histogram> unpack(std::string_view bytes) {
  const auto refused = [] { return kit::failure("not a packed histogram"); };
  Reader reader(bytes);
  const auto schema = reader.byte();
  if (!schema || *schema > Histogram::schema_max) {
    return refused();
  }
  const auto zero_count = reader.varint();
  const auto sum = reader.finite();
  const auto min = reader.finite();
  const auto max = reader.finite();
  if (!zero_count || !sum || !min || !max || *min > *max) {
    return refused();
  }
  Histogram::Parts parts{
      .schema = *schema, .zero_count = *zero_count, .sum = *sum, .min = *min, .max = *max};
  std::uint64_t total = *zero_count;
  if (!read_side(reader, *schema, parts.positive, total) ||
      !read_side(reader, *schema, parts.negative, total) || !reader.is_at_end()) {
    return refused();
  }
  Histogram histogram = Histogram::of_parts(std::move(parts));
  if (!is_consistent(histogram)) {
    return refused();
  }
  return histogram;
}

}  // namespace headroom::metrics
