// Where the decoders of content codings write, up to a limit, and the ways in
// which they fail.
#pragma once

#include <algorithm>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "protocol/http/content_coding.h"

namespace headroom::protocol {

using Decoding = std::expected<void, http::DecodeFailure>;

class DecodedBytes {
 public:
  DecodedBytes(std::string& bytes, std::size_t bytes_max) : bytes_(bytes), bytes_max_(bytes_max) {
    bytes_.clear();
  }

  // Calls write(begin, size), which fills the front of that room and returns how
  // much. One byte beyond the limit may be written, which shows it was passed.
  template <typename Write>
  void append(Write write) {
    const std::size_t used = bytes_.size();
    const std::size_t size = std::min(used + room(), bytes_max_) + 1;
    bytes_.resize_and_overwrite(
        size, [&](char* begin, std::size_t) { return used + write(begin + used, size - used); });
  }
  bool is_too_large() const { return bytes_.size() > bytes_max_; }
  std::unexpected<http::DecodeFailure> too_large() const {
    return std::unexpected(http::DecodeFailure{
        {.kind = http::FailureKind::body_too_large,
         .detail =
             "decompressed response body is larger than " + std::to_string(bytes_max_) + " bytes"},
        true});
  }

  std::string_view view() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  // What is left of the memory at hand, or as much again.
  std::size_t room() const {
    constexpr std::size_t room_min = 4096;
    const std::size_t spare = bytes_.capacity() - bytes_.size();
    return (spare >= room_min ? spare : std::max(room_min, bytes_.size())) - 1;
  }

  std::string& bytes_;
  std::size_t bytes_max_;
};

// Nothing was decoded: the header is wrong.
inline std::unexpected<http::DecodeFailure> refused(std::string_view text) {
  return std::unexpected(http::DecodeFailure{
      {.kind = http::FailureKind::undecodable_body, .detail = std::string(text)}, false});
}

// The decoder complains later on.
inline std::unexpected<http::DecodeFailure> broken(std::string_view text) {
  return std::unexpected(http::DecodeFailure{
      {.kind = http::FailureKind::undecodable_body, .detail = std::string(text)}, true});
}

inline std::unexpected<http::DecodeFailure> cut_off() {
  return std::unexpected(http::DecodeFailure{{.kind = http::FailureKind::end_inside_answer}, true});
}

// For complaints that k6 does not take for errors of decompression.
inline std::unexpected<http::DecodeFailure> corrupt(std::string text) {
  return std::unexpected(
      http::DecodeFailure{{.kind = http::FailureKind::malformed, .detail = std::move(text)}, true});
}

}  // namespace headroom::protocol
