// The arguments of an HTTP call that vary: params and body, read out of the
// script's objects.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/result.h"
#include "kit/time.h"
#include "metrics/tags.h"
#include "script/quickjs.h"

namespace headroom::k6 {

enum class ResponseType { text, binary, none };

struct HttpParams {
  std::vector<std::pair<std::string, std::string>> headers;
  metrics::Tags tags;
  kit::Duration timeout = kit::Duration::seconds(60);
  ResponseType response_type = ResponseType::text;
  bool has_tags = false;
};

// The error says what to change; a param of k6 that is not here yet is refused by name.
kit::Result<HttpParams> read_http_params(JSContext* context, JSValueConst value);

// A request body's bytes, borrowed from the script's value where possible.
class HttpBody {
 public:
  static kit::Result<HttpBody> read(JSContext* context, JSValueConst value);
  HttpBody(HttpBody&& other) noexcept
      : context_(other.context_),
        text_(std::exchange(other.text_, nullptr)),
        bytes_(other.bytes_),
        form_(std::move(other.form_)),
        has_body_(other.has_body_),
        is_form_(other.is_form_) {}
  HttpBody& operator=(HttpBody&&) = delete;
  ~HttpBody();

  std::string_view bytes() const { return is_form_ ? std::string_view(form_) : bytes_; }
  bool has_body() const { return has_body_; }
  // An object, sent as application/x-www-form-urlencoded.
  bool is_form() const { return is_form_; }

 private:
  explicit HttpBody(JSContext* context) : context_(context) {}

  JSContext* context_;
  const char* text_ = nullptr;  // owned by the runtime
  std::string_view bytes_;
  std::string form_;
  bool has_body_ = false;
  bool is_form_ = false;
};

}  // namespace headroom::k6
