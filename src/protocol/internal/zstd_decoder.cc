#include "protocol/internal/zstd_decoder.h"

#include <zstd.h>
#include <zstd_errors.h>

#include "kit/assert.h"

namespace headroom::protocol {

namespace {

// A frame may ask for a window of 128 MB, which is not kept for the next one.
constexpr std::size_t kept_bytes_max = 16 << 20;

// In the words of the Go library that k6 uses, where it has such an error.
std::string_view text_of(ZSTD_ErrorCode code) {
  switch (code) {
    case ZSTD_error_prefix_unknown: return "invalid input: magic number mismatch";
    case ZSTD_error_frameParameter_windowTooLarge: return "window size exceeded";
    case ZSTD_error_dictionary_wrong: return "unknown dictionary";
    case ZSTD_error_checksum_wrong: return "CRC check failed";
    default: return ZSTD_getErrorString(code);
  }
}

}  // namespace

void ZstdDecoder::Free::operator()(ZSTD_DCtx_s* context) const {
  ZSTD_freeDCtx(context);
}

ZstdDecoder::ZstdDecoder() = default;
ZstdDecoder::~ZstdDecoder() = default;

void ZstdDecoder::start() {
  if (context_ == nullptr || ZSTD_sizeof_DCtx(context_.get()) > kept_bytes_max) {
    context_.reset(ZSTD_createDCtx());
    HEADROOM_ASSERT(context_ != nullptr);
  }
  ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
}

Decoding ZstdDecoder::decode(std::string_view coded, DecodedBytes& out) {
  start();
  ZSTD_inBuffer in = {.src = coded.data(), .size = coded.size(), .pos = 0};
  std::size_t status = 0;  // an error, or what is missing of this frame: 0 at its end
  bool is_full = false;
  while (in.pos < in.size || is_full) {
    out.append([&](char* begin, std::size_t size) {
      ZSTD_outBuffer room = {.dst = begin, .size = size, .pos = 0};
      status = ZSTD_decompressStream(context_.get(), &room, &in);
      is_full = status != 0 && room.pos == room.size;
      return room.pos;
    });
    if (out.is_too_large()) {
      return out.too_large();
    }
    if (ZSTD_isError(status) != 0) {
      return broken(text_of(ZSTD_getErrorCode(status)));
    }
  }
  return status == 0 ? Decoding() : cut_off();
}

}  // namespace headroom::protocol
