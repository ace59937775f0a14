#include "kit/assert.h"

#include <cstdio>
#include <cstdlib>

namespace headroom::kit {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "headroom: bug: %s does not hold (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace headroom::kit
