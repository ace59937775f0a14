// The command line of `headroom run`, read by the table of k6's options.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/log_output.h"
#include "k6/options.h"
#include "k6/test.h"
#include "kit/result.h"
#include "log/line.h"

namespace headroom::cli {

// Disabled: neither a summary nor handleSummary().
enum class SummaryMode { compact, full, disabled };

struct RunOptions {
  std::string script;
  k6::Options flags;
  std::map<std::string, std::string> script_env;
  bool has_thresholds = true;
  bool is_quiet = false;
  bool is_verbose = false;
  bool has_colour = true;
  std::optional<log::Format> log_format;
  LogOutput log_output;
  std::string console_output;
  std::optional<std::string> config_path;
  bool includes_environment = true;    // __ENV has the process's variables
  bool has_global_alias = true;        // `global` for globalThis
  bool is_script_for_certain = false;  // not an archive, whatever it looks like
  SummaryMode summary_mode = SummaryMode::compact;
  std::string summary_export;        // a file; empty for none
  bool has_machine_summary = false;  // k6's newer JSON
  int worker_count = 0;
  std::size_t vu_memory_bytes = std::size_t{64} << 20;
  std::string help;  // not empty: print this and end
};

// `arguments` without the program's and the command's names. Errors carry exit
// codes; an option of k6 that is not here yet is refused by its name.
kit::Result<RunOptions> parse_run_options(const std::vector<std::string>& arguments,
                                          const std::map<std::string, std::string>& environment);

// The test that the command line and the configuration file ask for.
k6::TestSetup test_setup(const RunOptions& options, k6::Options config);

// What the command ends with when it fails so.
int exit_code_of(const kit::Error& error);

}  // namespace headroom::cli
