#include "load/scenario.h"

#include <algorithm>

namespace headroom::load {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

// Makes an executor's settings those of a part, whose `stripes` then fit them.
struct Scale {
  Stripes& stripes;

  kit::Result<void> operator()(ConstantVus& executor) const {
    executor.vus = stripes.scale(executor.vus);
    return {};
  }
  // Its steps are dealt one by one: vu_steps.h.
  kit::Result<void> operator()(RampingVus&) const { return {}; }
  kit::Result<void> operator()(PerVuIterations& executor) const {
    executor.vus = stripes.scale(executor.vus);
    return {};
  }
  kit::Result<void> operator()(SharedIterations& executor) const {
    const std::uint64_t vus = stripes.scale(executor.vus);
    auto fitted = fit_to(executor.vus);
    executor.iterations = vus > 0 ? stripes.scale(executor.iterations) : 0;
    executor.vus = vus;
    return fitted;
  }
  kit::Result<void> operator()(ConstantArrivalRate& executor) const { return scale(executor); }
  kit::Result<void> operator()(RampingArrivalRate& executor) const { return scale(executor); }

 private:
  template <typename ArrivalRate>
  kit::Result<void> scale(ArrivalRate& executor) const {
    const std::uint64_t max_vus = stripes.scale(executor.max_vus);
    executor.preallocated_vus = stripes.scale(executor.preallocated_vus);
    auto fitted = fit_to(executor.max_vus);
    executor.max_vus = max_vus;
    return fitted;
  }

  // Without virtual users the stripes stay, and do not matter.
  kit::Result<void> fit_to(std::uint64_t vus) const {
    auto fitted = stripes.fitted_to(vus);
    if (!fitted) {
      return kit::failure_of(fitted);
    }
    stripes = fitted->value_or(stripes);
    return {};
  }
};

std::uint64_t last_target(const RampingVus& executor) {
  return executor.stages.empty() ? executor.start_vus : executor.stages.back().target;
}

kit::Duration regular_end(const RampingVus& executor) {
  kit::Duration end = total_duration(executor.stages);
  for (std::size_t i = executor.stages.size(); i > 0 && executor.stages[i - 1].target == 0; --i) {
    const std::uint64_t from = i > 1 ? executor.stages[i - 2].target : executor.start_vus;
    if (from > 0) {
      break;
    }
    end = end - executor.stages[i - 1].duration;
  }
  return end;
}

// Those that ramped down to 0 have gracefulRampDown, but nobody more than gracefulStop
// after all stages.
kit::Duration latest_end_of_ramp(const RampingVus& executor, kit::Duration graceful_stop) {
  const kit::Duration end = total_duration(executor.stages) + graceful_stop;
  return last_target(executor) > 0
             ? end
             : std::min(end, regular_end(executor) + executor.graceful_ramp_down);
}

}  // namespace

bool is_open_model(const Scenario& scenario) {
  return std::holds_alternative<ConstantArrivalRate>(scenario.executor) ||
         std::holds_alternative<RampingArrivalRate>(scenario.executor);
}

kit::Duration total_duration(const std::vector<Stage>& stages) {
  kit::Duration total;
  for (const Stage& stage : stages) {
    total = total + stage.duration;
  }
  return total;
}

std::uint64_t greatest_target(std::uint64_t start, const std::vector<Stage>& stages) {
  std::uint64_t greatest = start;
  for (const Stage& stage : stages) {
    greatest = std::max(greatest, stage.target);
  }
  return greatest;
}

kit::Duration regular_duration(const Scenario& scenario) {
  return std::visit(
      Overloaded{
          [](const ConstantVus& executor) { return executor.duration; },
          [](const RampingVus& executor) { return regular_end(executor); },
          [](const PerVuIterations& executor) { return executor.max_duration; },
          [](const SharedIterations& executor) { return executor.max_duration; },
          [](const ConstantArrivalRate& executor) { return executor.duration; },
          [](const RampingArrivalRate& executor) { return total_duration(executor.stages); }},
      scenario.executor);
}

kit::Duration latest_end(const Scenario& scenario) {
  if (const auto* ramp = std::get_if<RampingVus>(&scenario.executor)) {
    return scenario.start_time + latest_end_of_ramp(*ramp, scenario.graceful_stop);
  }
  return scenario.start_time + regular_duration(scenario) + scenario.graceful_stop;
}

kit::Duration latest_end(const std::vector<Scenario>& scenarios) {
  kit::Duration latest;
  for (const Scenario& scenario : scenarios) {
    latest = std::max(latest, latest_end(scenario));
  }
  return latest;
}

double peak_rate(const Scenario& scenario) {
  const double whole = std::visit(
      Overloaded{[](const ConstantVus&) { return 0.0; }, [](const RampingVus&) { return 0.0; },
                 [](const PerVuIterations&) { return 0.0; },
                 [](const SharedIterations&) { return 0.0; },
                 [](const ConstantArrivalRate& executor) {
                   return static_cast<double>(executor.rate) / executor.time_unit.in_seconds();
                 },
                 [](const RampingArrivalRate& executor) {
                   const std::uint64_t most = greatest_target(executor.start_rate, executor.stages);
                   return static_cast<double>(most) / executor.time_unit.in_seconds();
                 }},
      scenario.executor);
  return whole * scenario.stripes.share();
}

std::uint64_t planned_vus(const Scenario& scenario) {
  return std::visit(
      Overloaded{[](const ConstantArrivalRate& executor) { return executor.preallocated_vus; },
                 [](const RampingArrivalRate& executor) { return executor.preallocated_vus; },
                 [&](const RampingVus& executor) {
                   return scenario.stripes.scale(
                       greatest_target(executor.start_vus, executor.stages));
                 },
                 [](const auto& executor) { return executor.vus; }},
      scenario.executor);
}

std::uint64_t max_vus(const Scenario& scenario) {
  if (const auto* constant = std::get_if<ConstantArrivalRate>(&scenario.executor)) {
    return constant->max_vus;
  }
  const auto* ramp = std::get_if<RampingArrivalRate>(&scenario.executor);
  return ramp != nullptr ? ramp->max_vus : planned_vus(scenario);
}

std::uint64_t total_iterations(const Scenario& scenario) {
  return std::visit(
      Overloaded{[](const PerVuIterations& executor) { return executor.vus * executor.iterations; },
                 [](const SharedIterations& executor) { return executor.iterations; },
                 [](const auto&) { return std::uint64_t{0}; }},
      scenario.executor);
}

kit::Result<Scenario> part_of(const Scenario& whole, const Stripes& stripes) {
  Scenario part = whole;
  part.stripes = stripes;
  if (auto scaled = std::visit(Scale{part.stripes}, part.executor); !scaled) {
    return kit::failure_of(scaled, "scenario '" + whole.name + "'");
  }
  return part;
}

bool has_work(const Scenario& scenario) {
  return max_vus(scenario) > 0;
}

}  // namespace headroom::load
