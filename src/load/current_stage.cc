#include "load/current_stage.h"

namespace headroom::load {

namespace {

std::optional<std::size_t> stage_among(const std::vector<Stage>& stages,
                                       kit::Duration since_start) {
  kit::Duration end;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    end = end + stages[i].duration;
    if (since_start < end) {
      return i;
    }
  }
  return stages.empty() ? std::nullopt : std::optional(stages.size() - 1);
}

}  // namespace

std::optional<std::size_t> stage_at(const Scenario& scenario, kit::Duration since_start) {
  return std::visit(
      [since_start](const auto& executor) -> std::optional<std::size_t> {
        if constexpr (requires { executor.stages; }) {
          return stage_among(executor.stages, since_start);
        } else {
          return std::nullopt;
        }
      },
      scenario.executor);
}

}  // namespace headroom::load
