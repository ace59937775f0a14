#include "report/banner.h"

#include "kit/duration_text.h"
#include "kit/text_pieces.h"
#include "report/style.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

// " (first, exec: other, startTime: 1s, gracefulStop: 30s)"; nothing when all are absent.
std::string in_brackets(std::string_view first, const ScenarioFacts& scenario) {
  std::string text(first);
  const auto append = [&text](const std::string& fact) {
    text += text.empty() ? fact : ", " + fact;
  };
  if (!scenario.exec.empty()) {
    append("exec: " + scenario.exec);
  }
  if (scenario.start_time > kit::Duration()) {
    append("startTime: " + kit::text_of(scenario.start_time));
  }
  if (scenario.graceful_stop > kit::Duration()) {
    append("gracefulStop: " + kit::text_of(scenario.graceful_stop));
  }
  return text.empty() ? text : " (" + text + ")";
}

// " for 14m0s over 6 stages"
std::string over_stages(const ScenarioFacts& scenario) {
  return " for " + kit::text_of(scenario.stages_duration) + " over " +
         std::to_string(scenario.stage_count) + " stages";
}

std::string describe_arrival_rate(const ScenarioFacts& scenario) {
  std::string vus = "maxVUs: " + std::to_string(scenario.vus);
  if (scenario.vus_max > scenario.vus) {
    vus += "-" + std::to_string(scenario.vus_max);
  }
  const std::string rate = fixed(scenario.iterations_per_second, 2) + " iterations/s";
  return scenario.executor == ExecutorKind::ramping_arrival_rate
             ? "Up to " + rate + over_stages(scenario) + in_brackets(vus, scenario)
             : rate + " for " + kit::text_of(scenario.duration) + in_brackets(vus, scenario);
}

kit::Duration rounded_to_tenths(kit::Duration span) {
  constexpr std::int64_t tenth_ns = 100'000'000;
  return kit::Duration::nanoseconds((span.in_nanoseconds() + tenth_ns / 2) / tenth_ns * tenth_ns);
}

}  // namespace

std::string banner(std::string_view version, bool uses_colour) {
  const Style style(uses_colour);
  return "\n  " + style.bold("headroom") + " " + std::string(version) + "\n\n";
}

std::string describe_scenario(const ScenarioFacts& scenario) {
  const std::string vus = std::to_string(scenario.vus) + " VUs";
  const std::string iterations = std::to_string(scenario.iterations) + " iterations";
  const std::string duration = kit::text_of(scenario.duration);
  switch (scenario.executor) {
    case ExecutorKind::shared_iterations:
      return iterations + " shared among " + vus +
             in_brackets("maxDuration: " + duration, scenario);
    case ExecutorKind::per_vu_iterations:
      return iterations + " for each of " + vus + in_brackets("maxDuration: " + duration, scenario);
    case ExecutorKind::ramping_vus:
      return "Up to " + std::to_string(scenario.vus) + " looping VUs" + over_stages(scenario) +
             in_brackets("gracefulRampDown: " + kit::text_of(scenario.graceful_ramp_down),
                         scenario);
    case ExecutorKind::constant_arrival_rate:
    case ExecutorKind::ramping_arrival_rate: return describe_arrival_rate(scenario);
    case ExecutorKind::constant_vus: break;
  }
  return std::to_string(scenario.vus) + " looping VUs for " + duration + in_brackets("", scenario);
}

std::string describe_run(const RunDescription& run, bool uses_colour) {
  const Style style(uses_colour);
  const std::size_t count = run.scenarios.size();
  std::string text;
  text += "     execution: " + style.cyan(run.execution) + "\n";
  text += "        script: " + style.cyan(run.script) + "\n";
  const std::string outputs = kit::joined(run.outputs);
  text += "        output: " + style.cyan(outputs.empty() ? "-" : outputs) + "\n\n";
  text += "     scenarios: " +
          style.cyan("(" + fixed(run.share * 100, 2) + "%) " +
                     (count > 1 ? std::to_string(count) + " scenarios" : "1 scenario") + ", " +
                     std::to_string(run.vus_max) + " max VUs, " +
                     kit::text_of(rounded_to_tenths(run.duration_max)) +
                     " max duration (incl. graceful stop):") +
          "\n";
  for (const ScenarioFacts& scenario : run.scenarios) {
    text += "              * " + scenario.name + ": " + describe_scenario(scenario) + "\n";
  }
  return text + "\n";
}

}  // namespace headroom::report
