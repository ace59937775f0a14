#include "script/pool.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <malloc.h>
#include <sys/mman.h>

namespace headroom::script {
namespace {

void* reserve_addresses(std::size_t bytes) {
  return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
              -1, 0);
}

}  // namespace

Pool::Pool(std::size_t reserved_bytes) {
  const auto total_bytes = [](std::size_t chunks) { return chunks * chunk_bytes + chunks; };
  std::size_t chunks = reserved_bytes / chunk_bytes;
  void* addresses = MAP_FAILED;
  while (chunks > 0 && (addresses = reserve_addresses(total_bytes(chunks))) == MAP_FAILED) {
    chunks /= 2;
  }
  if (addresses == MAP_FAILED) {
    return;  // every block comes from malloc
  }
  // Huge pages would make each size class of each worker resident 2 MB at a time.
  madvise(addresses, total_bytes(chunks), MADV_NOHUGEPAGE);
  begin_ = static_cast<char*>(addresses);
  end_ = begin_ + chunks * chunk_bytes;
  chunk_classes_ = reinterpret_cast<std::uint8_t*>(end_);
  next_chunk_ = begin_;
}

Pool::~Pool() {
  if (begin_ != nullptr) {
    const std::size_t bytes = static_cast<std::size_t>(end_ - begin_);
    munmap(begin_, bytes + bytes / chunk_bytes);
  }
}

std::size_t Pool::size_class_of(const void* block) const {
  const std::ptrdiff_t offset = static_cast<const char*>(block) - begin_;
  return chunk_classes_[static_cast<std::size_t>(offset) / chunk_bytes];
}

void Pool::release(void* block) {
  if (!owns(block)) {
    std::free(block);
    return;
  }
  const std::size_t size_class = size_class_of(block);
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = free_[size_class];
  free_[size_class] = freed;
}

void* Pool::resize(void* block, std::size_t bytes) {
  const bool is_pooled = owns(block);
  if (!is_pooled && (bytes >= class_count * granule || always_malloc)) {
    return std::realloc(block, bytes);
  }
  const std::size_t old_bytes = usable_bytes(block);
  // A block that would only shrink a little stays.
  if (is_pooled && bytes <= old_bytes && bytes + 2 * granule > old_bytes) {
    return block;
  }
  void* moved = allocate(bytes);
  if (moved != nullptr) {
    std::memcpy(moved, block, std::min(old_bytes, bytes));
    release(block);
  }
  return moved;
}

std::size_t Pool::usable_bytes(const void* block) const {
  if (owns(block)) {
    return size_class_of(block) * granule;
  }
  return malloc_usable_size(const_cast<void*>(block));
}

std::size_t Pool::carved_bytes() const {
  std::size_t bytes = static_cast<std::size_t>(next_chunk_ - begin_);
  for (std::size_t i = 0; i < class_count; ++i) {
    bytes -= static_cast<std::size_t>(fresh_end_[i] - fresh_[i]);
  }
  return bytes;
}

void* Pool::allocate_fresh(std::size_t size_class) {
  const std::size_t bytes = size_class * granule;
  if (static_cast<std::size_t>(fresh_end_[size_class] - fresh_[size_class]) < bytes) {
    if (next_chunk_ == end_) {
      return allocate_big(bytes);
    }
    fresh_[size_class] = next_chunk_;
    // The rest of a chunk that no whole block fits in is never carved.
    fresh_end_[size_class] = next_chunk_ + chunk_bytes / bytes * bytes;
    chunk_classes_[static_cast<std::size_t>(next_chunk_ - begin_) / chunk_bytes] =
        static_cast<std::uint8_t>(size_class);
    next_chunk_ += chunk_bytes;
  }
  char* block = fresh_[size_class];
  fresh_[size_class] += bytes;
  return block;
}

void* Pool::allocate_big(std::size_t bytes) {
  return std::malloc(bytes);
}

}  // namespace headroom::script
