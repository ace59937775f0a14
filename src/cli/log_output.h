// Where the log goes: the value of --log-output, as k6 writes it.
#pragma once

#include <optional>
#include <string>

#include "cli/screen.h"
#include "kit/result.h"
#include "log/logger.h"

namespace headroom::cli {

struct LogOutput {
  enum class Kind { standard_error, standard_output, none, file };

  Kind kind = Kind::standard_error;
  std::string path;                          // of a file
  log::Level level_min = log::Level::debug;  // of a file, besides --verbose
};

// "stderr", "stdout", "none", "file=run.log" or "file=run.log,level=warn".
kit::Result<LogOutput> parse_log_output(const std::string& text);

// Opens what is to be opened. The screen outlives the sink.
kit::Result<log::Sink> make_log_sink(const LogOutput& output, Screen& screen);

// Whether a person reads it there as it is written.
bool is_on_terminal(const LogOutput& output, const Terminal& terminal);

}  // namespace headroom::cli
