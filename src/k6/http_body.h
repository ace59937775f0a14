// A request's body as a script gives it: a string, bytes, an object for a form,
// or one with files for a multipart body. Bytes are not copied: the script's
// values are held while the body is being sent.
#pragma once

#include <memory>
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

// A string's bytes as UTF-8.
struct HeldText {
  HeldText(JSContext* js_context, JSValueConst string);
  ~HeldText();
  HeldText(const HeldText&) = delete;
  HeldText& operator=(const HeldText&) = delete;

  JSContext* context;
  JSValue source;  // held, so that no other string takes its place in memory
  const char* text = nullptr;
  std::string_view bytes;  // of `text`, or what it shares with others
  // Shared because virtual users that send equal texts send them from one place.
  std::shared_ptr<const std::string> shared;
};

// Long texts that virtual users of a worker send again and again: one copy serves
// all of them, and stays in the processor's cache.
class SharedTexts {
 public:
  // Shared because a body under way may outlive its place here.
  std::shared_ptr<const std::string> equal_to(std::string_view bytes);

 private:
  static constexpr std::size_t kept_max = 8;
  // Shared because they are handed out.
  std::vector<std::shared_ptr<const std::string>> texts_;
  std::size_t next_ = 0;
};

// Looking through a long string for what is not ASCII costs more than sending it,
// and scripts send the same one again and again: the last one is kept. One virtual user's.
class LastLongText {
 public:
  // Shared because a body under way and the one after it may be of the same text.
  std::shared_ptr<const HeldText> hold(JSContext* context, JSValueConst string, SharedTexts& texts);
  // At the end of an iteration: forgets a text that was not asked for in it.
  void end_iteration();
  // Before the runtime goes.
  void clear() { last_.reset(); }

 private:
  // Shared because it is handed out, as said there.
  std::shared_ptr<HeldText> last_;
  bool is_used_ = false;
};

class HttpBody {
 public:
  HttpBody() = default;
  // The error is k6's text.
  static kit::Result<HttpBody> read(JSContext* context, JSValueConst value);
  HttpBody(HttpBody&& other) noexcept;
  HttpBody& operator=(HttpBody&& other) noexcept;

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

  kit::Result<void> read_object(JSContext* context, const script::Value& object);
  kit::Result<void> make_multipart(JSContext* context, const script::Value& object);
  std::string_view hold(JSContext* context, const script::Value& content);
  void set_bytes(std::string_view bytes) { piece_ = bytes; }

  Kind kind_ = Kind::none;
  std::string_view piece_;  // of a borrowed body
  std::string owned_;       // of an owned one or a form
  std::optional<protocol::http::MultipartBody> multipart_;
  // Shared because a long text may be kept for the next body too.
  std::vector<std::shared_ptr<const HeldText>> held_;
  std::vector<script::Value> values_;
};

}  // namespace headroom::k6
