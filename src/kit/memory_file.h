// Bytes that many owners see at once without a copy each: every mapping shares the
// same pages until its owner writes, and then owns the page that was written to.
// Any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "kit/file_descriptor.h"
#include "kit/result.h"

namespace headroom::kit {

class MemoryFile {
 public:
  // Copies `bytes`, of which there must be some.
  static Result<MemoryFile> make(std::string_view bytes);

  std::size_t size_bytes() const { return size_bytes_; }
  // A mapping of the caller's own, to be written to at will; it may outlive this object.
  // Give it back with unmap().
  Result<std::span<char>> map() const;
  static void unmap(std::span<char> mapping);

 private:
  MemoryFile(FileDescriptor descriptor, std::size_t size_bytes)
      : descriptor_(std::move(descriptor)), size_bytes_(size_bytes) {}

  FileDescriptor descriptor_;
  std::size_t size_bytes_;
};

}  // namespace headroom::kit
