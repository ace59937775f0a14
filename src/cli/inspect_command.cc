// headroom inspect: what a run of a script would be, as JSON, without running it.
#include <cstdio>

#include "cli/command_table.h"
#include "cli/commands.h"
#include "cli/config_location.h"
#include "cli/environment.h"
#include "cli/help_text.h"
#include "cli/run_options.h"
#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/options_document.h"
#include "k6/test.h"
#include "kit/duration_text.h"
#include "load/vu_plan.h"
#include "log/logger.h"

namespace headroom::cli {

namespace {

constexpr std::string_view requirements_flag = "--execution-requirements";

document::Value requirements_of(const k6::Test& test, const document::Value& options) {
  auto members = options.members();
  // Made in place: g++ 12 takes the move of a Value just made for one of unset memory.
  members.emplace_back("totalDuration", kit::text_of(load::latest_end(test.scenarios())));
  members.emplace_back("maxVUs", static_cast<double>(load::max_vus(test.scenarios())));
  return document::Value(std::move(members));
}

int inspect(const RunOptions& options, bool adds_requirements, log::Logger& logger) {
  auto control = fiber::Reactor::make_system();
  if (!control) {
    logger.error(control.error().text());
    return k6::exit_other;
  }
  auto config = read_config(options.config_path, read_environment());
  if (!config) {
    logger.error(config.error().text());
    return exit_code_of(config.error());
  }
  int code = k6::exit_ok;
  (*control)->spawn([&] {
    const auto test =
        k6::Test::load(test_setup(options, std::move(config->options)), **control, logger, logger);
    if (!test) {
      logger.error(test.error().text());
      code = exit_code_of(test.error());
      return;
    }
    const document::Value value = k6::options_document((*test)->options());
    write_stdout(document::to_json(adds_requirements ? requirements_of(**test, value) : value,
                                   document::JsonStyle::pretty) +
                 "\n");
  });
  (*control)->run();
  return code;
}

}  // namespace

int inspect_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> of_run = arguments;
  const bool adds_requirements = std::erase(of_run, requirements_flag) > 0;
  const auto options = parse_run_options(of_run, read_environment());
  if (options && !options->help.empty()) {
    write_stdout(help_text(*find_command("inspect")));
    return k6::exit_ok;
  }
  const kit::SystemClock clock;
  log::Logger logger(clock, log::stream_sink(stderr), {});
  if (!options) {
    logger.error(options.error().text());
    return exit_code_of(options.error());
  }
  return inspect(*options, adds_requirements, logger);
}

}  // namespace headroom::cli
