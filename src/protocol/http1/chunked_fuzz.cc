// Any bytes, cut anywhere, decode to the same body as in one piece.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http1/chunked.h"

namespace {

using headroom::protocol::http1::ChunkedDecoder;

struct Outcome {
  std::string body;
  std::string error;
  bool is_complete = false;
  bool operator==(const Outcome&) const = default;
};

Outcome decode(std::string bytes, std::size_t step) {
  ChunkedDecoder decoder;
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size() && !decoder.is_complete(); at += step) {
    const std::span<char> piece =
        std::span<char>(bytes).subspan(at, std::min(step, bytes.size() - at));
    const auto progress = decoder.decode(piece);
    HEADROOM_ASSERT(decoder.decoded() <= piece.size());
    outcome.body.append(piece.data(), decoder.decoded());
    if (!progress) {
      outcome.error = progress.error().text;
      return outcome;
    }
    HEADROOM_ASSERT(progress->consumed == piece.size() || decoder.is_complete());
  }
  outcome.is_complete = decoder.is_complete();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  HEADROOM_ASSERT(decode(text, size + 1) == decode(text, 1));
  return 0;
}
