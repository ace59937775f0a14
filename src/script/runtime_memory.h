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
  // The limit was met since it was last set. Once that happens a reserve is granted, so that
  // QuickJS can still build the error that says so.
  bool was_refused = false;
};

extern const JSMallocFunctions runtime_memory_functions;

}  // namespace headroom::script
