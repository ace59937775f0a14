#include "script/runtime_memory.h"

namespace headroom::script {
namespace {

// Larger blocks are the storage of arrays, strings and buffers, whose growth may fail cleanly.
constexpr std::size_t small_bytes_max = std::size_t{16} << 10;

RuntimeMemory& memory_of(const JSMallocState* state) {
  return *static_cast<RuntimeMemory*>(state->opaque);
}

bool is_within(std::size_t limit, std::size_t bytes, std::size_t more_bytes) {
  return more_bytes <= limit && bytes <= limit - more_bytes;
}

bool is_granted(const JSMallocState* state, std::size_t more_bytes) {
  if (is_within(state->malloc_limit, state->malloc_size, more_bytes)) [[likely]] {
    return true;
  }
  RuntimeMemory& memory = memory_of(state);
  if (more_bytes <= small_bytes_max &&
      is_within(state->malloc_limit + memory.overdraft_bytes_max, state->malloc_size, more_bytes)) {
    return true;
  }
  memory.was_refused = true;
  return false;
}

void* allocate(JSMallocState* state, std::size_t bytes) {
  if (!is_granted(state, bytes)) [[unlikely]] {
    return nullptr;
  }
  RuntimeMemory& memory = memory_of(state);
  void* block = memory.pool.allocate(bytes);
  if (block == nullptr) {
    return nullptr;
  }
  memory.state = state;
  ++state->malloc_count;
  state->malloc_size += memory.pool.usable_bytes(block);
  return block;
}

void release(JSMallocState* state, void* block) {
  if (block == nullptr) {
    return;
  }
  Pool& pool = memory_of(state).pool;
  --state->malloc_count;
  state->malloc_size -= pool.usable_bytes(block);
  pool.release(block);
}

void* resize(JSMallocState* state, void* block, std::size_t bytes) {
  if (block == nullptr) {
    return bytes == 0 ? nullptr : allocate(state, bytes);
  }
  if (bytes == 0) {
    release(state, block);
    return nullptr;
  }
  Pool& pool = memory_of(state).pool;
  const std::size_t old_bytes = pool.usable_bytes(block);
  if (bytes > old_bytes && !is_granted(state, bytes - old_bytes)) {
    return nullptr;
  }
  void* resized = pool.resize(block, bytes);
  if (resized != nullptr) {
    state->malloc_size += pool.usable_bytes(resized) - old_bytes;
  }
  return resized;
}

// QuickJS asks for this without saying which runtime; no slack is claimed.
std::size_t no_usable_bytes(const void* /*block*/) {
  return 0;
}

}  // namespace

const JSMallocFunctions runtime_memory_functions = {allocate, release, resize, no_usable_bytes};

}  // namespace headroom::script
