#include "k6/console.h"

#include <string>

#include "k6/vu_state.h"
#include "script/inspect.h"

namespace headroom::k6 {

namespace {

// NOLINTNEXTLINE(readability-function-size): the signature is QuickJS's
JSValue write_line(JSContext* context, JSValueConst self, int argc, JSValueConst* argv, int magic) {
  static_cast<void>(self);
  std::string text;
  for (int i = 0; i < argc; ++i) {
    text += (i == 0 ? "" : " ") + script::inspect(context, argv[i]);
  }
  vu_of(context).worker.test.console.write(static_cast<log::Level>(magic), std::move(text),
                                           {{"source", "console"}});
  return script::js_undefined;
}

constexpr std::int16_t magic_of(log::Level level) {
  return static_cast<std::int16_t>(level);
}

constexpr JSCFunctionListEntry functions[] = {
    script::magic_function_entry("log", 1, write_line, magic_of(log::Level::info)),
    script::magic_function_entry("debug", 1, write_line, magic_of(log::Level::debug)),
    script::magic_function_entry("info", 1, write_line, magic_of(log::Level::info)),
    script::magic_function_entry("warn", 1, write_line, magic_of(log::Level::warning)),
    script::magic_function_entry("error", 1, write_line, magic_of(log::Level::error)),
};

}  // namespace

void install_console(JSContext* context) {
  const JSValue global = JS_GetGlobalObject(context);
  const JSValue console = JS_NewObject(context);
  JS_SetPropertyFunctionList(context, console, functions, static_cast<int>(std::size(functions)));
  JS_DefinePropertyValueStr(context, global, "console", console,
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  JS_FreeValue(context, global);
}

}  // namespace headroom::k6
