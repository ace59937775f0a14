#include "target/answers/bytes.h"

#include <algorithm>

#include "kit/number.h"
#include "kit/random.h"
#include "protocol/http1/field.h"
#include "target/limits.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

constexpr std::uint64_t piece_bytes_usual = 10 * 1024;
constexpr std::uint64_t piece_bytes_max = std::uint64_t{1} << 20;
constexpr std::uint64_t range_bytes_max = 100 * 1024;
constexpr std::uint64_t drip_bytes_max = 10 * 1024 * 1024;
// Drops that fall closer together than this fall as one.
constexpr kit::Duration pause_min = kit::Duration::milliseconds(5);

// Pieces of `piece_bytes`, the last one shorter. `append` writes the bytes from
// an offset on.
Stream stream_of(
    std::uint64_t bytes, std::uint64_t piece_bytes,
    std::function<void(std::uint64_t start, std::uint64_t size, std::string&)> append) {
  return {.piece_count = (bytes + piece_bytes - 1) / piece_bytes,
          .write_piece = [bytes, piece_bytes, append = std::move(append)](std::uint64_t index,
                                                                          std::string& piece) {
            const std::uint64_t start = index * piece_bytes;
            append(start, std::min(piece_bytes, bytes - start), piece);
          }};
}

Stream noise_stream(std::uint64_t bytes, std::uint64_t piece_bytes, std::uint64_t seed) {
  return stream_of(
      bytes, piece_bytes,
      [random = kit::Random(seed)](std::uint64_t, std::uint64_t size, std::string& piece) mutable {
        for (std::uint64_t i = 0; i < size; ++i) {
          piece += static_cast<char>(random.next() >> 56U);
        }
      });
}

std::optional<double> seconds_of(const Pairs& arguments, std::string_view name, double usual) {
  const auto text = value_of(arguments, name);
  const auto seconds = text ? kit::parse_decimal(*text) : std::optional(usual);
  return seconds && *seconds >= 0 ? seconds : std::nullopt;
}

std::optional<std::uint64_t> count_of(const Pairs& arguments, std::string_view name,
                                      std::uint64_t usual) {
  const auto text = value_of(arguments, name);
  return text ? parse_count(*text) : std::optional(usual);
}

std::optional<std::uint64_t> piece_bytes_of(const Pairs& arguments) {
  const auto size = count_of(arguments, "chunk_size", piece_bytes_usual);
  return size ? std::optional(std::clamp(*size, std::uint64_t{1}, piece_bytes_max)) : std::nullopt;
}

// First and last byte; first > last when it cannot be had.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// The range in "bytes=10-20", "bytes=10-" or "bytes=-5"; all when it is none.
ByteRange parse_range(std::string_view text, std::uint64_t bytes) {
  constexpr std::string_view unit = "bytes=";
  const ByteRange all{.first = 0, .last = bytes - 1};
  text = http1::trimmed(text);
  const std::size_t dash = text.find('-');
  if (!text.starts_with(unit) || dash == text.npos) {
    return all;
  }
  const auto first = parse_count(text.substr(unit.size(), dash - unit.size()));
  const auto last = parse_count(text.substr(dash + 1));
  if (!first && !last) {
    return all;
  }
  if (!first) {
    return {.first = bytes - std::min(*last, bytes), .last = bytes - 1};
  }
  return {.first = *first, .last = last.value_or(bytes - 1)};
}

Answer range_refusal(std::uint64_t bytes, Answer answer) {
  answer.headers.emplace_back("ETag", "range" + std::to_string(bytes));
  answer.headers.emplace_back("Accept-Ranges", "bytes");
  return answer;
}

}  // namespace

Answer bytes_answer(const Question& question, const PathValues& values) {
  const auto count = parse_count(values[0]);
  const Pairs arguments = arguments_of(question);
  const auto seed = count_of(arguments, "seed", 0);
  if (!count || !seed) {
    return refusal(count ? 400 : 404, "write /bytes/COUNT, with ?seed=NUMBER for the same again");
  }
  const std::uint64_t bytes = std::min<std::uint64_t>(*count, body_bytes_max);
  Answer answer{.content_type = bytes_type};
  if (!value_of(arguments, "seed")) {
    answer.noise_bytes = bytes;
    return answer;
  }
  answer.stream = noise_stream(bytes, piece_bytes_usual, *seed);
  answer.stream->length = bytes;
  return answer;
}

Answer stream_bytes_answer(const Question& question, const PathValues& values) {
  const auto count = parse_count(values[0]);
  const Pairs arguments = arguments_of(question);
  const auto seed = count_of(arguments, "seed", question.seed);
  const auto piece_bytes = piece_bytes_of(arguments);
  if (!count || !seed || !piece_bytes) {
    return refusal(count ? 400 : 404, "write /stream-bytes/COUNT, with ?seed=1&chunk_size=100");
  }
  const std::uint64_t bytes = std::min<std::uint64_t>(*count, body_bytes_max);
  return {.content_type = bytes_type, .stream = noise_stream(bytes, *piece_bytes, *seed)};
}

Answer range_answer(const Question& question, const PathValues& values) {
  const std::uint64_t bytes = parse_count(values[0]).value_or(0);
  if (bytes == 0 || bytes > range_bytes_max) {
    return range_refusal(bytes, refusal(404, "number of bytes must be in the range (0, 102400]"));
  }
  const Pairs arguments = arguments_of(question);
  const auto piece_bytes = piece_bytes_of(arguments);
  const auto duration = seconds_of(arguments, "duration", 0);
  if (!piece_bytes || !duration) {
    return refusal(400, "write /range/COUNT?duration=SECONDS&chunk_size=BYTES");
  }
  const ByteRange range = parse_range(header_of(question, "range").value_or(""), bytes);
  if (range.first > range.last || range.last >= bytes) {
    Answer answer = range_refusal(bytes, {.status = 416, .content_type = html_type});
    answer.headers.emplace_back("Content-Range", "bytes */" + std::to_string(bytes));
    return answer;
  }
  const std::uint64_t size = range.last - range.first + 1;
  Answer answer =
      range_refusal(bytes, {.status = size == bytes ? 200 : 206, .content_type = bytes_type});
  answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                   std::to_string(range.last) + "/" +
                                                   std::to_string(bytes));
  answer.stream = stream_of(
      size, *piece_bytes,
      [from = range.first](std::uint64_t start, std::uint64_t length, std::string& piece) {
        for (std::uint64_t i = from + start; i < from + start + length; ++i) {
          piece += static_cast<char>('a' + i % 26);
        }
      });
  answer.stream->length = size;
  answer.stream->pause = std::min(kit::Duration::from_seconds(*duration), answer_span_max) *
                         static_cast<std::int64_t>(std::min(*piece_bytes, size)) /
                         static_cast<std::int64_t>(bytes);
  return answer;
}

Answer drip_answer(const Question& question, const PathValues&) {
  const Pairs arguments = arguments_of(question);
  const auto duration = seconds_of(arguments, "duration", 2);
  const auto delay = seconds_of(arguments, "delay", 0);
  const auto count = count_of(arguments, "numbytes", 10);
  const auto status = count_of(arguments, "code", 200);
  if (count && *count == 0) {
    return refusal(400, "number of bytes must be positive");
  }
  if (!duration || !delay || !count || !status || *status < 200 || *status > 599) {
    return refusal(400, "write /drip?duration=2&numbytes=10&code=200&delay=0");
  }
  const std::uint64_t bytes = std::min(*count, drip_bytes_max);
  const kit::Duration span = std::min(kit::Duration::from_seconds(*duration), answer_span_max);
  const auto drops_max =
      static_cast<std::uint64_t>(span.in_nanoseconds() / pause_min.in_nanoseconds());
  const std::uint64_t drops = std::clamp(drops_max, std::uint64_t{1}, bytes);
  const std::uint64_t drop_bytes = std::min((bytes + drops - 1) / drops, piece_bytes_max);
  Answer answer{.status = static_cast<int>(*status), .content_type = bytes_type};
  answer.delay = std::min(kit::Duration::from_seconds(*delay), answer_span_max);
  if (answer.status == 204 || answer.status == 304) {
    return answer;  // which have no body to drip
  }
  answer.stream = stream_of(
      bytes, drop_bytes,
      [](std::uint64_t, std::uint64_t size, std::string& piece) { piece.append(size, '*'); });
  answer.stream->length = bytes;
  answer.stream->pause = span / static_cast<std::int64_t>(answer.stream->piece_count);
  return answer;
}

}  // namespace headroom::target
