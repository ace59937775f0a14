// A request's body as a script gives it: a string, bytes, an object for a form,
// or one with files for a multipart body. Bytes are not copied: the script's
// values are held while the body is being sent.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "protocol/http/multipart.h"
#include "script/quickjs.h"
#include "script/value.h"

namespace headroom::k6 {

class HttpBody {
 public:
  HttpBody() = default;
  // The error is k6's text.
  static kit::Result<HttpBody> read(JSContext* context, JSValueConst value);
  HttpBody(HttpBody&& other) noexcept;
  HttpBody& operator=(HttpBody&& other) noexcept;
  ~HttpBody();

  bool has_body() const { return kind_ != Kind::none; }
  // Valid as long as the body stays where it is.
  std::span<const std::string_view> pieces() const;
  // What Content-Type says unless the script does; empty: nothing.
  std::string_view content_type() const;

  // Copies what is borrowed: for a script that runs on while the body is being sent.
  void own_bytes();
  // One owned string instead of what was there: a compressed body.
  void replace(std::string bytes);
  std::string joined() const;

 private:
  enum class Kind { none, borrowed, owned, form, multipart };

  struct Held {  // a string's bytes, freed with the body
    JSContext* context = nullptr;
    const char* text = nullptr;
  };

  kit::Result<void> read_object(JSContext* context, const script::Value& object);
  kit::Result<void> make_multipart(JSContext* context, const script::Value& object);
  std::string_view hold(JSContext* context, const script::Value& content);
  void set_bytes(std::string_view bytes) { piece_ = bytes; }
  void free_held();

  Kind kind_ = Kind::none;
  std::string_view piece_;  // of a borrowed body
  std::string owned_;       // of an owned one or a form
  std::optional<protocol::http::MultipartBody> multipart_;
  std::vector<Held> held_;
  std::vector<script::Value> values_;
};

}  // namespace headroom::k6
