#include "script/json.h"

namespace headroom::script {

Outcome<Value> parse_json(JSContext* context, std::string_view text, const char* name) {
  // QuickJS reads one byte past the end, which must be zero.
  const std::string terminated(text);
  return checked(context, JS_ParseJSON(context, terminated.c_str(), terminated.size(), name));
}

Outcome<std::optional<std::string>> to_json(const Value& value) {
  Outcome<Value> json = checked(
      value.context(), JS_JSONStringify(value.context(), value.get(), js_undefined, js_undefined));
  if (!json) {
    return script_failure_of(json);
  }
  if (json->is_undefined()) {
    return std::optional<std::string>();
  }
  Outcome<std::string> text = json->to_string();
  if (!text) {
    return script_failure_of(text);
  }
  return std::optional<std::string>(*std::move(text));
}

}  // namespace headroom::script
