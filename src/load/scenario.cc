#include "load/scenario.h"

namespace headroom::load {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
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

}  // namespace headroom::load
