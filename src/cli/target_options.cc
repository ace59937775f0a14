#include "cli/target_options.h"

#include <CLI/CLI.hpp>

#include "cli/command_table.h"
#include "cli/help_text.h"
#include "cli/refusal.h"

namespace headroom::cli {

kit::Result<TargetOptions> parse_target_options(const std::vector<std::string>& arguments) {
  TargetOptions options;
  CLI::App app;
  app.add_option("--port", options.port);
  app.add_flag("--tls", options.uses_tls);
  app.add_option("--tls-fault", options.tls_fault);
  app.add_option("--certificate-out", options.certificate_path);
  app.add_option("--servers", options.servers);
  app.add_option("--service", options.service);
  app.add_option("--seed", options.seed);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    options.help = help_text(*find_command("target"));
  } catch (const CLI::ParseError& error) {
    return kit::failure(refusal_of("target", arguments, error.what()));
  }
  if (options.port < 0 || options.port > 65535 || options.servers < 1) {
    return kit::failure("--port is 0 to 65535, --servers at least 1");
  }
  return options;
}

}  // namespace headroom::cli
