#include "script/runtime.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "kit/assert.h"
#include "script/bytes.h"
#include "script/globals.h"
#include "script/runtime_modules.h"

namespace headroom::script {
namespace {

// Jobs that may run out while the queue is discarded; a script that needs more
// than this to come to an end is given up.
constexpr int discarded_jobs_max = 200'000;

constexpr std::size_t overdraft_bytes_min = std::size_t{16} << 20;

// Lies above every stack pointer once QuickJS has subtracted it from the stack's top:
// with it, every call is a stack overflow.
constexpr std::size_t no_stack = std::numeric_limits<std::size_t>::max() - (std::size_t{1} << 24);

std::string with_remedy(const std::string& text) {
  for (const char* name : {"require", "module", "exports"}) {
    if (text == std::string("ReferenceError: '") + name + "' is not defined") {
      return text + " (CommonJS is not supported yet: use import and export)";
    }
  }
  return text;
}

}  // namespace

Runtime::Runtime(Pool& pool, const NativeModules& natives, RuntimeOptions options)
    : natives_(natives),
      memory_bytes_max_(options.memory_bytes_max),
      memory_{.pool = pool,
              .overdraft_bytes_max = std::max(options.memory_bytes_max / 2, overdraft_bytes_min)},
      random_(options.random_seed),
      stack_bytes_max_(options.stack_bytes_max) {
  runtime_ = JS_NewRuntime2(&runtime_memory_functions, &memory_);
  HEADROOM_ASSERT(runtime_ != nullptr);
  JS_SetRuntimeOpaque(runtime_, this);
  JS_SetMaxStackSize(runtime_, stack_bytes_max_);
  context_ = new_trimmed_context(runtime_);
  HEADROOM_ASSERT(context_ != nullptr);
  JS_SetContextOpaque(context_, options.owner);
  install_random(context_);
  learn_buffer_classes(context_);
  shapes_.keep_of_functions(context_);
  install_module_loader(runtime_, *this);
  JS_SetInterruptHandler(runtime_, interrupt_handler, this);
  JS_SetHostPromiseRejectionTracker(runtime_, rejection_tracker, this);
  JS_SetMemoryLimit(runtime_, memory_bytes_max_);
}

Runtime::~Runtime() {
  rejections_.clear();
  main_namespace_.reset();
  shapes_.clear();
  JS_FreeContext(context_);
  JS_FreeRuntime(runtime_);
}

Runtime& Runtime::of(JSContext* context) {
  return *static_cast<Runtime*>(JS_GetRuntimeOpaque(JS_GetRuntime(context)));
}

void Runtime::enter_stack(std::size_t stack_bytes_max) {
  stack_bytes_max_ = stack_bytes_max;
  JS_SetMaxStackSize(runtime_, stack_bytes_max);
  JS_UpdateStackTop(runtime_);
}

// --- Evaluation ---

Outcome<void> Runtime::evaluate(const Program& program) {
  Outcome<Value> promise = start(program);
  if (!promise) {
    return script_failure_of(promise);
  }
  Outcome<void> jobs = run_pending_jobs();
  if (!jobs) {
    return jobs;
  }
  std::optional<Outcome<Value>> end = settled(*promise);
  if (!end) {
    return script_failure("top-level await of a promise that nothing settles");
  }
  if (!*end) {
    end->error().text = with_remedy(end->error().text);
    return script_failure_of(*end);
  }
  return {};
}

Outcome<Value> Runtime::start(const Program& program) {
  HEADROOM_ASSERT(program_ == nullptr);
  program_ = &program;
  begin_outermost();
  const std::string* bytecode = program.bytecode_of(program.main_name());
  const JSValue module =
      JS_ReadObject(context_, reinterpret_cast<const std::uint8_t*>(bytecode->data()),
                    bytecode->size(), JS_READ_OBJ_BYTECODE);
  // A module is the context's: it is not freed here when its imports fail.
  if (JS_IsException(module) != 0 || JS_ResolveModule(context_, module) < 0) {
    return std::unexpected(take_error());
  }
  auto* definition = static_cast<JSModuleDef*>(JS_VALUE_GET_PTR(module));
  Outcome<Value> promise = finish(JS_EvalFunction(context_, module));
  if (!promise) {
    if (promise.error().frames.empty()) {
      promise.error().frames.push_back({.file = program.main_name()});
    }
    return promise;
  }
  Outcome<Value> names = checked(context_, JS_GetModuleNamespace(context_, definition));
  if (!names) {
    return names;
  }
  main_namespace_ = *std::move(names);
  return promise;
}

Outcome<Value> Runtime::evaluate_text(const std::string& text, const char* name) {
  begin_outermost();
  return finish(JS_Eval(context_, text.c_str(), text.size(), name, JS_EVAL_TYPE_GLOBAL));
}

Outcome<Value> Runtime::exported(const char* name) const {
  if (!main_namespace_.is_object()) {
    return Value();
  }
  return main_namespace_.property(name);
}

std::vector<std::string> Runtime::export_names() const {
  if (!main_namespace_.is_object()) {
    return {};
  }
  return main_namespace_.keys().value_or(std::vector<std::string>());
}

// --- Calls and jobs ---

Outcome<Value> Runtime::call(const Value& function, std::span<const JSValueConst> arguments) {
  begin_outermost();
  // QuickJS takes arguments as mutable but only reads them.
  auto* values = const_cast<JSValueConst*>(arguments.data());
  return finish(
      JS_Call(context_, function.get(), js_undefined, static_cast<int>(arguments.size()), values));
}

JSValue Runtime::throw_interrupted() {
  ending_ = Ending::interrupted;
  JS_ThrowInternalError(context_, "interrupted");
  const JSValue error = JS_GetException(context_);
  JS_SetUncatchableError(context_, error, 1);
  return JS_Throw(context_, error);
}

Outcome<void> Runtime::run_pending_jobs() {
  begin_outermost();
  while (has_pending_jobs()) {
    JSContext* context = nullptr;
    const int result = JS_ExecutePendingJob(runtime_, &context);
    if (result < 0 || ending_ != Ending::none) {
      return std::unexpected(take_error());
    }
  }
  return {};
}

void Runtime::discard_pending_jobs() {
  is_discarding_ = true;
  JS_SetMaxStackSize(runtime_, no_stack);
  for (int jobs = 0; has_pending_jobs(); ++jobs) {
    if (jobs == discarded_jobs_max) {
      is_beyond_repair_ = true;
      break;
    }
    JSContext* context = nullptr;
    if (JS_ExecutePendingJob(runtime_, &context) < 0) {
      JS_FreeValue(context_, JS_GetException(context_));
    }
  }
  JS_SetMaxStackSize(runtime_, stack_bytes_max_);
  is_discarding_ = false;
  rejections_.clear();
}

std::optional<Outcome<Value>> Runtime::settled(const Value& promise) {
  if (!promise.is_promise()) {
    return promise.dup();
  }
  const JSPromiseStateEnum state = JS_PromiseState(context_, promise.get());
  if (state == JS_PROMISE_PENDING) {
    return std::nullopt;
  }
  const Value result(context_, JS_PromiseResult(context_, promise.get()));
  if (state == JS_PROMISE_FULFILLED) {
    return result.dup();
  }
  forget_rejection(promise.get());
  return Outcome<Value>(std::unexpected(describe_exception(context_, result.get())));
}

std::vector<ScriptError> Runtime::take_unhandled_rejections() {
  std::vector<ScriptError> errors;
  errors.reserve(rejections_.size());
  for (const Rejection& rejection : std::exchange(rejections_, {})) {
    errors.push_back(describe_exception(context_, rejection.reason.get()));
  }
  return errors;
}

// NOLINTNEXTLINE(readability-function-size): the signature is QuickJS's.
void Runtime::rejection_tracker(JSContext* context, JSValueConst promise, JSValueConst reason,
                                JS_BOOL is_handled, void* opaque) {
  auto& runtime = *static_cast<Runtime*>(opaque);
  if (is_handled != 0) {
    runtime.forget_rejection(promise);
    return;
  }
  runtime.rejections_.push_back(
      {Value::borrowed(context, promise), Value::borrowed(context, reason)});
}

void Runtime::forget_rejection(JSValueConst promise) {
  std::erase_if(rejections_, [promise](const Rejection& rejection) {
    return JS_VALUE_GET_PTR(rejection.promise.get()) == JS_VALUE_GET_PTR(promise);
  });
}

int Runtime::interrupt_handler(JSRuntime* /*js_runtime*/, void* opaque) {
  return static_cast<Runtime*>(opaque)->poll();
}

int Runtime::poll() {
  if (is_discarding_) {
    return 1;
  }
  if (memory_bytes() > memory_bytes_max_) [[unlikely]] {
    relieve_memory();
    if (memory_bytes() > memory_bytes_max_) {
      ending_ = Ending::out_of_memory;
      return 1;
    }
  }
  if (ask_ && ask_() == Interrupt::end_iteration) {
    ending_ = Ending::interrupted;
    return 1;
  }
  return 0;
}

// --- Ends of calls ---

void Runtime::begin_outermost() {
  ending_ = Ending::none;
  if (memory_.was_refused || memory_bytes() > memory_bytes_max_) [[unlikely]] {
    relieve_memory();
  }
}

// QuickJS collects when memory has grown by half since the last time: above two thirds of
// the limit that would be too late.
void Runtime::relieve_memory() {
  memory_.was_refused = false;
  JS_RunGC(runtime_);
  const std::size_t bytes = std::min(memory_bytes(), memory_bytes_max_);
  JS_SetGCThreshold(runtime_, bytes + (memory_bytes_max_ - bytes) / 2);
}

ScriptError Runtime::take_error() {
  ScriptError error = take_exception(context_);
  if (ending_ == Ending::interrupted) {
    error.text = "InternalError: interrupted";
    error.is_interrupted = true;
  }
  // QuickJS throws null where it could not make an error.
  const bool is_bare_refusal = memory_.was_refused && error.frames.empty() && error.text == "null";
  if (ending_ == Ending::out_of_memory || is_bare_refusal) {
    error.text = "InternalError: out of memory";
    error.is_out_of_memory = true;
  }
  if (error.is_out_of_memory) {
    relieve_memory();
  }
  return error;
}

Outcome<Value> Runtime::finish(JSValue result) {
  if (JS_IsException(result) != 0) {
    return std::unexpected(take_error());
  }
  if (ending_ != Ending::none) {
    // An async function, or a finally on the way out, turned the end into a result.
    JS_FreeValue(context_, result);
    return std::unexpected(take_error());
  }
  return Value(context_, result);
}

// --- Globals and memory ---

Outcome<void> Runtime::set_global(const char* name, Value value) {
  return Value(context_, JS_GetGlobalObject(context_)).set_property(name, std::move(value));
}

void Runtime::collect_garbage() {
  JS_RunGC(runtime_);
}

bool Runtime::is_usable() {
  if (is_beyond_repair_) {
    return false;
  }
  const std::size_t usable_bytes_max = memory_bytes_max_ / 10 * 9;
  if (memory_bytes() > usable_bytes_max) {
    collect_garbage();
  }
  return memory_bytes() <= usable_bytes_max;
}

}  // namespace headroom::script
