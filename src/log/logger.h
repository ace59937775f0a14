// Where log lines go. Passed explicitly to whoever logs; any thread. Secrets
// that were named never reach the sink. A sink gets finished text and only writes
// it, so there is no logging library underneath: the formats are logrus's.
#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kit/clock.h"
#include "kit/mutex.h"
#include "kit/result.h"
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

  bool is_enabled(Level level) const { return level >= options_.level_min; }

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

// Appends to a file, which is made, for its owner only, when there is none.
kit::Result<Sink> file_sink(const std::string& path);

// Drops everything.
Sink null_sink();

}  // namespace headroom::log
