#include "k6/json_path.h"

#include <string>
#include <vector>

#include "script/error.h"

namespace headroom::k6 {

namespace {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys(1);
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\' && i + 1 < path.size()) {
      keys.back() += path[++i];
    } else if (path[i] == '.') {
      keys.emplace_back();
    } else {
      keys.back() += path[i];
    }
  }
  return keys;
}

}  // namespace

JSValue select_json(JSContext* context, script::Value root, JSValueConst path) {
  auto text = script::Value::borrowed(context, path).to_string();
  if (!text) {
    return script::throw_error(context, "json(): the path must be a string");
  }
  if (text->find_first_of("*?|@!{[(") != std::string::npos) {
    return script::throw_error(context, "json(\"" + *text +
                                            "\"): Headroom knows keys, indexes and # only; "
                                            "parse the body and select in the script");
  }
  script::Value current = std::move(root);
  for (const std::string& key : split_path(*text)) {
    if (!current.is_object()) {
      return script::js_undefined;
    }
    auto next = current.property(key == "#" && current.is_array() ? "length" : key.c_str());
    if (!next) {
      return script::throw_error(context, next.error().text);
    }
    current = std::move(*next);
  }
  return current.release();
}

}  // namespace headroom::k6
