#include "log/logger.h"

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
  if (level < options_.level_min) {
    return;
  }
  const Line line{.time = clock_.wall_now(),
                  .since_start = clock_.now() - start_,
                  .level = level,
                  .message = std::move(message),
                  .fields = std::move(fields)};
  std::string text = text_of(line, options_.format, options_.uses_colour);
  const kit::MutexLock lock(mutex_);
  for (const std::string& secret : secrets_) {
    replace_all(text, secret);
  }
  text += '\n';
  sink_(text);
}

void Logger::redact(std::string secret) {
  const kit::MutexLock lock(mutex_);
  if (!secret.empty()) {
    secrets_.push_back(std::move(secret));
  }
}

Sink stream_sink(std::FILE* stream) {
  return [stream](std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stream);
    std::fflush(stream);
  };
}

}  // namespace headroom::log
