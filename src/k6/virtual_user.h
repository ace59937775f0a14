// One virtual user: a JavaScript runtime with the script loaded, an HTTP client
// and what the script's API needs, doing iterations for load. Also used, with
// id 0, for reading the options, setup, teardown and handleSummary.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "k6/vu_state.h"
#include "kit/result.h"
#include "load/virtual_user.h"
#include "script/runtime.h"

namespace headroom::k6 {

class VirtualUser final : public load::VirtualUser {
 public:
  // Runs the script's init code, on the calling fiber. The worker outlives it. The error
  // has the exit code of a script exception.
  static kit::Result<std::unique_ptr<VirtualUser>> make(WorkerState& worker, const load::VuId& id,
                                                        const script::NativeModules& natives);
  ~VirtualUser() override;

  // Where to find what setup() returned, as JSON, or none. Read at the first
  // iteration, which comes after setup().
  void set_setup_data(const std::optional<std::string>* json) { setup_json_ = json; }

  // Lives as long as this virtual user.
  void keep_worker_state(std::shared_ptr<WorkerState> worker) { kept_ = std::move(worker); }

  void activate(const load::Scenario& scenario) override;
  load::IterationEnd iterate(const load::IterationContext& context) override;
  void interrupt() override { state_.must_end = true; }
  metrics::TagSetId metric_tags(metrics::TagSetId scenario_tags) override {
    return state_.samples.has_own_tags() ? state_.samples.iteration_tags() : scenario_tags;
  }

  // The named exported function, called once with `arguments` outside an iteration.
  // Waits for a promise it returns. Data bytes are recorded under group `group`.
  script::Outcome<script::Value> call_once(const char* function, Phase phase,
                                           std::span<const JSValueConst> arguments);

  script::Runtime& runtime() { return runtime_; }

 private:
  VirtualUser(WorkerState& worker, const load::VuId& id, const script::NativeModules& natives);
  kit::Result<void> initialize();
  void install_globals();
  script::Outcome<script::Value> call(const script::Value& function,
                                      std::span<const JSValueConst> arguments);
  script::Outcome<void> run_event_loop();
  script::Outcome<script::Value> setup_data();
  void prepare_iteration(const load::IterationContext& context);
  void tag_stage(const load::IterationContext& context);
  void resolve_traffic();
  void log_exception(const script::ScriptError& error) const;
  void record_traffic();
  void pad_iteration(kit::Instant start);

  // Shared because all virtual users of a worker hold it, and any may be last. Goes
  // after what uses it. Empty when the state is somebody else's.
  std::shared_ptr<WorkerState> kept_;
  VuState state_;
  script::Runtime runtime_;
  script::Value function_;  // of the active scenario
  std::string scenario_name_;
  std::string executor_name_;
  bool tags_stage_ = false;  // the active scenario has stages, and samples are to tell which
  const std::optional<std::string>* setup_json_ = nullptr;
  std::optional<script::Value> setup_data_;
  metrics::SeriesGroup traffic_;
  std::uint32_t traffic_base_ = 0;  // of the samples that traffic_ is for
};

}  // namespace headroom::k6
