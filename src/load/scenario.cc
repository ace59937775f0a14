#include "load/scenario.h"

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
  kit::Result<void> operator()(ConstantArrivalRate& executor) const {
    const std::uint64_t max_vus = stripes.scale(executor.max_vus);
    executor.preallocated_vus = stripes.scale(executor.preallocated_vus);
    auto fitted = fit_to(executor.max_vus);
    executor.max_vus = max_vus;
    return fitted;
  }

 private:
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

}  // namespace

kit::Duration regular_duration(const Scenario& scenario) {
  return std::visit(
      Overloaded{[](const ConstantVus& executor) { return executor.duration; },
                 [](const PerVuIterations& executor) { return executor.max_duration; },
                 [](const SharedIterations& executor) { return executor.max_duration; },
                 [](const ConstantArrivalRate& executor) { return executor.duration; }},
      scenario.executor);
}

kit::Duration latest_end(const Scenario& scenario) {
  return scenario.start_time + regular_duration(scenario) + scenario.graceful_stop;
}

std::uint64_t planned_vus(const Scenario& scenario) {
  return std::visit(
      Overloaded{[](const ConstantArrivalRate& executor) { return executor.preallocated_vus; },
                 [](const auto& executor) { return executor.vus; }},
      scenario.executor);
}

std::uint64_t max_vus(const Scenario& scenario) {
  return std::visit(Overloaded{[](const ConstantArrivalRate& executor) { return executor.max_vus; },
                               [](const auto& executor) { return executor.vus; }},
                    scenario.executor);
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
