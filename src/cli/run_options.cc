#include "cli/run_options.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command_table.h"
#include "cli/environment.h"
#include "cli/help_text.h"
#include "cli/own_flags.h"
#include "cli/refusal.h"
#include "document/env_file.h"
#include "k6/exit_code.h"
#include "k6/option_table.h"
#include "kit/file.h"

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

// What the files say; of a name that is there more than once the last.
kit::Result<std::map<std::string, std::string>> read_env_files(
    const std::vector<std::string>& paths) {
  std::map<std::string, std::string> all;
  for (const std::string& path : paths) {
    auto text = kit::read_file(path);
    if (!text) {
      return std::unexpected(
          std::move(text).error().during("--env-file").with_code(k6::exit_other));
    }
    auto variables = document::parse_env_file(*text);
    if (!variables) {
      return std::unexpected(
          std::move(variables).error().during("--env-file " + path).with_code(k6::exit_other));
    }
    for (const auto& [name, value] : *variables) {
      all[name] = value;
    }
  }
  return all;
}

// __ENV: what -e has put there stays, then the files, then the environment.
kit::Result<void> fill_script_env(RunOptions& options, const std::vector<std::string>& env_files,
                                  const std::map<std::string, std::string>& environment) {
  auto variables = read_env_files(env_files);
  if (!variables) {
    return kit::failure_of(variables);
  }
  options.script_env.insert(variables->begin(), variables->end());
  if (options.includes_environment) {
    options.script_env.insert(environment.begin(), environment.end());
  }
  return {};
}

kit::Result<void> apply(RunOptions& options, const Given& given,
                        const std::map<std::string, std::string>& environment) {
  const k6::OptionRow& row = *given.row;
  if (row.support == k6::Support::later) {
    return refused(
        "--" + std::string(row.flag) +
        " is an option of k6 that Headroom does not have yet; take it out to run the script");
  }
  for (const std::string& text : given.texts) {
    kit::Result<void> done;
    if (row.flag == "env") {
      done = add_env(options, text, environment);
    } else if (row.key.empty()) {
      done = apply_own_flag(options, row, text);
    } else if (row.support == k6::Support::full) {
      done = k6::set_option(options.flags, row.key, text);
    }
    if (!done) {
      return std::unexpected(std::move(done).error());
    }
  }
  return {};
}

kit::Result<void> apply_all(RunOptions& options, const std::vector<std::unique_ptr<Given>>& flags,
                            const std::map<std::string, std::string>& environment) {
  for (const auto& given : flags) {
    if (given->option->count() == 0) {
      continue;
    }
    if (auto done = apply(options, *given, environment); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

k6::TestSetup test_setup(const RunOptions& options, k6::Options config) {
  return {.script_path = options.script,
          .is_script_for_certain = options.is_script_for_certain,
          .config = std::move(config),
          .flags = options.flags,
          .environment = read_environment(),
          .script_env = options.script_env,
          .has_global_alias = options.has_global_alias,
          .evaluates_thresholds = options.has_thresholds,
          .tells_parts = options.summary_mode == SummaryMode::full,
          .memory_bytes_max = options.vu_memory_bytes};
}

int exit_code_of(const kit::Error& error) {
  return error.code() != 0 ? error.code() : int{k6::exit_other};
}

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
  std::vector<std::string> env_files;
  app.add_option("--env-file", env_files)->take_all()->allow_extra_args(false);
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
  if (auto done = apply_own_variables(options, environment); !done) {
    return kit::failure_of(done);
  }
  if (auto done = apply_all(options, flags, environment); !done) {
    return kit::failure_of(done);
  }
  if (auto done = fill_script_env(options, env_files, environment); !done) {
    return kit::failure_of(done);
  }
  return options;
}

}  // namespace headroom::cli
