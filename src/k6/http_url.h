// http.url`https://example.com/${id}`: a URL that carries a name without the
// parts that vary, so that samples of many addresses share one name tag.
#pragma once

#include <optional>
#include <string>

#include "script/quickjs.h"

namespace headroom::k6 {

void define_url_class(JSContext* context);

// The function http.url, a template's tag.
JSValue new_url(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

struct NamedUrl {
  std::string url;
  std::string name;  // "https://example.com/${}"
};

// None when the value is not one of http.url.
std::optional<NamedUrl> read_named_url(JSContext* context, JSValueConst value);

}  // namespace headroom::k6
