#include "script/error.h"

#include <charconv>
#include <optional>

namespace headroom::script {
namespace {

constexpr std::string_view line_start = "    at ";
constexpr std::size_t frames_max = 64;

// The number behind the last colon of `text`, cut off together with it.
std::optional<int> take_number(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view digits = text.substr(colon + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end() || number < 0) {
    return std::nullopt;
  }
  text = text.substr(0, colon);
  return number;
}

// "file:line:column" or "native" into the frame; false when it is neither.
bool read_location(std::string_view location, Frame& frame) {
  if (location == "native") {
    frame.is_native = true;
    return true;
  }
  const std::optional<int> column = take_number(location);
  const std::optional<int> line = column ? take_number(location) : std::nullopt;
  if (!line) {
    return false;
  }
  frame.file = location;
  frame.line = *line;
  frame.column = *column;
  return true;
}

std::string function_name(std::string_view name) {
  return name == "<anonymous>" || name == "<eval>" ? std::string() : std::string(name);
}

Frame frame_of_line(std::string_view line) {
  Frame frame;
  const std::size_t open = line.rfind(" (");
  if (line.ends_with(')') && open != std::string_view::npos) {
    const std::string_view location = line.substr(open + 2, line.size() - open - 3);
    frame.function = function_name(line.substr(0, open));
    if (!read_location(location, frame)) {
      frame.file = location;
    }
    return frame;
  }
  if (!read_location(line, frame)) {
    frame.function = function_name(line);
  }
  return frame;
}

// The value as text, with nothing left pending whatever its toString does.
std::string text_of(JSContext* context, JSValueConst value) {
  std::size_t length = 0;
  const char* text = JS_ToCStringLen(context, &length, value);
  if (text == nullptr) {
    JS_FreeValue(context, JS_GetException(context));
    return "an exception that has no text";
  }
  std::string copy(text, length);
  JS_FreeCString(context, text);
  return copy;
}

std::vector<Frame> frames_of(JSContext* context, JSValueConst thrown) {
  const JSValue stack = JS_GetPropertyStr(context, thrown, "stack");
  if (JS_IsException(stack) != 0) {
    JS_FreeValue(context, JS_GetException(context));
    return {};
  }
  std::vector<Frame> frames;
  if (JS_IsString(stack) != 0) {
    frames = parse_frames(text_of(context, stack));
  }
  JS_FreeValue(context, stack);
  return frames;
}

}  // namespace

std::vector<Frame> parse_frames(std::string_view stack) {
  std::vector<Frame> frames;
  while (!stack.empty() && frames.size() < frames_max) {
    const std::size_t end = stack.find('\n');
    const std::string_view line = stack.substr(0, end);
    stack = end == std::string_view::npos ? std::string_view() : stack.substr(end + 1);
    if (line.starts_with(line_start)) {
      frames.push_back(frame_of_line(line.substr(line_start.size())));
    }
  }
  return frames;
}

std::string ScriptError::trace() const {
  std::string trace = text + "\n";
  for (const Frame& frame : frames) {
    std::string location = "native";
    if (!frame.is_native) {
      // k6 adds the position in its own bytecode in parentheses, which means nothing here.
      location = frame.file + ":" + std::to_string(frame.line) + ":" +
                 std::to_string(frame.column) + "(0)";
    }
    trace += "\tat ";
    trace += frame.function.empty() ? location : frame.function + " (" + location + ")";
    trace += "\n";
  }
  return trace;
}

ScriptError describe_exception(JSContext* context, JSValueConst thrown) {
  ScriptError error;
  error.text = text_of(context, thrown);
  if (JS_IsError(context, thrown) != 0) {
    error.frames = frames_of(context, thrown);
    error.is_out_of_memory = error.text == "InternalError: out of memory";
    error.is_stack_overflow = error.text == "InternalError: stack overflow";
  }
  return error;
}

ScriptError take_exception(JSContext* context) {
  const JSValue thrown = JS_GetException(context);
  // The mark would end the toString that gives the text, too.
  JS_SetUncatchableError(context, thrown, 0);
  ScriptError error = describe_exception(context, thrown);
  JS_FreeValue(context, thrown);
  return error;
}

JSValue throw_error(JSContext* context, std::string_view text) {
  const JSValue error = JS_NewError(context);
  if (JS_IsException(error) != 0) {
    return error;
  }
  JS_DefinePropertyValueStr(context, error, "message",
                            JS_NewStringLen(context, text.data(), text.size()),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  return JS_Throw(context, error);
}

}  // namespace headroom::script
