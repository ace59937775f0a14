// Memory for the runtimes of one worker thread: free lists by size, without
// headers, in one reserved stretch of addresses; big blocks go to malloc. What
// a freed runtime gave back serves the next one; nothing returns to the system
// before the pool dies. One thread, not locked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace headroom::script {

class Pool {
 public:
  // Reserves addresses only (halved until the system agrees); pages come with use.
  explicit Pool(std::size_t reserved_bytes = std::size_t{16} << 30);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Null when the system has none left; 16-byte aligned.
  void* allocate(std::size_t bytes) {
    const std::size_t size_class = (bytes + granule - 1) / granule;
    if (size_class >= class_count || always_malloc) [[unlikely]] {
      return allocate_big(bytes);
    }
    if (FreeBlock* block = free_[size_class]) [[likely]] {
      free_[size_class] = block->next;
      return block;
    }
    return allocate_fresh(size_class);
  }
  void release(void* block);
  void* resize(void* block, std::size_t bytes);
  // At least what was asked for.
  std::size_t usable_bytes(const void* block) const;

  // Bytes of the reservation that were ever used: about its resident size.
  std::size_t carved_bytes() const;

 private:
  static constexpr std::size_t granule = 16;
  static constexpr std::size_t class_count = 65;  // blocks of up to 1,024 bytes
  static constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
// Under AddressSanitizer every block is malloc's, so that misuse is seen.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr bool always_malloc = true;
#elif defined(__has_feature)
  static constexpr bool always_malloc = __has_feature(address_sanitizer);
#else
  static constexpr bool always_malloc = false;
#endif

  struct FreeBlock {
    FreeBlock* next;
  };

  bool owns(const void* block) const { return block >= begin_ && block < next_chunk_; }
  std::size_t size_class_of(const void* block) const;
  void* allocate_fresh(std::size_t size_class);
  static void* allocate_big(std::size_t bytes);

  // Set in the constructor, then constant.
  char* begin_ = nullptr;
  char* end_ = nullptr;
  std::uint8_t* chunk_classes_ = nullptr;  // one byte a chunk, behind end_

  char* next_chunk_ = nullptr;
  std::array<FreeBlock*, class_count> free_{};
  std::array<char*, class_count> fresh_{};  // the untouched rest of each class's chunk
  std::array<char*, class_count> fresh_end_{};
};

}  // namespace headroom::script
