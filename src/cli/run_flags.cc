#include "cli/run_flags.h"

#include <algorithm>
#include <array>

#include "k6/option_table.h"

namespace headroom::cli {

namespace {

using enum ValueKind;

constexpr std::string_view load = "Load";
constexpr std::string_view script = "Script";
constexpr std::string_view http = "HTTP and network";
constexpr std::string_view summary = "Thresholds and summary";
constexpr std::string_view output = "Output";
constexpr std::string_view process = "This process";
constexpr std::array groups{load, script, http, summary, output, process};

// Of every flag of k6, also of those not here yet: they show once they are.
struct FlagHint {
  std::string_view flag;
  std::string_view group;
  std::string_view placeholder;  // empty for a switch
  std::string_view fallback;
  ValueKind value = none;
  std::string_view words;
};

constexpr std::string_view trend_stats = "avg,min,med,max,p(90),p(95)";

constexpr std::array hints{
    FlagHint{"vus", load, "NUMBER", "1", free},
    FlagHint{"duration", load, "DURATION", "", free},
    FlagHint{"iterations", load, "NUMBER", "1 for each virtual user", free},
    FlagHint{"stage", load, "DURATION:TARGET", "", free},
    FlagHint{"min-iteration-duration", load, "DURATION", "", free},
    FlagHint{"no-setup", load},
    FlagHint{"no-teardown", load},
    FlagHint{"paused", load},
    FlagHint{"execution-segment", load, "FROM:TO", "0:1", free},
    FlagHint{"execution-segment-sequence", load, "ENDS", "", free},

    FlagHint{"env", script, "NAME=VALUE", "", free},
    FlagHint{"include-system-env-vars", script},
    FlagHint{"compatibility-mode", script, "MODE", "extended", word, "extended base"},
    FlagHint{"type", script, "TYPE", "js", word, "js"},
    FlagHint{"features", script, "LIST", "", free},
    FlagHint{"config", script, "FILE", "", file},
    FlagHint{"secret-source", script, "SOURCE", "", free},

    FlagHint{"user-agent", http, "TEXT", "Headroom/VERSION", free},
    FlagHint{"insecure-skip-tls-verify", http},
    FlagHint{"discard-response-bodies", http},
    FlagHint{"throw", http},
    FlagHint{"no-connection-reuse", http},
    FlagHint{"no-vu-connection-reuse", http},
    FlagHint{"max-redirects", http, "NUMBER", "10", free},
    FlagHint{"batch", http, "NUMBER", "20", free},
    FlagHint{"batch-per-host", http, "NUMBER", "6", free},
    FlagHint{"rps", http, "NUMBER", "", free},
    FlagHint{"http-debug", http},
    FlagHint{"blacklist-ip", http, "CIDR", "", free},
    FlagHint{"block-hostnames", http, "PATTERN", "", free},
    FlagHint{"local-ips", http, "ADDRESSES", "", free},
    FlagHint{"tls-resume", http},
    FlagHint{"dns", http, "POLICY", "ttl=5m,select=random,policy=preferIPv4", free},

    FlagHint{"no-thresholds", summary},
    FlagHint{"fail-on-dropped", summary, "SHARE", "", free},
    FlagHint{"tag", summary, "NAME=VALUE", "", free},
    FlagHint{"system-tags", summary, "LIST", "", free},
    FlagHint{"summary-trend-stats", summary, "LIST", trend_stats, word_list,
             "avg min med max count"},
    FlagHint{"summary-time-unit", summary, "UNIT", "by size", word, "s ms us"},
    FlagHint{"summary-by", summary, "TAGS", "", free},
    FlagHint{"summary-mode", summary, "MODE", "compact", word, "compact full disabled"},
    FlagHint{"summary-export", summary, "FILE", "", file},
    FlagHint{"new-machine-readable-summary", summary},

    FlagHint{"quiet", output},
    FlagHint{"verbose", output},
    FlagHint{"no-color", output},
    FlagHint{"log-format", output, "FORMAT", "text", word, "text json raw"},
    FlagHint{"log-output", output, "WHERE", "stderr", word, "stderr stdout none file="},
    FlagHint{"console-output", output, "FILE", "standard error", file},
    FlagHint{"out", output, "TYPE=WHERE", "", free},
    FlagHint{"traces-output", output, "WHERE", "none", free},
    FlagHint{"no-usage-report", output},

    FlagHint{"linger", process},
    FlagHint{"address", process, "HOST:PORT", "", free},
    FlagHint{"profiling-enabled", process},
};

constexpr std::array own_flags{
    OptionText{.flag = "env-file",
               .group = script,
               .placeholder = "FILE",
               .help = "variables for __ENV, as NAME=value lines; -e outdoes them",
               .value = file,
               .repeats = true},
    OptionText{.flag = "workers",
               .group = process,
               .placeholder = "NUMBER",
               .help = "threads that run virtual users",
               .fallback = "one for each 64 virtual users, at most one a core",
               .value = free},
    OptionText{.flag = "vu-memory",
               .group = process,
               .placeholder = "MEGABYTES",
               .help = "JavaScript memory that each virtual user may take",
               .fallback = "64",
               .value = free},
};

OptionText text_of(const k6::OptionRow& row) {
  const auto* const hint = std::ranges::find(hints, row.flag, &FlagHint::flag);
  OptionText text{.flag = row.flag,
                  .letter = row.letter,
                  .help = row.help,
                  .variable = row.variable,
                  .repeats = row.shape == k6::OptionShape::list};
  if (hint != hints.end()) {
    text.group = hint->group;
    text.placeholder = hint->placeholder;
    text.fallback = hint->fallback;
    text.value = hint->value;
    text.words = hint->words;
    text.repeats = text.repeats && hint->value != word_list;
  }
  return text;
}

constexpr std::string_view explained(std::string_view key) {
  struct Explanation {
    std::string_view key;
    std::string_view what;
  };
  constexpr std::array explanations{
      Explanation{"thresholds", "thresholds as JSON, instead of the script's"},
      Explanation{"setupTimeout", "how long setup() may take (default 60s)"},
      Explanation{"teardownTimeout", "how long teardown() may take (default 60s)"},
      Explanation{"handleSummaryTimeout", "how long handleSummary() may take (default 120s)"},
  };
  for (const Explanation& explanation : explanations) {
    if (explanation.key == key) {
      return explanation.what;
    }
  }
  return "as in the script's options";
}

}  // namespace

std::vector<OptionText> run_flags() {
  std::vector<OptionText> all(own_flags.begin(), own_flags.end());
  for (const k6::OptionRow& row : k6::option_rows()) {
    if (!row.flag.empty() && row.support != k6::Support::later) {
      all.push_back(text_of(row));
    }
  }
  std::vector<OptionText> grouped;
  for (const std::string_view group : groups) {
    std::ranges::copy_if(all, std::back_inserter(grouped),
                         [&](const OptionText& option) { return option.group == group; });
  }
  return grouped;
}

std::vector<VariableText> run_variables() {
  std::vector<VariableText> variables;
  for (const k6::OptionRow& row : k6::option_rows()) {
    if (row.flag.empty() && !row.variable.empty() && row.support == k6::Support::full) {
      variables.push_back({.name = row.variable, .what = explained(row.key)});
    }
  }
  variables.push_back({.name = "NO_COLOR", .what = "when set, even to nothing, as --no-color"});
  return variables;
}

}  // namespace headroom::cli
