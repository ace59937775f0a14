#include "kit/file.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

#include "kit/file_descriptor.h"

namespace headroom::kit {

namespace {

std::unexpected<Error> errno_failure(const std::string& path) {
  return failure(path + ": " + text_of_errno(errno));
}

Result<std::string> read_descriptor(int descriptor, const std::string& path) {
  std::string bytes;
  char chunk[65536];
  for (;;) {
    const ssize_t count = ::read(descriptor, chunk, sizeof chunk);
    if (count == 0) {
      return bytes;
    }
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return errno_failure(path);
    }
    bytes.append(chunk, static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  if (path == "-") {
    return read_descriptor(STDIN_FILENO, "standard input");
  }
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return errno_failure(path);
  }
  return read_descriptor(file.get(), path);
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.is_open()) {
    return errno_failure(path);
  }
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return errno_failure(path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<std::string> read_first_line(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (text) {
    text->resize(std::min(text->find('\n'), text->size()));
  }
  return text;
}

}  // namespace headroom::kit
