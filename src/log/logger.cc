#include "log/logger.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

#include "kit/file_descriptor.h"

namespace headroom::log {

namespace {

void replace_all(std::string& text, const std::string& secret) {
  constexpr std::string_view mark = "***SECRET_REDACTED***";
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + mark.size())) {
    text.replace(at, secret.size(), mark);
  }
}

}  // namespace

Logger::Logger(const kit::Clock& clock, Sink sink, LoggerOptions options)
    : clock_(clock), start_(clock.now()), options_(options), sink_(std::move(sink)) {}

void Logger::write(Level level, std::string message, Fields fields) {
  if (!is_enabled(level)) {
    return;
  }
  Line line{.time = clock_.wall_now(),
            .since_start = clock_.now() - start_,
            .level = level,
            .message = std::move(message),
            .fields = std::move(fields)};
  const kit::MutexLock lock(mutex_);
  // Before the text is made, because quoting could hide a secret.
  for (const std::string& secret : secrets_) {
    replace_all(line.message, secret);
    for (auto& [key, value] : line.fields) {
      replace_all(value, secret);
    }
  }
  sink_(text_of(line, options_.format, options_.uses_colour) + '\n');
}

void Logger::redact(std::string secret) {
  if (secret.empty()) {
    return;
  }
  const kit::MutexLock lock(mutex_);
  // The longest first, so that one that holds another is replaced as a whole.
  const auto place = std::find_if(secrets_.begin(), secrets_.end(), [&](const std::string& other) {
    return other.size() < secret.size();
  });
  secrets_.insert(place, std::move(secret));
}

Sink stream_sink(std::FILE* stream) {
  return [stream](std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stream);
    std::fflush(stream);
  };
}

kit::Result<Sink> file_sink(const std::string& path) {
  // Shared because a std::function is copied, and the last copy closes the file.
  const auto file = std::make_shared<kit::FileDescriptor>(
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!file->is_open()) {
    return kit::failure(path + ": " + kit::text_of_errno(errno));
  }
  return [file](std::string_view line) {
    while (!line.empty()) {
      const ssize_t count = ::write(file->get(), line.data(), line.size());
      if (count < 0 && errno != EINTR) {
        return;  // a full disk must not end a test
      }
      line.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
  };
}

Sink null_sink() {
  return [](std::string_view line) { static_cast<void>(line); };
}

}  // namespace headroom::log
