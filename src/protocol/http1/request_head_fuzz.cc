// Any bytes give a head whose parts lie inside it, or a status to refuse with.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http1/request_head.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::protocol::http1;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  std::size_t scanned = 0;
  RequestHead head;
  const auto whole = parse_request_head(text, scanned, head);

  std::size_t scanned_by_bytes = 0;
  RequestHead head_by_bytes;
  std::expected<bool, int> stepwise = false;
  for (std::size_t end = 1; end <= size && stepwise && !*stepwise; ++end) {
    stepwise = parse_request_head(text.substr(0, end), scanned_by_bytes, head_by_bytes);
  }
  HEADROOM_ASSERT(whole == stepwise);
  if (whole && *whole) {
    HEADROOM_ASSERT(head.size <= size && head.size == head_by_bytes.size);
    HEADROOM_ASSERT(is_token(text.substr(head.method.start, head.method.size)));
    HEADROOM_ASSERT(head.fields.start + head.fields.size == head.size);
  }
  return 0;
}
