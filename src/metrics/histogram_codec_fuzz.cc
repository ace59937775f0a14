// Whatever bytes unpack() takes, it gives a histogram that answers and packs again.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "metrics/histogram_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using headroom::metrics::pack;
  using headroom::metrics::unpack;
  const auto histogram = unpack({reinterpret_cast<const char*>(bytes), size});
  if (histogram) {
    for (const double q : {0.0, 0.5, 0.99, 1.0}) {
      const double value = histogram->quantile(q);
      HEADROOM_ASSERT(value >= histogram->min() && value <= histogram->max());
    }
    const std::string packed = pack(*histogram);
    const auto again = unpack(packed);
    HEADROOM_ASSERT(again && pack(*again) == packed);
  }
  return 0;
}
