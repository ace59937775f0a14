// What a script threw, taken out of the runtime as plain text and frames: it
// may outlive the runtime and cross threads. For those who run scripts; the
// wording of log lines is theirs.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "script/quickjs.h"

namespace headroom::script {

// One line of a stack, innermost first.
struct Frame {
  std::string function;  // empty for an anonymous function or a module's own code
  std::string file;      // a module's name, such as file:///x/script.js; empty when native
  int line = 0;          // from 1; 0 when unknown
  int column = 0;
  bool is_native = false;
};

struct ScriptError {
  std::string text;  // one or more lines without the stack: "TypeError: not a function"
  std::vector<Frame> frames;
  bool is_interrupted = false;     // the owner ended it: Interrupt::end_iteration
  bool is_out_of_memory = false;   // the runtime's memory limit was met
  bool is_stack_overflow = false;  // the stack given to the runtime was used up

  // As k6 prints it: "Error: no\n\tat fn (file:///x/script.js:3:9(0))\n".
  std::string trace() const;
};

// A value, or what was thrown instead.
template <typename T>
using Outcome = std::expected<T, ScriptError>;

inline std::unexpected<ScriptError> script_failure(std::string text) {
  return std::unexpected<ScriptError>(ScriptError{.text = std::move(text)});
}
template <typename T>
std::unexpected<ScriptError> script_failure_of(Outcome<T>& outcome) {
  return std::unexpected<ScriptError>(std::move(outcome).error());
}

// Takes the pending exception out of the context: after a QuickJS call that
// returned an exception or a negative number.
ScriptError take_exception(JSContext* context);
// The same for a thrown or rejected value that is already in hand (borrowed).
ScriptError describe_exception(JSContext* context, JSValueConst thrown);

// Throws `text` as an Error into the script, whole and however long; for native
// functions: return throw_error(context, "...").
JSValue throw_error(JSContext* context, std::string_view text);

// The frames in the text of an Error's `stack`, which a script may have written:
// lines that are none are left out.
std::vector<Frame> parse_frames(std::string_view stack);

}  // namespace headroom::script
