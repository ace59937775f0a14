#include "protocol/http/content_coding.h"

#include <array>
#include <optional>

#include "kit/assert.h"
#include "protocol/internal/brotli_decoder.h"
#include "protocol/internal/coding.h"
#include "protocol/internal/inflate_decoder.h"
#include "protocol/internal/zstd_decoder.h"

namespace headroom::protocol::http {

namespace {

// Of one body; nobody honest stacks more.
constexpr std::size_t coding_count_max = 16;

// The codings we know, the one applied last first.
struct Stages {
  std::array<Coding, coding_count_max> codings{};
  std::size_t count = 0;
  bool are_too_many = false;
};

Stages stages_of(std::string_view list) {
  Stages stages;
  while (!list.empty()) {
    const std::size_t comma = list.rfind(',');
    const bool is_first = comma == std::string_view::npos;
    const std::string_view name = http1::trimmed(is_first ? list : list.substr(comma + 1));
    list = list.substr(0, is_first ? 0 : comma);
    const std::optional<Coding> coding = coding_named(name);
    if (!coding) {
      continue;
    }
    if (stages.count == coding_count_max) {
      stages.are_too_many = true;
      return stages;
    }
    stages.codings[stages.count++] = *coding;
  }
  return stages;
}

template <typename Decoder>
Decoder& made(std::unique_ptr<Decoder>& decoder) {
  if (decoder == nullptr) {
    decoder = std::make_unique<Decoder>();
  }
  return *decoder;
}

}  // namespace

BodyDecoder::BodyDecoder() = default;
BodyDecoder::~BodyDecoder() = default;

std::expected<bool, DecodeFailure> BodyDecoder::decode(std::string_view codings,
                                                       std::string_view body, std::string& decoded,
                                                       std::size_t bytes_max) {
  const Stages stages = stages_of(codings);
  if (stages.are_too_many) {
    decoded.clear();
    return refused("more than " + std::to_string(coding_count_max) + " content codings");
  }
  const auto decode_one = [&](Coding coding, std::string_view coded, DecodedBytes out) {
    switch (coding) {
      case Coding::gzip: return made(inflate_).decode_gzip(coded, out);
      case Coding::deflate: return made(inflate_).decode_deflate(coded, out);
      case Coding::br: return made(brotli_).decode(coded, out);
      case Coding::zstd: return made(zstd_).decode(coded, out);
    }
    __builtin_unreachable();
  };
  for (std::size_t i = 0; i < stages.count; ++i) {
    if (i > 0) {
      between_.swap(decoded);
    }
    const Decoding decoding =
        decode_one(stages.codings[i], i == 0 ? body : between_, DecodedBytes(decoded, bytes_max));
    if (decoding) {
      continue;
    }
    // What an inner stage left behind is no body, and of the rest k6 shows nothing.
    if (i + 1 < stages.count || !decoding.error().has_partial_body) {
      decoded.clear();
    }
    return std::unexpected(decoding.error());
  }
  return stages.count > 0;
}

std::expected<bool, DecodeFailure> BodyDecoder::decode_in_place(std::string_view codings,
                                                                std::string& body,
                                                                std::size_t bytes_max) {
  const auto decoding = decode(codings, body, in_place_, bytes_max);
  if (!decoding || *decoding) {
    body.swap(in_place_);
  }
  return decoding;
}

}  // namespace headroom::protocol::http
