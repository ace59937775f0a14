#include "cli/own_flags.h"

#include "k6/exit_code.h"
#include "k6/option_readers.h"

namespace headroom::cli {

namespace {

std::unexpected<kit::Error> refused(std::string text, int code = k6::exit_other) {
  return kit::failure(std::move(text), code);
}

kit::Result<log::Format> log_format_of(const std::string& text) {
  if (text.empty() || text == "text") {
    return log::Format::text;
  }
  if (text == "json") {
    return log::Format::json;
  }
  if (text == "raw") {
    return log::Format::raw;
  }
  return refused("unsupported log format \"" + text + "\", must be one of: text, json, raw",
                 k6::exit_invalid_config);
}

kit::Result<void> set_log_format(RunOptions& options, const std::string& text) {
  auto format = log_format_of(text);
  // Text is the default, which a terminal gets in another form.
  if (format && *format != log::Format::text) {
    options.log_format = *format;
  }
  return format ? kit::Result<void>() : kit::failure_of(format);
}

kit::Result<void> set_compatibility_mode(RunOptions& options, const std::string& text) {
  if (text != "extended" && text != "base" && text != "experimental_enhanced") {
    return refused("invalid compatibility mode \"" + text + "\". Use: \"extended\", \"base\"");
  }
  options.has_global_alias = text != "base";
  return {};
}

kit::Result<void> set_type(RunOptions& options, const std::string& text) {
  if (text == "archive") {
    return refused("--type archive: archives are not in Headroom yet; run the script itself");
  }
  if (!text.empty() && text != "js") {
    return refused("unknown test type '" + text + "'; write js");
  }
  options.is_script_for_certain = text == "js";
  return {};
}

kit::Result<void> set_summary_mode(RunOptions& options, const std::string& text) {
  if (text == "compact") {
    options.summary_mode = SummaryMode::compact;
  } else if (text == "full") {
    options.summary_mode = SummaryMode::full;
  } else if (text == "disabled") {
    options.summary_mode = SummaryMode::disabled;
  } else {
    return refused("--summary-mode: expected compact, full or disabled, got \"" + text + "\"");
  }
  return {};
}

struct OwnFlag {
  std::string_view flag;
  kit::Result<void> (*apply)(RunOptions&, const std::string& text);
};

template <auto field, bool meaning>
kit::Result<void> set_switch(RunOptions& options, const std::string& text) {
  auto is_on = k6::read_truth(text, "a switch");
  if (is_on) {
    options.*field = *is_on == meaning;
  }
  return is_on ? kit::Result<void>() : kit::failure_of(is_on);
}

template <auto field>
kit::Result<void> set_text(RunOptions& options, const std::string& text) {
  options.*field = text;
  return {};
}

constexpr OwnFlag own_flags[] = {
    {"no-thresholds", &set_switch<&RunOptions::has_thresholds, false>},
    {"no-color", &set_switch<&RunOptions::has_colour, false>},
    {"quiet", &set_switch<&RunOptions::is_quiet, true>},
    {"verbose", &set_switch<&RunOptions::is_verbose, true>},
    {"include-system-env-vars", &set_switch<&RunOptions::includes_environment, true>},
    {"log-format", &set_log_format},
    {"compatibility-mode", &set_compatibility_mode},
    {"type", &set_type},
    {"new-machine-readable-summary", &set_switch<&RunOptions::has_machine_summary, true>},
    {"summary-mode", &set_summary_mode},
    {"summary-export", &set_text<&RunOptions::summary_export>},
    {"console-output", &set_text<&RunOptions::console_output>},
    {"config", &set_text<&RunOptions::config_path>},
    {"log-output",
     [](RunOptions& options, const std::string& text) {
       return k6::store(parse_log_output(text), options.log_output);
     }},
};

}  // namespace

kit::Result<void> apply_own_flag(RunOptions& options, const k6::OptionRow& row,
                                 const std::string& text) {
  for (const OwnFlag& own : own_flags) {
    if (own.flag == row.flag) {
      return own.apply(options, text);
    }
  }
  return {};
}

kit::Result<void> apply_own_variables(RunOptions& options,
                                      const std::map<std::string, std::string>& environment) {
  for (const k6::OptionRow& row : k6::option_rows()) {
    const auto found = environment.find(std::string(row.variable));
    const bool is_own = row.key.empty() && row.support == k6::Support::full;
    if (row.variable.empty() || found == environment.end() || !is_own) {
      continue;
    }
    if (row.flag == "no-color") {
      options.has_colour = options.has_colour && found->second.empty();  // whatever it says
    } else if (auto done = apply_own_flag(options, row, found->second); !done) {
      return std::unexpected(std::move(done).error().during(row.variable));
    }
  }
  // As k6 has it, and unlike no-color.org, also when empty.
  options.has_colour = options.has_colour && !environment.contains("NO_COLOR");
  return {};
}

}  // namespace headroom::cli
