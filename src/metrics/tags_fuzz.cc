// A metric selector that parses matches the tags it names.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "metrics/tags.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto selector =
      headroom::metrics::parse_metric_selector({reinterpret_cast<const char*>(bytes), size});
  if (selector) {
    HEADROOM_ASSERT(selector->tags.matches(selector->tags));
  } else {
    HEADROOM_ASSERT(!selector.error().text().empty());
  }
  return 0;
}
