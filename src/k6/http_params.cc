#include "k6/http_params.h"

#include "kit/duration_text.h"
#include "script/value.h"

namespace headroom::k6 {

namespace {

using script::Value;
using Pairs = std::vector<std::pair<std::string, std::string>>;

kit::Result<Pairs> read_pairs(const Value& object, const std::string& what) {
  auto keys = object.is_object() ? object.keys() : script::Outcome<std::vector<std::string>>();
  if (!object.is_object() || !keys) {
    return kit::failure(what + " must be an object");
  }
  Pairs pairs;
  for (const std::string& key : *keys) {
    auto member = object.property(key.c_str());
    auto text = member ? member->to_string() : script::Outcome<std::string>();
    if (!member || !text) {
      return kit::failure(std::string(what).append(".").append(key).append(" cannot be read"));
    }
    pairs.emplace_back(key, std::move(*text));
  }
  return pairs;
}

kit::Result<kit::Duration> read_timeout(const Value& value) {
  if (value.is_number()) {
    const double ms = value.to_number().value_or(0);
    if (ms > 0) {
      return kit::Duration::from_seconds(ms / 1000);
    }
  }
  if (value.is_string()) {
    return kit::parse_duration(value.to_string().value_or(""));
  }
  return kit::failure("timeout must be milliseconds or a duration such as \"10s\"");
}

kit::Result<ResponseType> read_response_type(const Value& value) {
  const std::string text = value.to_string().value_or("");
  if (text == "text") {
    return ResponseType::text;
  }
  if (text == "binary") {
    return ResponseType::binary;
  }
  if (text == "none") {
    return ResponseType::none;
  }
  return kit::failure("responseType must be \"text\", \"binary\" or \"none\", not \"" + text +
                      "\"");
}

template <typename T>
kit::Result<void> store(kit::Result<T> value, T& field) {
  if (!value) {
    return kit::failure_of(value);
  }
  field = std::move(*value);
  return {};
}

kit::Result<void> read_param(HttpParams& params, const std::string& key, const Value& value) {
  if (key == "headers") {
    return store(read_pairs(value, "headers"), params.headers);
  }
  if (key == "timeout") {
    return store(read_timeout(value), params.timeout);
  }
  if (key == "responseType") {
    return store(read_response_type(value), params.response_type);
  }
  if (key == "tags") {
    Pairs pairs;
    if (auto read = store(read_pairs(value, "tags"), pairs); !read) {
      return read;
    }
    params.has_tags = true;
    for (const auto& [name, text] : pairs) {
      params.tags.set(name, text);
    }
    return {};
  }
  constexpr std::string_view later =
      " auth compression cookies jar redirects responseCallback throw ";
  const bool is_known = later.find(" " + key + " ") != std::string_view::npos;
  if (is_known && key != "throw") {
    return kit::failure("the request parameter '" + key + "' is not in Headroom yet");
  }
  return {};  // k6 ignores what it does not know
}

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
}

}  // namespace

kit::Result<HttpParams> read_http_params(JSContext* context, JSValueConst value) {
  HttpParams params;
  const Value object = Value::borrowed(context, value);
  if (object.is_nullish()) {
    return params;
  }
  const auto keys =
      object.is_object() ? object.keys() : script::Outcome<std::vector<std::string>>();
  if (!object.is_object() || !keys) {
    return kit::failure("the request parameters must be an object");
  }
  for (const std::string& key : *keys) {
    const auto member = object.property(key.c_str());
    if (!member || member->is_nullish()) {
      continue;
    }
    if (auto read = read_param(params, key, *member); !read) {
      return kit::failure_of(read);
    }
  }
  return params;
}

kit::Result<HttpBody> HttpBody::read(JSContext* context, JSValueConst value) {
  HttpBody body(context);
  if (JS_IsUndefined(value) != 0 || JS_IsNull(value) != 0) {
    return body;
  }
  body.has_body_ = true;
  if (JS_IsString(value) != 0) {
    std::size_t size = 0;
    body.text_ = JS_ToCStringLen(context, &size, value);
    body.bytes_ = std::string_view(body.text_, size);
    return body;
  }
  std::size_t size = 0;
  if (const std::uint8_t* bytes = JS_GetArrayBuffer(context, &size, value); bytes != nullptr) {
    body.bytes_ = std::string_view(reinterpret_cast<const char*>(bytes), size);
    return body;
  }
  JS_FreeValue(context, JS_GetException(context));  // it was no ArrayBuffer
  const Value object = Value::borrowed(context, value);
  if (!object.is_object() || object.is_array()) {
    return kit::failure("the request body must be a string, an ArrayBuffer or an object");
  }
  auto pairs = read_pairs(object, "body");
  if (!pairs) {
    return kit::failure_of(pairs);
  }
  body.is_form_ = true;
  for (const auto& [key, text] : *pairs) {
    body.form_ += body.form_.empty() ? "" : "&";
    append_escaped(body.form_, key);
    body.form_ += '=';
    append_escaped(body.form_, text);
  }
  return body;
}

HttpBody::~HttpBody() {
  if (text_ != nullptr) {
    JS_FreeCString(context_, text_);
  }
}

}  // namespace headroom::k6
