// Where log lines go. Passed explicitly to whoever logs; any thread. Secrets
// that were named never reach the sink.
#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kit/clock.h"
#include "kit/mutex.h"
#include "log/line.h"

namespace headroom::log {

// Takes one whole line with its line feed; called under the logger's lock.
using Sink = std::function<void(std::string_view line)>;

struct LoggerOptions {
  Format format = Format::text;
  Level level_min = Level::info;
  bool uses_colour = false;
};

class Logger {
 public:
  Logger(const kit::Clock& clock, Sink sink, LoggerOptions options = {});

  using Fields = std::vector<std::pair<std::string, std::string>>;
  void write(Level level, std::string message, Fields fields = {});
  void debug(std::string message, Fields fields = {}) {
    write(Level::debug, std::move(message), std::move(fields));
  }
  void info(std::string message, Fields fields = {}) {
    write(Level::info, std::move(message), std::move(fields));
  }
  void warning(std::string message, Fields fields = {}) {
    write(Level::warning, std::move(message), std::move(fields));
  }
  void error(std::string message, Fields fields = {}) {
    write(Level::error, std::move(message), std::move(fields));
  }

  // From now on `secret` is written as ***SECRET_REDACTED***; empty ones are ignored.
  void redact(std::string secret);

 private:
  const kit::Clock& clock_;
  const kit::Instant start_;
  const LoggerOptions options_;
  kit::Mutex mutex_;
  Sink sink_ HEADROOM_GUARDED_BY(mutex_);
  std::vector<std::string> secrets_ HEADROOM_GUARDED_BY(mutex_);
};

// Writes to a C stream and flushes it: standard error, or a file the caller closes.
Sink stream_sink(std::FILE* stream);

}  // namespace headroom::log
