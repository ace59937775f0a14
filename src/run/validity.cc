#include "run/validity.h"

#include <cstdio>
#include <utility>

namespace headroom::run {
namespace {

// With as few decimals as still show that `value` is beyond `limit`: never
// "5 % (limit 5 %)".
std::string beyond(double value, double limit) {
  char text[64];
  for (const int digits : {0, 1, 2}) {
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    char limit_text[64];
    std::snprintf(limit_text, sizeof limit_text, "%.*f", digits, limit);
    if (std::string(text) != limit_text) {
      break;
    }
  }
  return text;
}

std::string plain(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// "18 % of the time" and "(limit 5 %)" are made of these.
std::string percent_beyond(double share, double limit) {
  return beyond(share * 100, limit * 100) + " %";
}
std::string percent(double share) {
  return plain(share * 100) + " %";
}

std::string lateness_reason(double seconds) {
  return "iterations started " + beyond(seconds * 1000, lateness_p99_limit_seconds * 1000) +
         " ms late (p99; limit " + plain(lateness_p99_limit_seconds * 1000) +
         " ms): this machine could not keep the schedule; lower the rate or use a faster or "
         "quieter machine";
}

std::string busy_reason(double share) {
  return "workers were busy " + percent_beyond(share, worker_busy_limit) + " of the time (limit " +
         percent(worker_busy_limit) +
         "): the load generator was the bottleneck; use more workers, fewer VUs or a lighter "
         "script";
}

std::string run_queue_reason(double share) {
  return "this process waited " + percent_beyond(share, run_queue_wait_limit) +
         " of the time for a CPU (limit " + percent(run_queue_wait_limit) +
         "): stop other programs or use fewer workers than CPUs";
}

std::string pressure_reason(double share) {
  return "other programs pressed on the CPU: PSI " + percent_beyond(share, cpu_pressure_limit) +
         " (limit " + percent(cpu_pressure_limit) + "): stop them or measure on another machine";
}

std::string dropped_reason(std::uint64_t dropped, double share) {
  return counted(dropped, "iteration") + " dropped (" + percent_beyond(share, dropped_limit) +
         "; limit " + percent(dropped_limit) + "): too few VUs; raise preAllocatedVUs or maxVUs";
}

std::string too_few_reason(std::uint64_t count, const std::string& noun) {
  return "only " + counted(count, noun) + ": too few to judge (at least " +
         std::to_string(values_min) + "); run longer";
}

}  // namespace

Validity judge_validity(const ValidityFacts& facts) {
  std::vector<std::string> reasons;
  if (facts.lateness_p99_seconds && *facts.lateness_p99_seconds > lateness_p99_limit_seconds) {
    reasons.push_back(lateness_reason(*facts.lateness_p99_seconds));
  }
  if (facts.worker_busy_share && *facts.worker_busy_share > worker_busy_limit) {
    reasons.push_back(busy_reason(*facts.worker_busy_share));
  }
  if (facts.run_queue_wait_share && *facts.run_queue_wait_share > run_queue_wait_limit) {
    reasons.push_back(run_queue_reason(*facts.run_queue_wait_share));
  }
  if (facts.cpu_pressure_share && *facts.cpu_pressure_share > cpu_pressure_limit) {
    reasons.push_back(pressure_reason(*facts.cpu_pressure_share));
  }
  if (facts.iterations_dropped > 0) {
    const auto dropped = static_cast<double>(facts.iterations_dropped);
    const double share = dropped / (dropped + static_cast<double>(facts.iterations_started));
    if (share > dropped_limit) {
      reasons.push_back(dropped_reason(facts.iterations_dropped, share));
    }
  }
  const std::uint64_t values = facts.makes_requests ? facts.requests : facts.iterations_started;
  if (values < values_min) {
    reasons.push_back(too_few_reason(values, facts.makes_requests ? "request" : "iteration"));
  }
  return {.is_valid = reasons.empty(), .reasons = std::move(reasons)};
}

std::string text_of(const Validity& validity) {
  if (validity.is_valid) {
    return "measurement: valid";
  }
  std::string text = "measurement: not valid";
  std::string separator = ": ";
  for (const std::string& reason : validity.reasons) {
    text += separator + reason;
    separator = "\n             and: ";
  }
  return text;
}

}  // namespace headroom::run
