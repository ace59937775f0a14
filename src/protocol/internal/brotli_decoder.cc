#include "protocol/internal/brotli_decoder.h"

#include <cstdint>
#include <memory>

#include <brotli/decode.h>

#include "kit/assert.h"

namespace headroom::protocol {

namespace {

struct Destroy {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

void* take_block(void* blocks, std::size_t bytes) {
  return static_cast<BlockCache*>(blocks)->take(bytes);
}

void give_back_block(void* blocks, void* block) {
  static_cast<BlockCache*>(blocks)->give_back(block);
}

// "EXUBERANT_NIBBLE", which newer versions call "_ERROR_FORMAT_EXUBERANT_NIBBLE".
std::string error_text(const BrotliDecoderState* state) {
  std::string_view text = BrotliDecoderErrorString(BrotliDecoderGetErrorCode(state));
  for (const std::string_view prefix : {"_ERROR_", "FORMAT_", "ALLOC_"}) {
    if (text.starts_with(prefix)) {
      text.remove_prefix(prefix.size());
    }
  }
  return "brotli: " + std::string(text);
}

}  // namespace

Decoding BrotliDecoder::decode(std::string_view coded, DecodedBytes& out) {
  if (coded.empty()) {
    return {};  // as Go's reader has it
  }
  const std::unique_ptr<BrotliDecoderState, Destroy> state(
      BrotliDecoderCreateInstance(take_block, give_back_block, &blocks_));
  HEADROOM_ASSERT(state != nullptr);
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(coded.data());
  std::size_t coded_left = coded.size();
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
    out.append([&](char* begin, std::size_t size) {
      auto* next_out = reinterpret_cast<std::uint8_t*>(begin);
      std::size_t room_left = size;
      result = BrotliDecoderDecompressStream(state.get(), &coded_left, &next_in, &room_left,
                                             &next_out, nullptr);
      return size - room_left;
    });
    if (out.is_too_large()) {
      return out.too_large();
    }
  }
  if (result == BROTLI_DECODER_RESULT_ERROR) {
    return broken(error_text(state.get()));
  }
  if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
    return cut_off();
  }
  return coded_left == 0 ? Decoding() : broken("brotli: excessive input");
}

}  // namespace headroom::protocol
