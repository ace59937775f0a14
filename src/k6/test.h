// A k6 script loaded: compiled, its options read and combined with those of the
// environment and the command line, ready to be conducted.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "k6/option_tiers.h"
#include "k6/options.h"
#include "k6/virtual_user.h"
#include "load/load_test.h"

namespace headroom::k6 {

struct TestSetup {
  std::string script_path;             // "-" for standard input
  bool is_script_for_certain = false;  // not an archive, whatever it looks like
  Options config;                      // of the configuration file
  Options flags;
  std::map<std::string, std::string> environment;  // the process's, for K6_* variables
  std::map<std::string, std::string> script_env;   // __ENV
  bool has_global_alias = true;                    // `global` for globalThis
  bool evaluates_thresholds = true;
  bool tells_parts = false;  // keep metrics and checks by scenario and group, too
  std::size_t memory_bytes_max = std::size_t{64} << 20;  // JavaScript memory per virtual user
};

class Test final : public load::LoadTest {
 public:
  // Reads, compiles and initialises the script once, on the calling fiber of `control`.
  // The references outlive the test.
  static kit::Result<std::unique_ptr<Test>> load(const TestSetup& setup, fiber::Reactor& control,
                                                 log::Logger& logger, log::Logger& console);
  ~Test() override;

  const Options& options() const { return options_; }
  const std::vector<load::Scenario>& scenarios() const override { return scenarios_; }
  // Also those that have nothing to do in this instance's segment.
  const std::vector<load::Scenario>& all_scenarios() const { return all_scenarios_; }
  const load::Stripes& stripes() const override { return stripes_; }
  const std::vector<load::ThresholdPlan>& thresholds() const override { return thresholds_; }
  metrics::Catalog& catalog() override { return catalog_; }
  load::VirtualUserFactory& factory() override;
  void attach(load::Engine& engine) override { status_.attach(engine); }
  load::OwnVerdict own_verdict() const override {
    return {.abort = status_.abort_error(), .is_failed = status_.is_failed()};
  }
  kit::Result<void> setup(load::Worker& control) override;
  kit::Result<void> teardown(load::Worker& control) override;
  void interrupt() override;

  // Of the main script, as read.
  const std::string& script_text() const { return script_text_; }
  // JSON that setup() returned; none when it returned nothing.
  const std::optional<std::string>& setup_json() const { return setup_json_; }

  // What handleSummary() returned: destinations ("stdout", "stderr" or a path) and
  // bytes, in order. None when the script has no such function.
  using SummaryOutputs = std::vector<std::pair<std::string, std::string>>;
  kit::Result<std::optional<SummaryOutputs>> handle_summary(load::Worker& control,
                                                            const std::string& data_json);

 private:
  class Factory;

  Test(log::Logger& logger, log::Logger& console, std::string directory);
  kit::Result<void> compile(const TestSetup& setup, fiber::Reactor& control);
  // What is known before the script has run.
  kit::Result<void> read_outer_tiers(const TestSetup& setup);
  kit::Result<void> read_options(const TestSetup& setup, fiber::Reactor& control);
  kit::Result<void> add_scenarios();
  kit::Result<void> add_thresholds();
  void add_breakdowns();
  kit::Result<void> apply_options(const TestSetup& setup);
  void apply_request_options();
  bool has_function(const char* name) const;
  kit::Result<std::unique_ptr<net::TlsClientContext>> make_tls();
  kit::Result<VirtualUser*> make_control_user(load::Worker& control);
  // Calls an exported function with a time-out, on the control user.
  struct TimedCall {
    const char* function;
    Phase phase;
    kit::Duration timeout;
  };
  script::Outcome<script::Value> call_with_timeout(load::Worker& control, const TimedCall& call,
                                                   const script::Value* argument = nullptr);
  // What went wrong in setup() or its kin: an exception, or the script's own abort().
  kit::Error error_of(const script::ScriptError& error) const;

  metrics::Catalog catalog_;
  Files files_;
  TestStatus status_;
  TestContext context_;
  script::NativeModules natives_;
  std::string script_text_;
  std::optional<script::Program> program_;
  OptionTiers tiers_;
  Features features_;
  Options options_;
  std::vector<std::string> functions_;  // exported and callable
  std::vector<load::Scenario> all_scenarios_;
  std::vector<load::Scenario> scenarios_;
  load::Stripes stripes_;
  std::vector<load::ThresholdPlan> thresholds_;
  std::optional<std::string> setup_json_;
  kit::Mutex tls_mutex_;
  std::unique_ptr<net::TlsClientContext> tls_ HEADROOM_GUARDED_BY(tls_mutex_);
  std::unique_ptr<Factory> factory_;
  std::unique_ptr<WorkerState> control_state_;
  std::unique_ptr<VirtualUser> control_user_;
  fiber::Fiber* caller_ = nullptr;  // of setup() or teardown(), while it runs
  bool has_timed_out_ = false;
};

}  // namespace headroom::k6
