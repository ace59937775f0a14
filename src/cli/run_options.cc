#include "cli/run_options.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command_table.h"
#include "cli/help_text.h"
#include "cli/refusal.h"
#include "k6/exit_code.h"
#include "k6/option_table.h"
#include "kit/number.h"

namespace headroom::cli {

namespace {

// What one flag of the table was given.
struct Given {
  const k6::OptionRow* row = nullptr;
  std::vector<std::string> texts;
  CLI::Option* option = nullptr;
};

std::unexpected<kit::Error> refused(std::string text) {
  return kit::failure(std::move(text), k6::exit_other);
}

std::string option_names(const k6::OptionRow& row) {
  std::string names = "--" + std::string(row.flag);
  if (row.letter != 0) {
    names = "-" + std::string(1, row.letter) + "," + names;
  }
  return names;
}

void add_option(CLI::App& app, Given& given) {
  const k6::OptionRow& row = *given.row;
  if (row.shape == k6::OptionShape::flag) {
    // --flag, --flag=true and --flag=false, as k6 takes them.
    given.option = app.add_flag_function(option_names(row), [&given](std::int64_t count) {
      given.texts = {count > 0 ? "true" : "false"};
    });
  } else if (row.shape == k6::OptionShape::optional_value) {
    // A value only behind "=": --flag leaves the next word alone.
    given.option =
        app.add_flag(option_names(row) + "{" + std::string(row.implied) + "}", given.texts);
  } else {
    given.option = app.add_option(option_names(row), given.texts);
    given.option->take_all()->allow_extra_args(false);
  }
}

bool is_name(std::string_view text) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), is_word);
}

// NAME=value, or NAME alone to pass the environment's.
kit::Result<void> add_env(RunOptions& options, const std::string& text,
                          const std::map<std::string, std::string>& environment) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (!is_name(name)) {
    return refused("invalid environment variable name '" + name + "'");
  }
  if (equals != std::string::npos) {
    options.script_env[name] = text.substr(equals + 1);
  } else if (const auto found = environment.find(name); found != environment.end()) {
    options.script_env[name] = found->second;
  }
  return {};
}

kit::Result<log::Format> log_format_of(const std::string& text) {
  if (text == "text") {
    return log::Format::text;
  }
  if (text == "json") {
    return log::Format::json;
  }
  if (text == "raw") {
    return log::Format::raw;
  }
  return refused("--log-format: expected text, json or raw, got \"" + text + "\"");
}

// Flags without a key in the script's options.
kit::Result<void> apply_own(RunOptions& options, const k6::OptionRow& row,
                            const std::string& text) {
  const bool is_on = text != "false";
  if (row.flag == "no-thresholds") {
    options.has_thresholds = !is_on;
  } else if (row.flag == "no-color") {
    options.has_colour = !is_on;
  } else if (row.flag == "quiet") {
    options.is_quiet = is_on;
  } else if (row.flag == "verbose") {
    options.is_verbose = is_on;
  } else if (row.flag == "console-output") {
    options.console_output = text;
  } else if (row.flag == "log-format") {
    auto format = log_format_of(text);
    if (!format) {
      return kit::failure_of(format);
    }
    options.log_format = *format;
  }
  return {};
}

kit::Result<void> apply(RunOptions& options, const Given& given,
                        const std::map<std::string, std::string>& environment) {
  const k6::OptionRow& row = *given.row;
  if (row.support == k6::Support::later) {
    return refused("--" + std::string(row.flag) +
                   " is an option of k6 that Headroom does not have yet");
  }
  for (const std::string& text : given.texts) {
    kit::Result<void> done;
    if (row.flag == "env") {
      done = add_env(options, text, environment);
    } else if (row.key.empty()) {
      done = apply_own(options, row, text);
    } else if (row.support == k6::Support::full) {
      done = k6::set_option(options.flags, row.key, text);
    }
    if (!done) {
      return std::unexpected(std::move(done).error());
    }
  }
  return {};
}

// The command line's own variables (those with a key are read with the script's options).
kit::Result<void> apply_environment(RunOptions& options,
                                    const std::map<std::string, std::string>& environment) {
  for (const k6::OptionRow& row : k6::option_rows()) {
    const auto found = environment.find(std::string(row.variable));
    if (row.variable.empty() || found == environment.end() || !row.key.empty()) {
      continue;
    }
    if (row.support == k6::Support::full) {
      if (auto done = apply_own(options, row, found->second); !done) {
        return done;
      }
    }
  }
  const auto no_color = environment.find("NO_COLOR");
  options.has_colour =
      options.has_colour && (no_color == environment.end() || no_color->second.empty());
  return {};
}

bool includes_system_environment(const std::vector<std::unique_ptr<Given>>& flags,
                                 const std::map<std::string, std::string>& environment) {
  const auto variable = environment.find("K6_INCLUDE_SYSTEM_ENV_VARS");
  bool includes = variable == environment.end() || variable->second != "false";
  for (const auto& given : flags) {
    if (given->row->flag == "include-system-env-vars" && !given->texts.empty()) {
      includes = given->texts.back() != "false";
    }
  }
  return includes;
}

}  // namespace

kit::Result<RunOptions> parse_run_options(const std::vector<std::string>& arguments,
                                          const std::map<std::string, std::string>& environment) {
  RunOptions options;
  CLI::App app;
  std::vector<std::unique_ptr<Given>> flags;
  for (const k6::OptionRow& row : k6::option_rows()) {
    if (!row.flag.empty()) {
      flags.push_back(std::make_unique<Given>(Given{.row = &row}));
      add_option(app, *flags.back());
    }
  }
  std::size_t vu_memory_mb = 64;
  app.add_option("--workers", options.worker_count);
  app.add_option("--vu-memory", vu_memory_mb);
  app.add_option("script", options.script)->required();
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    options.help = help_text(*find_command("run"));
    return options;
  } catch (const CLI::ParseError& error) {
    return refused(refusal_of("run", arguments, error.what()));
  }
  if (options.worker_count < 0 || vu_memory_mb < 1) {
    return refused("--workers is at least 0 (as many as fit) and --vu-memory at least 1");
  }
  options.vu_memory_bytes = vu_memory_mb << 20;
  if (auto done = apply_environment(options, environment); !done) {
    return kit::failure_of(done);
  }
  if (includes_system_environment(flags, environment)) {
    options.script_env = environment;
  }
  for (const auto& given : flags) {
    if (given->option->count() == 0) {
      continue;
    }
    if (auto done = apply(options, *given, environment); !done) {
      return kit::failure_of(done);
    }
  }
  return options;
}

}  // namespace headroom::cli
