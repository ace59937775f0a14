#include "cli/command_table.h"

#include <array>

#include "cli/commands.h"
#include "cli/run_flags.h"
#include "k6/exit_code.h"

namespace headroom::cli {

namespace {

constexpr std::array run_examples{
    Example{"headroom run script.js", "the load that the script's options describe"},
    Example{"headroom run --vus 10 --duration 30s script.js", "ten users for half a minute"},
    Example{"headroom run -e BASE_URL=http://127.0.0.1:8080 script.js",
            "a variable for the script: __ENV.BASE_URL"},
    Example{"headroom run --summary-trend-stats 'med,p(99),count' script.js",
            "other columns in the summary"},
    Example{"headroom run --quiet --log-format json script.js 2>run.log",
            "for a CI job: no banner, no progress, and a log for machines"},
    Example{"headroom run - <script.js", "the script from standard input"},
};

constexpr std::array run_exit_codes{
    ExitCodeText{k6::exit_ok, "the run ended and every threshold held"},
    ExitCodeText{k6::exit_thresholds_crossed,
                 "a threshold was crossed, or failOnDropped was exceeded"},
    ExitCodeText{k6::exit_setup_timeout, "setup() took longer than setupTimeout"},
    ExitCodeText{k6::exit_teardown_timeout, "teardown() took longer than teardownTimeout"},
    ExitCodeText{k6::exit_invalid_config, "an option, a scenario or a threshold is not valid"},
    ExitCodeText{k6::exit_interrupted, "interrupted by SIGINT or SIGTERM"},
    ExitCodeText{k6::exit_script_exception,
                 "the script threw while loading, in setup() or in teardown()"},
    ExitCodeText{k6::exit_test_aborted, "the script called exec.test.abort()"},
    ExitCodeText{k6::exit_marked_failed, "the script called exec.test.fail(), and the run went on"},
    ExitCodeText{k6::exit_other,
                 "anything else: no such file, an unknown flag, a part of k6 not here yet"},
};

constexpr std::array inspect_examples{
    Example{"headroom inspect script.js", "the options in force"},
    Example{"headroom inspect --execution-requirements script.js",
            "with how long it may take and how many virtual users it needs"},
};

constexpr std::array target_examples{
    Example{"headroom target", "on port 8080"},
    Example{"headroom target --port 0", "on a free port, which its first line names"},
    Example{"headroom target --servers 4 --service lognormal:50ms,0.8",
            "/work is a service of four threads with a long tail"},
    Example{"headroom target --tls --certificate-out target.pem",
            "https; then curl --cacert target.pem https://127.0.0.1:8080/get"},
    Example{"curl http://127.0.0.1:8080/fault", "lists the faults"},
};

constexpr std::array target_exit_codes{
    ExitCodeText{0, "stopped by SIGINT or SIGTERM"},
    ExitCodeText{2, "an option is not valid, or the port is taken"},
};

constexpr std::array completion_examples{
    Example{"source <(headroom completion bash)", "for this shell"},
    Example{"headroom completion zsh >\"${fpath[1]}/_headroom\"", "for every zsh to come"},
    Example{"headroom completion fish >~/.config/fish/completions/headroom.fish",
            "for every fish to come"},
};

constexpr std::array version_examples{
    Example{"headroom version", "one line"},
    Example{"headroom version --json", "for machines, with compiler and platform"},
};

constexpr std::string_view run_description =
    "Runs a k6 script as a load test: virtual users call its functions as its options, K6_* "
    "variables and flags say, in rising order of precedence. Shows progress, then a summary, then "
    "whether the measurement is valid, or why not.\n"
    "\n"
    "Flags, variables and exit codes are those of k6. One of k6's options that is not here yet is "
    "refused by its name, never ignored.";

constexpr std::string_view inspect_description =
    "Loads a script and prints, as JSON, the options that a run would have: the script's, K6_* "
    "variables' and flags' put together. Nothing is run.";

constexpr std::string_view target_description =
    "Serves something to load, on loopback, with nothing to install: endpoints in the manner of "
    "httpbin, a queue whose waiting times are known (/work), and answers that break HTTP (/fault). "
    "The page at / lists what it serves. It runs until it is interrupted.";

constexpr std::string_view completion_description =
    "Prints a script that completes commands, flags, their values and script files in that shell. "
    "An installed headroom brings all three along, where the shells look for them.";

constexpr std::string_view target_queue = "The queue behind /work";

std::vector<OptionText> target_options() {
  return {
      {.flag = "port",
       .group = "Listening",
       .placeholder = "NUMBER",
       .help = "TCP port; 0 for one that is free",
       .fallback = "8080",
       .value = ValueKind::free},
      {.flag = "tls",
       .group = "Listening",
       .help = "serve https, with a certificate of its own making"},
      {.flag = "tls-fault",
       .group = "Listening",
       .placeholder = "NAME",
       .help = "serve https that goes wrong: not-tls, zeros, close, reset, stall, expired, "
               "not-yet-valid, wrong-host, unknown-authority, tls12-only or tls13-only",
       .value = ValueKind::word,
       .words = "not-tls zeros close reset stall expired not-yet-valid wrong-host "
                "unknown-authority tls12-only tls13-only"},
      {.flag = "certificate-out",
       .group = "Listening",
       .placeholder = "FILE",
       .help = "write the certificate that clients are to trust to this file, as PEM",
       .value = ValueKind::file},
      {.flag = "servers",
       .group = target_queue,
       .placeholder = "NUMBER",
       .help = "how many requests are served at a time",
       .fallback = "1",
       .value = ValueKind::free},
      {.flag = "service",
       .group = target_queue,
       .placeholder = "TIMES",
       .help = "how long each takes: fixed:50ms, exponential:50ms or lognormal:50ms,0.8",
       .fallback = "fixed:1ms",
       .value = ValueKind::word,
       .words = "fixed:1ms exponential:50ms lognormal:50ms,0.8"},
      {.flag = "seed",
       .group = target_queue,
       .placeholder = "NUMBER",
       .help = "of the service times: one seed, one sequence",
       .fallback = "1",
       .value = ValueKind::free},
  };
}

Command run_entry() {
  return {.name = "run",
          .summary = "run a k6 script as a load test",
          .operand = "SCRIPT",
          .operand_help = "a k6 script, or - for standard input",
          .operand_kind = OperandKind::script,
          .description = run_description,
          .options = run_flags(),
          .variables = run_variables(),
          .examples = run_examples,
          .exit_codes = run_exit_codes,
          .has_page = true,
          .execute = run_command};
}

std::vector<OptionText> inspect_options() {
  std::vector<OptionText> options = run_flags();
  options.insert(options.begin(),
                 {.flag = "execution-requirements",
                  .group = options.front().group,
                  .help = "tell also totalDuration and maxVUs, of the segment that is named"});
  return options;
}

Command target_entry() {
  return {.name = "target",
          .summary = "serve something to load, on loopback",
          .description = target_description,
          .options = target_options(),
          .examples = target_examples,
          .exit_codes = target_exit_codes,
          .has_page = true,
          .execute = target_command};
}

std::vector<Command> make_commands() {
  std::vector<Command> all{
      run_entry(),
      {.name = "inspect",
       .summary = "print the options that a run of a script would have, as JSON",
       .operand = "SCRIPT",
       .operand_help = "a k6 script, or - for standard input",
       .operand_kind = OperandKind::script,
       .description = inspect_description,
       .options = inspect_options(),
       .examples = inspect_examples,
       .execute = inspect_command},
      target_entry(),
      {.name = "completion",
       .summary = "print a completion script for bash, zsh or fish",
       .operand = "SHELL",
       .operand_help = "bash, zsh or fish",
       .operand_kind = OperandKind::shell,
       .description = completion_description,
       .examples = completion_examples,
       .execute = completion_command},
      {.name = "version",
       .summary = "print the version",
       .description = "Prints the version, and with --json what else a bug report needs.",
       .options = {{.flag = "json", .group = "Options", .help = "as one JSON object"}},
       .examples = version_examples,
       .execute = version_command},
      {.name = "help",
       .summary = "tell more about a command",
       .operand = "[COMMAND]",
       .operand_help = "the command; none for the list of commands",
       .operand_kind = OperandKind::command,
       .description = "The same as headroom COMMAND --help.",
       .execute = help_command},
      {.name = "man",
       .summary = "print a man page as roff",
       .operand = "[COMMAND]",
       .operand_help = "run or target; none for headroom(1)",
       .operand_kind = OperandKind::command,
       .description = "Prints a man page as roff; the build calls it to install them.",
       .is_hidden = true,
       .execute = man_command},
  };
  for (Command& command : all) {
    command.options.push_back(
        {.flag = "help", .letter = 'h', .group = "Other", .help = "this text"});
  }
  return all;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all = make_commands();
  return all;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) {
      return &command;
    }
  }
  return nullptr;
}

std::string page_name(const Command* command) {
  return command == nullptr ? "headroom" : "headroom-" + std::string(command->name);
}

}  // namespace headroom::cli
