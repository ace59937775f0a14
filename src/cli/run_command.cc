// headroom run: from a script to a summary and an exit code, as k6 has them.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/config_location.h"
#include "cli/environment.h"
#include "cli/presenter.h"
#include "cli/run_options.h"
#include "cli/screen.h"
#include "cli/signals.h"
#include "conduct/load_run.h"
#include "k6/exit_code.h"
#include "kit/file.h"
#include "kit/text_pieces.h"
#include "kit/version.h"
#include "report/machine_summary.h"
#include "report/summary_data.h"
#include "report/summary_export.h"
#include "report/trend_stat.h"

namespace headroom::cli {

namespace {

log::LoggerOptions logger_options(const RunOptions& options, const Terminal& terminal) {
  const bool is_read_live = is_on_terminal(options.log_output, terminal);
  return {.format =
              options.log_format.value_or(is_read_live ? log::Format::terminal : log::Format::text),
          .level_min = std::max(options.is_verbose ? log::Level::debug : log::Level::info,
                                options.log_output.level_min),
          .uses_colour = options.has_colour && is_read_live};
}

// What k6 says beside the error; empty: nothing.
std::string hint_of(int code) {
  const auto limit = [](const char* option) {
    return std::string("You can increase the time limit via the ") + option + " option";
  };
  switch (code) {
    case k6::exit_script_exception: return "script exception";
    case k6::exit_setup_timeout: return limit("setupTimeout");
    case k6::exit_teardown_timeout: return limit("teardownTimeout");
    case k6::exit_generic_timeout: return limit("handleSummaryTimeout");
    default: return "";
  }
}

void log_failure(log::Logger& logger, const kit::Error& error) {
  const std::string hint = hint_of(error.code());
  if (hint.empty()) {
    logger.error(error.text());
  } else {
    logger.error(error.text(), {{"hint", hint}});
  }
}

struct Sinks {
  log::Sink log;
  log::Sink console;  // of the script
};

kit::Result<Sinks> open_sinks(const RunOptions& options, Screen& screen) {
  auto log = make_log_sink(options.log_output, screen);
  if (!log) {
    return kit::failure_of(log);
  }
  if (options.console_output.empty()) {
    return Sinks{.log = *log, .console = *log};
  }
  auto console = log::file_sink(options.console_output);
  if (!console) {
    return std::unexpected(
        std::move(console).error().during("--console-output").with_code(k6::exit_other));
  }
  return Sinks{.log = *log, .console = *console};
}

struct Loggers {
  log::Logger& tool;
  log::Logger& console;
};

// One `headroom run`, on a fiber of the control reactor.
class RunCommand {
 public:
  RunCommand(const RunOptions& options, fiber::Reactor& control, Screen& screen,
             const Loggers& loggers)
      : options_(options),
        control_(control),
        screen_(screen),
        logger_(loggers.tool),
        console_(loggers.console) {}

  int run();

 private:
  kit::Result<k6::Options> load_config();
  kit::Result<void> report(const run::Record& record, load::Worker& control);
  // False when the script has no handleSummary, or it failed.
  bool report_by_script(const run::Record& record, load::Worker& control);
  // What failOnDropped has to say; empty when nothing.
  std::string dropped_too_many(const run::ValidityFacts& facts) const;
  void export_summary(const run::Record& record);
  // What handleSummary is given, and what the exported file holds.
  std::string script_summary(const run::Record& record) const;
  std::string exported_summary(const run::Record& record) const;
  std::string machine_summary(const run::Record& record) const;
  std::vector<std::string> trend_stats() const;
  report::SummaryMode summary_mode() const;
  int exit_code(const conduct::LoadRunOutcome& outcome);

  const RunOptions& options_;
  fiber::Reactor& control_;
  Screen& screen_;
  log::Logger& logger_;
  log::Logger& console_;
  std::unique_ptr<k6::Test> test_;
  std::unique_ptr<Presenter> presenter_;
  bool script_owns_output_ = false;
};

kit::Result<k6::Options> RunCommand::load_config() {
  auto config = read_config(options_.config_path, read_environment());
  if (!config) {
    return kit::failure_of(config);
  }
  if (!config->path.empty()) {
    logger_.debug("options of the configuration file " + config->path + " are in effect");
  }
  for (const std::string& warning : config->warnings) {
    logger_.warning(warning);
  }
  return std::move(config->options);
}

int RunCommand::run() {
  auto config = load_config();
  if (!config) {
    log_failure(logger_, config.error());
    return exit_code_of(config.error());
  }
  auto test = k6::Test::load(test_setup(options_, std::move(*config)), control_, logger_, console_);
  if (!test) {
    log_failure(logger_, test.error());
    return exit_code_of(test.error());
  }
  test_ = std::move(*test);
  if (auto checked = report::check_trend_stats(
          test_->options().summary_trend_stats.value_or(std::vector<std::string>()));
      !checked) {
    log_failure(logger_, checked.error());
    return exit_code_of(checked.error());
  }
  presenter_ = std::make_unique<Presenter>(*test_, screen_, options_.script,
                                           PresenterOptions{.has_colour = options_.has_colour,
                                                            .is_quiet = options_.is_quiet,
                                                            .summary_mode = summary_mode()});
  const conduct::StopRequest& stop = watch_signals(k6::exit_interrupted);
  presenter_->show_start();
  auto outcome = conduct::run_load(
      {.test = *test_,
       .control = control_,
       .logger = logger_,
       .worker_count = options_.worker_count,
       .facts = {.tool = "headroom " + std::string(kit::version()), .script = options_.script},
       .stop = &stop,
       .on_progress =
           [this](const load::Progress& progress) { presenter_->show_progress(progress); },
       .on_record = [this](const run::Record& record,
                           load::Worker& control) { return report(record, control); }});
  if (!outcome) {
    log_failure(logger_, outcome.error());
    return exit_code_of(outcome.error());
  }
  return exit_code(*outcome);
}

kit::Result<void> RunCommand::report(const run::Record& record, load::Worker& control) {
  const bool is_wanted = options_.summary_mode != SummaryMode::disabled;
  script_owns_output_ = is_wanted && report_by_script(record, control);
  if (is_wanted && !script_owns_output_) {
    presenter_->show_summary(record);
  }
  export_summary(record);
  presenter_->show_end();
  const std::string validity = run::text_of(record.validity) + "\n";
  if (script_owns_output_) {
    screen_.write_error(validity);
  } else {
    screen_.write_out("\n" + validity);
  }
  return {};
}

report::SummaryMode RunCommand::summary_mode() const {
  return options_.summary_mode == SummaryMode::full ? report::SummaryMode::full
                                                    : report::SummaryMode::compact;
}

std::vector<std::string> RunCommand::trend_stats() const {
  return test_->options().summary_trend_stats.value_or(report::default_trend_stats());
}

std::string RunCommand::machine_summary(const run::Record& record) const {
  return report::machine_summary(record, {.mode = summary_mode(),
                                          .trend_stats = trend_stats(),
                                          .script_source = test_->script_text(),
                                          .generated_at = control_.clock().wall_now()});
}

std::string RunCommand::script_summary(const run::Record& record) const {
  if (options_.has_machine_summary) {
    return machine_summary(record);
  }
  return report::summary_data(record, {.trend_stats = trend_stats(),
                                       .time_unit = test_->options().summary_time_unit.value_or(""),
                                       .has_no_colour = !options_.has_colour,
                                       .is_stdout_terminal = screen_.terminal().is_stdout,
                                       .is_stderr_terminal = screen_.terminal().is_stderr,
                                       .setup_data = test_->setup_json().value_or("")});
}

std::string RunCommand::exported_summary(const run::Record& record) const {
  return options_.has_machine_summary
             ? machine_summary(record)
             : report::summary_export(record, {.trend_stats = trend_stats(),
                                               .setup_data = test_->setup_json().value_or("")});
}

void RunCommand::export_summary(const run::Record& record) {
  if (options_.summary_export.empty()) {
    return;
  }
  auto written = kit::write_file(options_.summary_export, exported_summary(record) + "\n");
  if (!written) {
    logger_.error("could not save the summary: " + written.error().text());
  }
}

bool RunCommand::report_by_script(const run::Record& record, load::Worker& control) {
  auto outputs = test_->handle_summary(control, script_summary(record));
  if (!outputs) {
    log_failure(logger_, outputs.error());
    return false;
  }
  if (!outputs->has_value()) {
    return false;
  }
  const k6::Test::SummaryOutputs rows = outputs->value_or(k6::Test::SummaryOutputs());
  for (const auto& [destination, text] : rows) {
    if (destination == "stdout") {
      screen_.write_out(text);
    } else if (destination == "stderr") {
      screen_.write_error(text);
    } else if (auto written = kit::write_file(destination, text); !written) {
      logger_.error("could not save the summary: " + written.error().text());
    }
  }
  return true;
}

std::string RunCommand::dropped_too_many(const run::ValidityFacts& facts) const {
  const auto& limit = test_->options().fail_on_dropped;
  return limit ? run::dropped_beyond(*limit, facts.iterations_dropped, facts.iterations_scheduled)
               : std::string();
}

int RunCommand::exit_code(const conduct::LoadRunOutcome& outcome) {
  if (outcome.was_stopped) {
    logger_.error("test run was aborted because headroom received a '" + received_signal() +
                  "' signal");
    return k6::exit_interrupted;
  }
  if (outcome.failure) {
    log_failure(logger_, *outcome.failure);
    return exit_code_of(*outcome.failure);
  }
  const std::vector<std::string> crossed = run::crossed_metrics(outcome.record);
  if (!crossed.empty()) {
    logger_.error("thresholds on metrics '" + kit::joined(crossed) + "' have been crossed");
  }
  const std::string dropped = dropped_too_many(outcome.record.validity_facts);
  if (!dropped.empty()) {
    logger_.error(dropped);
  }
  if (outcome.is_marked_failed) {
    logger_.error("test run was marked as failed");
    return k6::exit_marked_failed;
  }
  if (!crossed.empty() || !dropped.empty()) {
    return k6::exit_thresholds_crossed;
  }
  if (has_lost_output()) {
    logger_.error("standard output could not be written: the summary is incomplete");
    return k6::exit_other;
  }
  return k6::exit_ok;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const kit::SystemClock clock;
  const Terminal terminal = read_terminal();
  auto options = parse_run_options(arguments, read_environment());
  if (options && !options->help.empty()) {
    write_stdout(options->help);
    return 0;
  }
  // Whoever asked for no log, or for one elsewhere, still reads here why nothing runs.
  if (!options) {
    log::Logger(clock, log::stream_sink(stderr), logger_options(RunOptions(), terminal))
        .error(options.error().text());
    return exit_code_of(options.error());
  }
  Screen screen(terminal);
  auto sinks = open_sinks(*options, screen);
  if (!sinks) {
    log::Logger(clock, log::stream_sink(stderr), logger_options(RunOptions(), terminal))
        .error(sinks.error().text());
    return exit_code_of(sinks.error());
  }
  log::Logger logger(clock, sinks->log, logger_options(*options, terminal));
  log::Logger console(clock, sinks->console, logger_options(*options, terminal));
  auto control = fiber::Reactor::make_system();
  if (!control) {
    logger.error(control.error().text());
    return k6::exit_other;
  }
  int code = k6::exit_other;
  (*control)->spawn([&] {
    code = RunCommand(*options, **control, screen, {.tool = logger, .console = console}).run();
  });
  (*control)->run();
  return code;
}

}  // namespace headroom::cli
