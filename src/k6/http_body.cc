#include "k6/http_body.h"

#include <algorithm>
#include <utility>

#include "k6/http_file.h"
#include "k6/vu_state.h"
#include "protocol/http/url.h"
#include "script/bytes.h"

namespace headroom::k6 {

namespace {

using script::Value;

// As k6 writes a member of a form: null is nothing, and so is an object.
std::string form_text(const Value& value) {
  return value.is_nullish() || value.is_object() ? "" : value.to_string().value_or("");
}

// Go's name of what the value would be in k6.
std::string type_name(JSContext* context, const Value& value) {
  if (read_file_argument(context, value.get())) {
    return "*http.FileData";
  }
  if (value.is_boolean()) {
    return "bool";
  }
  if (value.is_array()) {
    return "[]interface {}";
  }
  const double number = value.to_number().value_or(0.5);
  return value.is_number() && number == static_cast<double>(static_cast<std::int64_t>(number))
             ? "int64"
             : "float64";
}

struct FormField {
  std::string name;
  std::string value;
};

void append_values(std::vector<FormField>& fields, const std::string& name, const Value& value) {
  if (!value.is_array()) {
    fields.push_back({name, form_text(value)});
    return;
  }
  const std::uint32_t count = value.length().value_or(0);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto element = value.element(i);
    fields.push_back({name, element ? form_text(*element) : ""});
  }
}

// Sorted by name, as Go's url.Values are.
std::string encoded_form(std::vector<FormField> fields) {
  std::ranges::stable_sort(fields, {}, &FormField::name);
  std::string text;
  for (const FormField& field : fields) {
    text += text.empty() ? "" : "&";
    text += protocol::http::query_escaped(field.name) + "=" +
            protocol::http::query_escaped(field.value);
  }
  return text;
}

struct Member {
  std::string name;
  Value value;
};

kit::Result<std::vector<Member>> members_of(const Value& object) {
  const auto keys = object.keys();
  std::vector<Member> members;
  for (const std::string& key : keys.value_or(std::vector<std::string>())) {
    auto value = object.property(key.c_str());
    if (!value) {
      return kit::failure("the request body's " + key + " cannot be read: " + value.error().text);
    }
    members.push_back({key, std::move(*value)});
  }
  return members;
}

}  // namespace

HeldText::HeldText(JSContext* js_context, JSValueConst string)
    : context(js_context), source(JS_DupValue(js_context, string)) {
  std::size_t size_bytes = 0;
  text = JS_ToCStringLen(context, &size_bytes, string);
  if (text == nullptr) {
    JS_FreeValue(context, JS_GetException(context));
    return;
  }
  bytes = {text, size_bytes};
}

HeldText::~HeldText() {
  JS_FreeCString(context, text);
  JS_FreeValue(context, source);
}

// Shared because a body under way may outlive its place here.
std::shared_ptr<const std::string> SharedTexts::equal_to(std::string_view bytes) {
  for (const auto& text : texts_) {
    if (*text == bytes) {
      return text;
    }
  }
  if (texts_.size() < kept_max) {
    texts_.emplace_back();
  }
  auto& place = texts_[next_++ % kept_max];
  place = std::make_shared<const std::string>(bytes);
  return place;
}

// Shared because a body and the one after it may be of the same text.
std::shared_ptr<const HeldText> LastLongText::hold(JSContext* context, JSValueConst string,
                                                   SharedTexts& texts) {
  constexpr std::size_t long_bytes_min = 4096;
  const bool is_plain = JS_VALUE_GET_TAG(string) == JS_TAG_STRING;
  if (last_ != nullptr && is_plain && JS_VALUE_GET_PTR(string) == JS_VALUE_GET_PTR(last_->source)) {
    is_used_ = true;
    if (last_->shared == nullptr) {  // the second time: there will be more
      last_->shared = texts.equal_to(last_->bytes);
      last_->bytes = *last_->shared;
    }
    return last_;
  }
  auto held = std::make_shared<HeldText>(context, string);
  if (is_plain && held->bytes.size() >= long_bytes_min) {
    last_ = held;
    is_used_ = true;
  }
  return held;
}

void LastLongText::end_iteration() {
  if (!std::exchange(is_used_, false)) {
    last_.reset();
  }
}

HttpBody::HttpBody(HttpBody&& other) noexcept {
  *this = std::move(other);
}

HttpBody& HttpBody::operator=(HttpBody&& other) noexcept {
  if (this != &other) {
    kind_ = std::exchange(other.kind_, Kind::none);
    piece_ = other.piece_;
    owned_ = std::move(other.owned_);
    multipart_ = std::exchange(other.multipart_, std::nullopt);
    held_ = std::exchange(other.held_, {});
    values_ = std::exchange(other.values_, {});
    if (kind_ == Kind::owned || kind_ == Kind::form) {
      piece_ = owned_;
    }
  }
  return *this;
}

kit::Result<HttpBody> HttpBody::read(JSContext* context, JSValueConst value) {
  HttpBody body;
  const Value content = Value::borrowed(context, value);
  if (content.is_nullish()) {
    return body;
  }
  if (content.is_string() || script::bytes_of(context, value)) {
    body.kind_ = Kind::borrowed;
    body.piece_ = body.hold(context, content);
    return body;
  }
  const bool is_form = content.is_object() && !content.is_array() && !content.is_function() &&
                       !read_file_argument(context, value);
  if (!is_form) {
    return kit::failure("unknown request body type " + type_name(context, content));
  }
  if (auto read = body.read_object(context, content); !read) {
    return kit::failure_of(read);
  }
  return body;
}

// Keeps a string or bytes alive and gives their bytes.
std::string_view HttpBody::hold(JSContext* context, const Value& content) {
  if (!content.is_string()) {
    const auto bytes = script::bytes_of(context, content.get());
    values_.push_back(content.dup());
    return bytes.value_or(std::string_view());
  }
  VuState& vu = vu_of(context);
  held_.push_back(vu.last_long_text.hold(context, content.get(), vu.worker.shared_texts));
  return held_.back()->bytes;
}

kit::Result<void> HttpBody::read_object(JSContext* context, const Value& object) {
  auto members = members_of(object);
  if (!members) {
    return kit::failure_of(members);
  }
  const bool has_file = std::ranges::any_of(*members, [&](const Member& member) {
    return read_file_argument(context, member.value.get()).has_value();
  });
  if (has_file) {
    return make_multipart(context, object);
  }
  std::vector<FormField> fields;
  for (const Member& member : *members) {
    append_values(fields, member.name, member.value);
  }
  kind_ = Kind::form;
  owned_ = encoded_form(std::move(fields));
  piece_ = owned_;
  return {};
}

kit::Result<void> HttpBody::make_multipart(JSContext* context, const Value& object) {
  auto members = members_of(object);
  if (!members) {
    return kit::failure_of(members);
  }
  struct Texts {
    std::string value;
    std::string filename;
    std::string content_type;
  };
  std::vector<Texts> texts(members->size());  // stays put: parts point into it
  std::vector<protocol::http::FormPart> parts;
  for (std::size_t i = 0; i < members->size(); ++i) {
    const Member& member = (*members)[i];
    protocol::http::FormPart part{
        .name = member.name, .filename = {}, .content_type = {}, .bytes = {}};
    if (auto file = read_file_argument(context, member.value.get())) {
      texts[i] = {"", file->filename, file->content_type};
      part.filename = texts[i].filename;
      part.content_type = texts[i].content_type;
      part.bytes = hold(context, file->content);
    } else {
      texts[i].value = form_text(member.value);
      // The text must live as long as the body.
      part.bytes = hold(context, Value::string(context, texts[i].value));
    }
    parts.push_back(part);
  }
  auto made = protocol::http::MultipartBody::make(
      parts, protocol::http::MultipartBody::random_boundary(vu_of(context).worker.random));
  if (!made) {
    return kit::failure_of(made);
  }
  kind_ = Kind::multipart;
  multipart_ = std::move(*made);
  return {};
}

std::span<const std::string_view> HttpBody::pieces() const {
  if (multipart_) {
    return multipart_->pieces();
  }
  return kind_ == Kind::none ? std::span<const std::string_view>() : std::span(&piece_, 1);
}

std::string_view HttpBody::content_type() const {
  if (multipart_) {
    return multipart_->content_type();
  }
  return kind_ == Kind::form ? "application/x-www-form-urlencoded" : "";
}

std::string HttpBody::joined() const {
  std::string text;
  for (const std::string_view piece : pieces()) {
    text += piece;
  }
  return text;
}

void HttpBody::own_bytes() {
  if (kind_ == Kind::borrowed) {
    replace(std::string(piece_));
  }
}

void HttpBody::replace(std::string bytes) {
  owned_ = std::move(bytes);
  piece_ = owned_;
  kind_ = Kind::owned;
  multipart_.reset();
  held_.clear();
  values_.clear();
}

}  // namespace headroom::k6
