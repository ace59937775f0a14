// One runtime's share of a pool as QuickJS's allocator: it keeps QuickJS's own
// counters, without which its collector would never run, and holds the limit.
#pragma once

#include <cstddef>

#include "script/pool.h"
#include "script/quickjs.h"

namespace headroom::script {

struct RuntimeMemory {
  Pool& pool;
  // QuickJS's counters; known from the first allocation on.
  JSMallocState* state = nullptr;
  // Small blocks may pass QuickJS's limit by this much. QuickJS is not sound when it gets no
  // memory at just any point, so a hog of small objects is ended at the next interrupt poll.
  std::size_t overdraft_bytes_max = 0;
  // An allocation was refused since the owner last cleared this.
  bool was_refused = false;
};

extern const JSMallocFunctions runtime_memory_functions;

}  // namespace headroom::script
