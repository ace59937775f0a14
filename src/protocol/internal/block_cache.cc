#include "protocol/internal/block_cache.h"

#include <algorithm>
#include <new>

namespace headroom::protocol {

namespace {

// Enough for the decoder's tables and the largest window of the default quality.
constexpr std::size_t kept_bytes_max = 8 << 20;
constexpr std::size_t kept_count_max = 64;

}  // namespace

BlockCache::~BlockCache() {
  for (Front* front : kept_) {
    ::operator delete(front);
  }
}

void* BlockCache::take(std::size_t bytes) {
  // Of twice the size at most, or a small wish would tie up a large window.
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Front* front) {
    return front->bytes >= bytes && front->bytes / 2 <= bytes;
  });
  if (found != kept_.end()) {
    Front* front = *found;
    *found = kept_.back();
    kept_.pop_back();
    kept_bytes_ -= front->bytes;
    return front + 1;
  }
  void* memory = ::operator new(sizeof(Front) + bytes, std::nothrow);
  return memory == nullptr ? nullptr : new (memory) Front{bytes} + 1;
}

void BlockCache::give_back(void* block) {
  if (block == nullptr) {
    return;
  }
  Front* front = static_cast<Front*>(block) - 1;
  if (kept_.size() < kept_count_max && kept_bytes_ + front->bytes <= kept_bytes_max) {
    kept_.push_back(front);
    kept_bytes_ += front->bytes;
  } else {
    ::operator delete(front);
  }
}

}  // namespace headroom::protocol
