#include "net/key_log.h"

#include <cerrno>

#include <fcntl.h>

namespace headroom::net {

kit::Result<std::unique_ptr<KeyLog>> KeyLog::open(const std::string& path) {
  kit::FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) {
    return kit::failure(path + ": " + kit::text_of_errno(errno));
  }
  return std::unique_ptr<KeyLog>(new KeyLog(std::move(file)));
}

void KeyLog::append(std::string_view line) const {
  std::string bytes(line);
  bytes += '\n';
  // A full disk loses the line; the run does not depend on it.
  while (::write(file_.get(), bytes.data(), bytes.size()) < 0 && errno == EINTR) {
  }
}

}  // namespace headroom::net
