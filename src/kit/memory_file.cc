#include "kit/memory_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "kit/assert.h"

namespace headroom::kit {

namespace {

std::unexpected<Error> refused(const char* what) {
  return failure(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

Result<MemoryFile> MemoryFile::make(std::string_view bytes) {
  HEADROOM_ASSERT(!bytes.empty());
  FileDescriptor descriptor(memfd_create("headroom", MFD_CLOEXEC));
  if (!descriptor.is_open()) {
    return refused("memfd_create");
  }
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t written = write(descriptor.get(), rest.data(), rest.size());
    if (written < 0 && errno != EINTR) {
      return refused("writing to memory");
    }
    rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return MemoryFile(std::move(descriptor), bytes.size());
}

Result<std::span<char>> MemoryFile::map() const {
  void* start =
      mmap(nullptr, size_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor_.get(), 0);
  if (start == MAP_FAILED) {
    return refused("mmap");
  }
  return std::span(static_cast<char*>(start), size_bytes_);
}

void MemoryFile::unmap(std::span<char> mapping) {
  munmap(mapping.data(), mapping.size());
}

}  // namespace headroom::kit
