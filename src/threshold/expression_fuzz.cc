// What parses is within the grammar's ranges and parses again to the same; what
// does not says why on one line.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "threshold/evaluate.h"
#include "threshold/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom;
  const auto expression = threshold::parse({reinterpret_cast<const char*>(bytes), size});
  if (!expression) {
    HEADROOM_ASSERT(!expression.error().text().empty());
    HEADROOM_ASSERT(expression.error().text().find('\n') == std::string::npos);
    return 0;
  }
  HEADROOM_ASSERT(std::isfinite(expression->limit));
  HEADROOM_ASSERT(expression->percentile >= 0 && expression->percentile <= 100);
  const auto again = threshold::parse(threshold::aggregation_text(*expression) + "<1");
  HEADROOM_ASSERT(again && again->aggregation == expression->aggregation &&
                  again->percentile == expression->percentile);
  for (const metrics::Type type :
       {metrics::Type::counter, metrics::Type::gauge, metrics::Type::rate, metrics::Type::trend}) {
    metrics::Aggregate aggregate(type);
    aggregate.record(1);
    if (threshold::validate(*expression, "metric", type)) {
      threshold::holds(*expression, aggregate, 1, 1000);
    }
  }
  return 0;
}
