#include "k6/test.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/modules.h"
#include "k6/option_readers.h"
#include "k6/options_document.h"
#include "k6/remote_script.h"
#include "k6/scenarios.h"
#include "k6/segment_options.h"
#include "kit/file.h"
#include "load/engine_metrics.h"
#include "run/parts.h"
#include "script/json.h"

namespace headroom::k6 {

namespace {

// The main script's, from which its imports are resolved.
std::string module_name_of(const std::string& path) {
  if (is_remote(path)) {
    return path;
  }
  return "file://" +
         (path == "-" ? path : joined_path(std::filesystem::current_path().string(), path));
}

kit::Result<std::string> resolve_import(std::string_view specifier, std::string_view base) {
  constexpr std::string_view file_scheme = "file://";
  std::string name(specifier);
  if (is_later_module(specifier)) {
    return kit::failure(name + " is a module of k6 that Headroom does not have yet");
  }
  const bool is_path =
      specifier.starts_with("./") || specifier.starts_with("../") || specifier.starts_with("/");
  if (specifier.starts_with("https://") || specifier.starts_with("http://") ||
      (is_path && is_remote(base))) {
    return kit::failure(name +
                        ": imports over the network are not in Headroom yet; "
                        "save a copy and import it by a relative path");
  }
  if (specifier.starts_with(file_scheme)) {
    return name;
  }
  if (!is_path) {
    return kit::failure(name + ": not a module of k6, and not a path (write ./" + name + ")");
  }
  const std::string base_path(base.starts_with(file_scheme) ? base.substr(file_scheme.size())
                                                            : base);
  return std::string(file_scheme) + joined_path(directory_of(base_path), name);
}

// k6 takes any text for the shorter form.
HttpDebug http_debug_of(std::string_view text) {
  if (text.empty()) {
    return HttpDebug::off;
  }
  return text == "full" ? HttpDebug::full : HttpDebug::headers;
}

int narrowed(std::optional<std::int64_t> count, int otherwise) {
  constexpr std::int64_t count_max = std::numeric_limits<int>::max();
  return count ? static_cast<int>(std::min(*count, count_max)) : otherwise;
}

// A tar file says so at a fixed place of its first block.
bool is_archive(std::string_view bytes) {
  constexpr std::size_t mark_offset = 257;
  return bytes.size() > mark_offset && bytes.substr(mark_offset).starts_with("ustar");
}

std::unexpected<kit::Error> timed_out(const std::string& function, kit::Duration timeout,
                                      int code) {
  return kit::failure(function + "() execution timed out after " +
                          std::to_string(timeout.in_milliseconds() / 1000) + " seconds",
                      code);
}

kit::Result<std::string> read_import(const std::string& name) {
  return kit::read_file(name.substr(std::string_view("file://").size()));
}

}  // namespace

// Makes the virtual users; one WorkerState per worker, made by the first of
// them and gone with the last, both on that worker's thread.
class Test::Factory final : public load::VirtualUserFactory {
 public:
  explicit Factory(Test& test) : test_(test) {}

  kit::Result<std::unique_ptr<load::VirtualUser>> make(load::Worker& worker,
                                                       const load::VuId& id) override {
    auto state = state_of(worker);
    if (!state) {
      return kit::failure_of(state);
    }
    auto user = VirtualUser::make(**state, id, test_.natives_);
    if (!user) {
      return kit::failure_of(user);
    }
    (*user)->keep_worker_state(std::move(*state));
    (*user)->set_setup_data(&test_.setup_json_);
    return std::unique_ptr<load::VirtualUser>(std::move(*user));
  }

 private:
  // Shared because the last virtual user of a worker takes it along: no sooner
  // is it unused, and no later does the worker's reactor exist.
  using StatePointer = std::shared_ptr<WorkerState>;

  kit::Result<StatePointer> state_of(const load::Worker& worker) {
    if (StatePointer state = find_state(worker)) {
      return state;
    }
    auto tls = test_.make_tls();
    if (!tls) {
      return kit::failure_of(tls);
    }
    auto state = std::make_shared<WorkerState>(worker.reactor, worker.recorder, test_.context_,
                                               std::move(*tls));
    const kit::MutexLock lock(mutex_);
    states_[worker.index] = state;
    return state;
  }

  StatePointer find_state(const load::Worker& worker) {
    const kit::MutexLock lock(mutex_);
    const auto found = states_.find(worker.index);
    return found == states_.end() ? nullptr : found->second.lock();
  }

  Test& test_;
  kit::Mutex mutex_;
  std::map<int, std::weak_ptr<WorkerState>> states_ HEADROOM_GUARDED_BY(mutex_);
};

Test::Test(log::Logger& logger, log::Logger& console, std::string directory)
    : files_(std::move(directory)),
      context_{.settings = {},
               .metrics = {},
               .catalog = catalog_,
               .logger = logger,
               .console = console,
               .files = files_,
               .status = status_} {}

Test::~Test() = default;

load::VirtualUserFactory& Test::factory() {
  return *factory_;
}

kit::Result<std::unique_ptr<Test>> Test::load(const TestSetup& setup, fiber::Reactor& control,
                                              log::Logger& logger, log::Logger& console) {
  std::unique_ptr<Test> test(new Test(logger, console, directory_of(setup.script_path)));
  auto ids = add_builtin_metrics(test->catalog_);
  if (!ids) {
    return kit::failure_of(ids);
  }
  test->context_.metrics = *ids;
  // Now, because thresholds may name them.
  if (auto added = load::add_engine_metrics(test->catalog_); !added) {
    return kit::failure_of(added);
  }
  test->context_.settings.env = setup.script_env;
  test->context_.settings.memory_bytes_max = setup.memory_bytes_max;
  add_modules(test->natives_);
  if (auto done = test->read_outer_tiers(setup); !done) {
    return kit::failure_of(done);
  }
  if (auto done = test->compile(setup, control); !done) {
    return kit::failure_of(done);
  }
  if (auto done = test->read_options(setup, control); !done) {
    return kit::failure_of(done);
  }
  test->factory_ = std::make_unique<Factory>(*test);
  return test;
}

kit::Result<void> Test::compile(const TestSetup& setup, fiber::Reactor& control) {
  const std::string& path = setup.script_path;
  auto text = is_remote(path)
                  ? fetch_script(control, path,
                                 {.environment = setup.environment, .logger = context_.logger})
                  : kit::read_file(path);
  if (!text) {
    return std::unexpected(
        std::move(text).error().during("reading the script").with_code(exit_other));
  }
  if (is_archive(*text) && !setup.is_script_for_certain) {
    return kit::failure(path +
                            " is an archive of k6, and archives are not in Headroom yet; "
                            "run the script it was made from (--type js if this is one)",
                        exit_other);
  }
  script_text_ = *text;
  const std::string full = module_name_of(path);
  auto program =
      script::Program::compile({.name = full, .text = std::move(*text)},
                               {.resolve = resolve_import, .read = read_import}, natives_);
  if (!program) {
    return kit::failure(program.error().trace(), exit_script_exception);
  }
  program_ = std::move(*program);
  context_.program = &*program_;
  return {};
}

kit::Result<void> Test::read_outer_tiers(const TestSetup& setup) {
  tiers_.config = setup.config;
  tiers_.flags = setup.flags;
  auto variables = store(parse_environment_options(setup.environment), tiers_.environment);
  if (!variables) {
    return variables;
  }
  std::vector<std::string> warnings;
  auto features = store(effective_features(tiers_, warnings), features_);
  for (const std::string& warning : warnings) {
    context_.logger.warning(warning);
  }
  context_.settings.has_global_alias = setup.has_global_alias;
  context_.settings.freezes_env = features_.freezes_env;
  return features;
}

kit::Result<void> Test::read_options(const TestSetup& setup, fiber::Reactor& control) {
  // A recorder of its own: sub-metrics are known only once the options are.
  metrics::Recorder recorder(catalog_);
  auto tls = make_tls();
  if (!tls) {
    return kit::failure_of(tls);
  }
  WorkerState state(control, recorder, context_, std::move(*tls));
  auto user = VirtualUser::make(state, {}, natives_);
  if (!user) {
    return kit::failure_of(user);
  }
  files_.freeze();
  script::Runtime& runtime = (*user)->runtime();
  for (const std::string& name : runtime.export_names()) {
    const auto exported = runtime.exported(name.c_str());
    if (exported && exported->is_function()) {
      functions_.push_back(name);
    }
  }
  if (functions_.empty()) {
    return kit::failure("no exported functions in script", exit_other);
  }
  const auto exported = runtime.exported("options");
  const auto json = exported ? script::to_json(*exported)
                             : script::Outcome<std::optional<std::string>>(std::nullopt);
  if (!json) {
    return kit::failure("options: " + json.error().text, exit_invalid_config);
  }
  std::vector<std::string> warnings;
  auto value = document::parse_json(json->value_or("null"));
  auto script_options = value ? parse_script_options(*value, warnings)
                              : kit::Result<Options>(std::unexpected(value.error()));
  if (!script_options) {
    return kit::failure_of(script_options);
  }
  tiers_.script = std::move(*script_options);
  options_ = consolidated(tiers_, features_, warnings);
  if (options_.stages && options_.stages->empty() && !options_.vus && !options_.duration &&
      !options_.iterations && !options_.scenarios) {
    warnings.emplace_back(
        "`stages` was explicitly set to an empty value, running the script with 1 iteration in 1 "
        "VU");
  }
  for (const std::string& warning : warnings) {
    context_.logger.warning(warning);
  }
  if (auto applied = apply_options(setup); !applied) {
    return applied;
  }
  if (auto added = add_scenarios(); !added) {
    return added;
  }
  context_.options_json = options_json(options_);
  // This sub-metric is in every summary of k6.
  const metrics::Tags expected{{"expected_response", "true"}};
  catalog_.add_submetric(context_.metrics.http[http_value_duration], "expected_response:true",
                         expected);
  add_breakdowns();
  if (setup.tells_parts) {
    run::divide_by_scenario(catalog_);
    context_.settings.keeps_checks_by_scenario = true;
  }
  return setup.evaluates_thresholds ? add_thresholds() : kit::Result<void>();
}

kit::Result<void> Test::add_scenarios() {
  auto stripes = make_stripes(options_);
  if (!stripes) {
    return kit::failure_of(stripes);
  }
  stripes_ = std::move(*stripes);
  const auto whole = make_scenarios(options_, functions_);
  if (!whole) {
    return std::unexpected(whole.error());
  }
  for (const load::Scenario& scenario : *whole) {
    auto part = load::part_of(scenario, stripes_);
    if (!part) {
      return std::unexpected(std::move(part).error().with_code(exit_invalid_config));
    }
    all_scenarios_.push_back(*part);
    if (load::has_work(*part)) {
      scenarios_.push_back(std::move(*part));
    } else {
      context_.logger.warning("Executor '" + scenario.name + "' is disabled for segment " +
                              options_.execution_segment.value_or(load::Segment()).text() +
                              " due to lack of work!");
    }
  }
  return {};
}

kit::Result<void> Test::apply_options(const TestSetup& setup) {
  apply_request_options();
  auto network = make_network_settings(options_, setup.environment);
  if (!network) {
    return kit::failure_of(network);
  }
  {
    // Another context: the options may have changed whom to trust.
    const kit::MutexLock lock(tls_mutex_);
    tls_.reset();
    context_.settings.network = std::move(*network);
  }
  // Suites and certificates are understood by TLS only, and are wrong before the run.
  auto tls = make_tls();
  return tls ? kit::Result<void>() : kit::failure_of(tls);
}

void Test::apply_request_options() {
  Settings& settings = context_.settings;
  settings.user_agent = options_.user_agent.value_or(settings.user_agent);
  settings.throws_on_failure = options_.throw_on_failure.value_or(false);
  settings.discards_bodies = options_.discard_response_bodies.value_or(false);
  settings.reuses_connections = !options_.no_connection_reuse.value_or(false);
  settings.reuses_between_iterations = !options_.no_vu_connection_reuse.value_or(false);
  settings.keeps_cookies = options_.no_cookies_reset.value_or(false);
  settings.redirects_max = narrowed(options_.max_redirects, settings.redirects_max);
  settings.is_redirects_max_given = options_.max_redirects.has_value();
  settings.batch_max = narrowed(options_.batch, settings.batch_max);
  settings.batch_per_host_max = narrowed(options_.batch_per_host, settings.batch_per_host_max);
  settings.http_debug = http_debug_of(options_.http_debug.value_or(""));
  settings.min_iteration_duration = options_.min_iteration_duration.value_or(kit::Duration());
  if (options_.system_tags) {
    settings.system_tags = SystemTags::named(*options_.system_tags);
  }
  settings.requests_per_second_max = options_.rps.value_or(0);
  if (settings.requests_per_second_max > 0) {
    context_.request_gate = std::make_unique<RequestGate>(settings.requests_per_second_max);
  }
  for (const auto& [name, value] : options_.tags.value_or(decltype(options_.tags)::value_type())) {
    settings.tags.set(name, value);
  }
}

void Test::add_breakdowns() {
  constexpr std::size_t values_max = 200;
  // Those that a compact summary does not show.
  std::vector<metrics::MetricId> undivided{context_.metrics.checks,
                                           context_.metrics.group_duration};
  for (std::size_t value = http_value_blocked; value < http_value_count; ++value) {
    undivided.push_back(context_.metrics.http[value]);
  }
  for (const std::string& tags : options_.summary_by.value_or(std::vector<std::string>())) {
    catalog_.divide_by({.keys = split(tags, '+'),
                        .undivided = undivided,
                        .divisions_max = values_max,
                        .is_breakdown = true});
  }
}

kit::Result<void> Test::add_thresholds() {
  for (const auto& [key, rows] :
       options_.thresholds.value_or(decltype(options_.thresholds)::value_type())) {
    auto selector = metrics::parse_metric_selector(key);
    if (!selector) {
      return std::unexpected(std::move(selector).error().with_code(exit_invalid_config));
    }
    const auto metric = catalog_.find(selector->metric);
    if (!metric) {
      return kit::failure("invalid threshold defined on " + key + "; reason: no metric name \"" +
                              selector->metric + "\" found",
                          exit_invalid_config);
    }
    const metrics::MetricId id =
        selector->has_tags ? catalog_.add_submetric(*metric, selector->suffix, selector->tags)
                           : *metric;
    for (const ThresholdOptions& row : rows) {
      auto expression = threshold::parse(row.source);
      if (!expression) {
        return std::unexpected(std::move(expression).error().with_code(exit_invalid_config));
      }
      if (auto fits = threshold::validate(*expression, key, catalog_.metric(*metric).type); !fits) {
        return std::unexpected(std::move(fits).error().with_code(exit_invalid_config));
      }
      thresholds_.push_back({.metric = id,
                             .expression = std::move(*expression),
                             .aborts_on_fail = row.abort_on_fail,
                             .abort_delay = row.delay_abort_eval,
                             .window_seconds = row.window_seconds});
    }
  }
  return {};
}

bool Test::has_function(const char* name) const {
  return std::find(functions_.begin(), functions_.end(), name) != functions_.end();
}

kit::Result<std::unique_ptr<net::TlsClientContext>> Test::make_tls() {
  const kit::MutexLock lock(tls_mutex_);
  if (tls_ == nullptr) {
    auto made = net::TlsClientContext::make(context_.settings.network.tls);
    if (!made) {
      return std::unexpected(std::move(made).error().with_code(exit_invalid_config));
    }
    tls_ = std::move(*made);
  }
  return tls_->for_another_worker();
}

kit::Result<VirtualUser*> Test::make_control_user(load::Worker& control) {
  if (control_user_ != nullptr) {
    return control_user_.get();
  }
  if (control_state_ == nullptr) {
    auto tls = make_tls();
    if (!tls) {
      return kit::failure_of(tls);
    }
    control_state_ =
        std::make_unique<WorkerState>(control.reactor, control.recorder, context_, std::move(*tls));
  }
  auto user = VirtualUser::make(*control_state_, {}, natives_);
  if (!user) {
    return kit::failure_of(user);
  }
  control_user_ = std::move(*user);
  return control_user_.get();
}

script::Outcome<script::Value> Test::call_with_timeout(load::Worker& control, const TimedCall& call,
                                                       const script::Value* argument) {
  fiber::Reactor& reactor = control.reactor;
  fiber::Fiber& caller = reactor.current();
  has_timed_out_ = false;
  caller_ = &caller;
  fiber::Fiber* watchdog = &reactor.spawn([&] {
    const fiber::Wake wake = reactor.suspend(reactor.now() + call.timeout);
    if (caller_ != nullptr && wake == fiber::Wake::timeout) {
      has_timed_out_ = true;
      interrupt();
    }
    watchdog = nullptr;
    reactor.wake(caller);
  });
  std::vector<JSValueConst> arguments;
  if (argument != nullptr) {
    arguments.push_back(argument->get());
  }
  auto result = control_user_->call_once(call.function, call.phase, arguments);
  caller_ = nullptr;
  reactor.clear_cancel(caller);
  while (watchdog != nullptr) {
    reactor.wake(*watchdog);
    reactor.suspend();
  }
  return result;
}

kit::Error Test::error_of(const script::ScriptError& error) const {
  auto aborted = status_.abort_error();
  return aborted && error.is_interrupted ? std::move(*aborted)
                                         : kit::Error(error.trace(), exit_script_exception);
}

kit::Result<void> Test::setup(load::Worker& control) {
  if (!has_function("setup") || options_.no_setup.value_or(false)) {
    return {};
  }
  if (auto user = make_control_user(control); !user) {
    return kit::failure_of(user);
  }
  const kit::Duration timeout = options_.setup_timeout.value_or(defaults::setup_timeout);
  auto result =
      call_with_timeout(control, {.function = "setup", .phase = Phase::setup, .timeout = timeout});
  if (has_timed_out_) {
    return timed_out("setup", timeout, exit_setup_timeout);
  }
  if (!result) {
    return std::unexpected(error_of(result.error()));
  }
  auto json = script::to_json(*result);
  if (!json) {
    return kit::failure("error marshaling setup() data to JSON: " + json.error().text, exit_other);
  }
  setup_json_ = std::move(*json);
  return {};
}

kit::Result<void> Test::teardown(load::Worker& control) {
  if (!has_function("teardown") || options_.no_teardown.value_or(false)) {
    return {};
  }
  control_user_.reset();  // teardown has a virtual user of its own
  if (auto user = make_control_user(control); !user) {
    return kit::failure_of(user);
  }
  const kit::Duration timeout = options_.teardown_timeout.value_or(defaults::teardown_timeout);
  script::Value data;
  if (setup_json_) {
    auto parsed =
        script::parse_json(control_user_->runtime().context(), *setup_json_, "setup data");
    data = parsed ? std::move(*parsed) : script::Value();
  }
  auto result = call_with_timeout(
      control, {.function = "teardown", .phase = Phase::teardown, .timeout = timeout},
      setup_json_ ? &data : nullptr);
  if (has_timed_out_) {
    return timed_out("teardown", timeout, exit_teardown_timeout);
  }
  if (!result) {
    return std::unexpected(error_of(result.error()));
  }
  return {};
}

void Test::interrupt() {
  if (caller_ != nullptr) {
    control_user_->interrupt();
    control_state_->reactor.cancel(*caller_);
  }
}

kit::Result<std::optional<Test::SummaryOutputs>> Test::handle_summary(load::Worker& control,
                                                                      const std::string& data) {
  if (!has_function("handleSummary")) {
    return std::nullopt;
  }
  control_user_.reset();
  if (auto user = make_control_user(control); !user) {
    return kit::failure_of(user);
  }
  script::Runtime& runtime = control_user_->runtime();
  auto argument = script::parse_json(runtime.context(), data, "summary data");
  if (!argument) {
    return kit::failure(argument.error().text);
  }
  const kit::Duration timeout =
      options_.handle_summary_timeout.value_or(defaults::handle_summary_timeout);
  auto result = call_with_timeout(
      control, {.function = "handleSummary", .phase = Phase::summary, .timeout = timeout},
      &*argument);
  if (has_timed_out_) {
    return timed_out("handleSummary", timeout, exit_generic_timeout);
  }
  if (!result) {
    return std::unexpected(error_of(result.error()));
  }
  SummaryOutputs outputs;
  const auto names =
      result->is_object() ? result->keys() : script::Outcome<std::vector<std::string>>();
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    const auto member = result->property(name.c_str());
    const auto text = member ? member->to_string() : script::Outcome<std::string>("");
    outputs.emplace_back(name, text.value_or(""));
  }
  return outputs;
}

}  // namespace headroom::k6
