#include "k6/virtual_user.h"

#include "k6/console.h"
#include "k6/exit_code.h"
#include "k6/globals.h"
#include "k6/http_request.h"
#include "k6/scenarios.h"
#include "load/current_stage.h"
#include "load/engine.h"
#include "script/json.h"

namespace headroom::k6 {

namespace {

// Of the fiber's 1 MB; the rest is for native functions below the script.
constexpr std::size_t script_stack_bytes = 768 << 10;

script::RuntimeOptions options_for(const WorkerState& worker, std::uint64_t id, VuState& owner) {
  return {.memory_bytes_max = worker.test.settings.memory_bytes_max,
          .stack_bytes_max = script_stack_bytes,
          .random_seed = static_cast<std::uint64_t>(worker.reactor.clock().wall_now().unix_ns) +
                         id * 0x9e3779b97f4a7c15,
          .owner = &owner};
}

// Setting a property fails only when the memory limit is met, and then what the
// script does next says so.
void proceed(const script::Outcome<void>& outcome) {
  static_cast<void>(outcome.has_value());
}

}  // namespace

VuState::VuState(WorkerState& worker_state, const load::VuId& vu_id)
    : worker(worker_state),
      id(vu_id.in_instance),
      id_in_test(vu_id.in_test),
      session(worker_state.http,
              connect_settings_of(worker_state.test.settings.network, id, tls_sessions)),
      samples(worker_state),
      loop(worker_state.reactor) {}

VuState::~VuState() {
  if (requests != nullptr && runtime != nullptr) {
    requests->clear(runtime->context());
  }
}

VirtualUser::VirtualUser(WorkerState& worker, const load::VuId& id,
                         const script::NativeModules& natives)
    : state_(worker, id), runtime_(worker.pool, natives, options_for(worker, id.in_test, state_)) {
  state_.runtime = &runtime_;
}

VirtualUser::~VirtualUser() {
  // What holds JavaScript values goes before the runtime.
  state_.last_long_text.clear();
  if (state_.requests != nullptr) {
    state_.requests->clear(runtime_.context());
  }
  state_.runtime = nullptr;
}

kit::Result<std::unique_ptr<VirtualUser>> VirtualUser::make(WorkerState& worker,
                                                            const load::VuId& id,
                                                            const script::NativeModules& natives) {
  std::unique_ptr<VirtualUser> user(new VirtualUser(worker, id, natives));
  if (auto initialized = user->initialize(); !initialized) {
    return kit::failure_of(initialized);
  }
  return user;
}

kit::Result<void> VirtualUser::initialize() {
  runtime_.enter_stack(script_stack_bytes);
  runtime_.on_interrupt([this] {
    fiber::Reactor& reactor = state_.worker.reactor;
    if (!state_.must_end && reactor.is_on_fiber()) {
      reactor.yield();
    }
    return state_.must_end ? script::Interrupt::end_iteration : script::Interrupt::carry_on;
  });
  install_globals();
  if (auto evaluated = runtime_.evaluate(*state_.worker.test.program); !evaluated) {
    if (auto aborted = state_.worker.test.status.abort_error();
        aborted && evaluated.error().is_interrupted) {
      return std::unexpected(std::move(*aborted));
    }
    return kit::failure(evaluated.error().trace(), exit_script_exception);
  }
  state_.phase = Phase::iteration;
  state_.worker.reactor.release_stack_pages();
  return {};
}

void VirtualUser::install_globals() {
  install_console(runtime_.context());
  install_globals_of_script(runtime_.context());
  proceed(runtime_.set_global(
      "__VU", script::Value::number(runtime_.context(), static_cast<double>(state_.id))));
}

void VirtualUser::activate(const load::Scenario& scenario) {
  state_.phase = Phase::iteration;
  state_.must_end = false;
  scenario_name_ = scenario.name;
  executor_name_ = executor_name(scenario);
  state_.samples.set_scenario(scenario.tags);
  state_.metadata.clear();
  tags_stage_ = state_.worker.test.settings.system_tags.has(SystemTag::stage) &&
                load::stage_at(scenario, kit::Duration()).has_value();
  state_.checks.clear();
  if (state_.requests != nullptr) {
    state_.requests->clear(runtime_.context());
  }
  resolve_traffic();
  if (state_.scenario_env != nullptr || !scenario.env.empty()) {
    state_.scenario_env = scenario.env.empty() ? nullptr : &scenario.env;
    install_env(runtime_.context());
  }
  auto function = runtime_.exported(scenario.exec.c_str());
  function_ = function ? std::move(*function) : script::Value();
}

script::Outcome<script::Value> VirtualUser::call(const script::Value& function,
                                                 std::span<const JSValueConst> arguments) {
  auto result = runtime_.call(function, arguments);
  if (result) {
    if (auto ended = run_event_loop(); !ended) {
      result = std::unexpected(std::move(ended).error());
    }
  }
  if (!result) {
    state_.loop.cancel();
    runtime_.discard_pending_jobs();
    return result;
  }
  if (result->is_promise()) {
    if (auto settled = runtime_.settled(*result)) {
      result = std::move(*settled);
    }
  }
  return result;
}

// Until no job is left and nothing is under way, or something went wrong.
script::Outcome<void> VirtualUser::run_event_loop() {
  for (;;) {
    if (runtime_.has_pending_jobs()) {
      if (auto jobs = runtime_.run_pending_jobs(); !jobs) {
        return jobs;
      }
    }
    for (script::ScriptError& rejection : runtime_.take_unhandled_rejections()) {
      rejection.text = "Uncaught (in promise) " + rejection.text;
      return std::unexpected(std::move(rejection));
    }
    if (state_.loop.is_idle()) {
      return {};
    }
    if (!state_.loop.run_next()) {
      return std::unexpected(script::ScriptError{.text = "interrupted", .is_interrupted = true});
    }
  }
}

script::Outcome<script::Value> VirtualUser::setup_data() {
  if (!setup_data_) {
    if (setup_json_ == nullptr || !*setup_json_) {
      setup_data_ = script::Value();
    } else {
      auto parsed = script::parse_json(runtime_.context(), **setup_json_, "setup data");
      if (!parsed) {
        return parsed;
      }
      setup_data_ = std::move(*parsed);
    }
  }
  return setup_data_->dup();
}

// That of the iteration's start, for all its samples.
void VirtualUser::tag_stage(const load::IterationContext& context) {
  const load::Engine* engine = state_.worker.test.status.engine();
  const load::Scenario& scenario = *context.scenario;
  const kit::Instant start = engine->start() + scenario.start_time;
  const auto stage = load::stage_at(scenario, state_.worker.reactor.now() - start);
  state_.samples.set_own_tag(name_of(SystemTag::stage), std::to_string(stage.value_or(0)));
}

void VirtualUser::prepare_iteration(const load::IterationContext& context) {
  if (!state_.worker.test.settings.reuses_between_iterations) {
    state_.session.close_idle_connections();
  }
  if (!state_.worker.test.settings.keeps_cookies) {
    state_.jar.reset();
  }
  runtime_.enter_stack(script_stack_bytes);
  state_.iteration = context.iteration_of_vu;
  state_.iteration_context = &context;
  if (tags_stage_) {
    tag_stage(context);
  }
}

load::IterationEnd VirtualUser::iterate(const load::IterationContext& context) {
  const kit::Instant start = state_.worker.reactor.now();
  prepare_iteration(context);
  auto argument = setup_data();
  script::Outcome<script::Value> result;
  if (argument) {
    const JSValueConst arguments[] = {argument->get()};
    result = call(function_, arguments);
  } else {
    result = std::move(argument);
  }
  record_traffic();
  state_.last_long_text.end_iteration();
  state_.iteration_context = nullptr;
  if (state_.must_end || state_.worker.reactor.is_cancelled(state_.worker.reactor.current())) {
    return load::IterationEnd::interrupted;
  }
  if (!result && result.error().is_interrupted) {
    return load::IterationEnd::complete;  // by its own test.abort()
  }
  if (!result) {
    log_exception(result.error());
  }
  pad_iteration(start);
  return result ? load::IterationEnd::complete : load::IterationEnd::failed;
}

void VirtualUser::resolve_traffic() {
  const metrics::MetricId traffic[] = {state_.worker.test.metrics.data_sent,
                                       state_.worker.test.metrics.data_received};
  traffic_ = state_.worker.recorder.resolve(traffic, state_.samples.intern());
  traffic_base_ = state_.samples.base();
}

void VirtualUser::record_traffic() {
  if (traffic_base_ != state_.samples.base()) {
    resolve_traffic();
  }
  const double values[] = {static_cast<double>(state_.bytes_sent),
                           static_cast<double>(state_.bytes_received)};
  state_.worker.recorder.record_group(traffic_, values);
  state_.bytes_sent = 0;
  state_.bytes_received = 0;
}

void VirtualUser::pad_iteration(kit::Instant start) {
  const kit::Duration least = state_.worker.test.settings.min_iteration_duration;
  if (least > kit::Duration()) {
    state_.worker.reactor.sleep_until(start + least);
  }
}

void VirtualUser::log_exception(const script::ScriptError& error) const {
  state_.worker.test.logger.error(
      error.trace(),
      {{"executor", executor_name_}, {"scenario", scenario_name_}, {"source", "stacktrace"}});
}

script::Outcome<script::Value> VirtualUser::call_once(const char* function, Phase phase,
                                                      std::span<const JSValueConst> arguments) {
  state_.phase = phase;
  runtime_.enter_stack(script_stack_bytes);
  state_.samples.set_scenario({});
  state_.metadata.clear();
  if (phase != Phase::summary) {
    state_.samples.push_group(function);
  }
  auto exported = runtime_.exported(function);
  if (!exported || !exported->is_function()) {
    return script::script_failure("there is no exported function " + std::string(function));
  }
  auto result = call(*exported, arguments);
  resolve_traffic();
  record_traffic();
  return result;
}

}  // namespace headroom::k6
