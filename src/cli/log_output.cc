#include "cli/log_output.h"

#include <array>

#include "k6/exit_code.h"
#include "k6/option_readers.h"

namespace headroom::cli {

namespace {

struct LevelName {
  std::string_view name;
  log::Level level;
};

// All of logrus's: what k6 logs at trace is debug here, and nothing here is worse than
// an error.
constexpr std::array levels{
    LevelName{"trace", log::Level::debug},     LevelName{"debug", log::Level::debug},
    LevelName{"info", log::Level::info},       LevelName{"warn", log::Level::warning},
    LevelName{"warning", log::Level::warning}, LevelName{"error", log::Level::error},
    LevelName{"fatal", log::Level::error},     LevelName{"panic", log::Level::error},
};

std::unexpected<kit::Error> refused(const std::string& text) {
  return kit::failure("--log-output: " + text, k6::exit_other);
}

kit::Result<log::Level> find_level(std::string_view name) {
  for (const LevelName& row : levels) {
    if (row.name == name) {
      return row.level;
    }
  }
  return refused("unknown log level " + std::string(name) + "; write debug, info, warn or error");
}

kit::Result<LogOutput> parse_file(const std::string& text) {
  LogOutput output{.kind = LogOutput::Kind::file};
  for (const std::string& part : k6::split(text, ',')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string key = part.substr(0, equals);
    const std::string value = part.substr(std::min(equals + 1, part.size()));
    if (key == "file") {
      output.path = value;
    } else if (key == "level") {
      auto level = find_level(value);
      if (!level) {
        return kit::failure_of(level);
      }
      output.level_min = *level;
    } else {
      return refused("unknown key " + key + "; write file=PATH,level=LEVEL");
    }
  }
  if (output.path.empty()) {
    return refused("the path of the file is missing; write file=PATH");
  }
  return output;
}

}  // namespace

kit::Result<LogOutput> parse_log_output(const std::string& text) {
  using Kind = LogOutput::Kind;
  for (const auto& [name, kind] :
       {std::pair{"stderr", Kind::standard_error}, std::pair{"stdout", Kind::standard_output},
        std::pair{"none", Kind::none}}) {
    if (text == name) {
      return LogOutput{.kind = kind};
    }
  }
  if (text.starts_with("file")) {
    return parse_file(text);
  }
  if (text.starts_with("loki")) {
    return refused("loki is not in Headroom yet; write the log to a file and ship that");
  }
  return refused("unsupported log output '" + text + "'; write stderr, stdout, none or file=PATH");
}

kit::Result<log::Sink> make_log_sink(const LogOutput& output, Screen& screen) {
  switch (output.kind) {
    case LogOutput::Kind::standard_error:
      return [&screen](std::string_view line) { screen.write_error(std::string(line)); };
    case LogOutput::Kind::standard_output:
      return [&screen](std::string_view line) { screen.write_out(std::string(line)); };
    case LogOutput::Kind::none: return log::null_sink();
    case LogOutput::Kind::file: break;
  }
  auto sink = log::file_sink(output.path);
  if (!sink) {
    return std::unexpected(
        std::move(sink).error().during("--log-output").with_code(k6::exit_other));
  }
  return sink;
}

bool is_on_terminal(const LogOutput& output, const Terminal& terminal) {
  switch (output.kind) {
    case LogOutput::Kind::standard_error: return terminal.is_stderr;
    case LogOutput::Kind::standard_output: return terminal.is_stdout;
    case LogOutput::Kind::none:
    case LogOutput::Kind::file: return false;
  }
  __builtin_unreachable();
}

}  // namespace headroom::cli
