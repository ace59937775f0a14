// Blocks of memory that a C library gives back and soon wants again, kept in
// between. For libraries that take allocation functions but cannot be reset.
#pragma once

#include <cstddef>
#include <vector>

namespace headroom::protocol {

class BlockCache {
 public:
  BlockCache() = default;
  ~BlockCache();
  BlockCache(const BlockCache&) = delete;
  BlockCache& operator=(const BlockCache&) = delete;

  void* take(std::size_t bytes);
  void give_back(void* block);  // null is fine

 private:
  // Stands in front of each block; as large as keeps the block aligned.
  struct alignas(std::max_align_t) Front {
    std::size_t bytes = 0;
  };

  std::vector<Front*> kept_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace headroom::protocol
