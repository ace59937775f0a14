// One JavaScript world: the heap, the globals and the loaded program of one
// virtual user. Bounded in memory and stack, interruptible, seeded. Belongs to
// one thread (its pool's); knows no clock, no files and no event loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/random.h"
#include "script/error.h"
#include "script/kept_shapes.h"
#include "script/native_module.h"
#include "script/pool.h"
#include "script/program.h"
#include "script/runtime_memory.h"
#include "script/value.h"

namespace headroom::script {

enum class Interrupt { carry_on, end_iteration };

struct RuntimeOptions {
  // Small objects may pass it by half (at least 16 MB) until the next interrupt poll, which
  // ends the iteration; large blocks are refused at once.
  std::size_t memory_bytes_max = std::size_t{64} << 20;
  // Of the stack that enter_stack() is called on; leave a margin for native functions.
  std::size_t stack_bytes_max = std::size_t{512} << 10;
  std::uint64_t random_seed = 1;
  // What owner_of() gives to native functions.
  void* owner = nullptr;
};

class Runtime {
 public:
  // The pool and the registry outlive the runtime.
  Runtime(Pool& pool, const NativeModules& natives, RuntimeOptions options = {});
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  JSContext* context() const { return context_; }
  static Runtime& of(JSContext* context);

  // For the module loader.
  const Program* program() const { return program_; }
  const NativeModules& natives() const { return natives_; }

  // --- Running.
  // Call it first on every new stack (fiber) that will run this runtime, near its top.
  void enter_stack(std::size_t stack_bytes_max);
  // Asked every 10,000 calls and loops, on the stack of the script: yield the fiber inside.
  // end_iteration ends the script's code up to the outermost call(); no catch sees it.
  void on_interrupt(std::function<Interrupt()> ask) { ask_ = std::move(ask); }

  // Loads the program, which must outlive the runtime, and runs its modules' own code.
  Outcome<void> evaluate(const Program& program);
  // The same when top-level await may wait for the owner's event loop: the promise of the end.
  Outcome<Value> start(const Program& program);
  // Runs a classic script's text; `name` stands in stacks. The value is its last expression's.
  Outcome<Value> evaluate_text(const std::string& text, const char* name);

  // An export of the main module; undefined when there is none of that name.
  Outcome<Value> exported(const char* name) const;
  std::vector<std::string> export_names() const;

  // Calls the function, without running pending jobs. For the owner: native functions call
  // back by Value::call, which leaves alone what is known of the running call's end.
  Outcome<Value> call(const Value& function, std::span<const JSValueConst> arguments = {});
  // Throws what no catch sees, as an interrupt does: for native functions whose wait was
  // cancelled. Return its result to the script.
  JSValue throw_interrupted();

  // Runs promise jobs until none is left, or one is interrupted.
  Outcome<void> run_pending_jobs();
  bool has_pending_jobs() const { return JS_IsJobPending(runtime_) != 0; }
  // Empties the job queue without running the script's code: after an iteration was ended.
  void discard_pending_jobs();
  // None while the promise is pending; a value that is no promise is settled with itself.
  // A rejection that is asked for here counts as handled.
  std::optional<Outcome<Value>> settled(const Value& promise);
  // Rejections that nothing handled since the last call.
  std::vector<ScriptError> take_unhandled_rejections();

  // --- Globals and randomness.
  Outcome<void> set_global(const char* name, Value value);
  void seed_random(std::uint64_t seed) { random_ = kit::Random(seed); }
  double next_random() { return random_.next_double(); }
  // For native functions that know what literals scripts hand them.
  KeptShapes& shapes() { return shapes_; }

  // --- Memory.
  void collect_garbage();
  std::size_t memory_bytes() const {
    return memory_.state->malloc_size;
  }  // in use, garbage in cycles included
  // False when even after a collection hardly any memory is left: replace the runtime.
  bool is_usable();

 private:
  int poll();
  static int interrupt_handler(JSRuntime* runtime, void* opaque);
  static void rejection_tracker(JSContext* context, JSValueConst promise, JSValueConst reason,
                                JS_BOOL is_handled, void* opaque);
  void begin_outermost();
  void relieve_memory();
  ScriptError take_error();
  Outcome<Value> finish(JSValue result);
  void forget_rejection(JSValueConst promise);

  struct Rejection {
    Value promise;
    Value reason;
  };

  // Set in the constructor, then constant.
  const NativeModules& natives_;
  const std::size_t memory_bytes_max_;
  RuntimeMemory memory_;
  JSRuntime* runtime_ = nullptr;
  JSContext* context_ = nullptr;

  std::function<Interrupt()> ask_;
  kit::Random random_;
  KeptShapes shapes_;
  const Program* program_ = nullptr;
  Value main_namespace_;
  std::vector<Rejection> rejections_;
  std::size_t stack_bytes_max_;
  // Why the running call is being ended, if it is.
  enum class Ending { none, interrupted, out_of_memory };
  Ending ending_ = Ending::none;
  bool is_discarding_ = false;
  bool is_beyond_repair_ = false;
};

// What RuntimeOptions::owner was, for native functions; costs one load.
template <typename T>
T& owner_of(JSContext* context) {
  return *static_cast<T*>(JS_GetContextOpaque(context));
}

}  // namespace headroom::script
