// Requests made ready for the wire and the answers to them, of any HTTP version.
// Both are made to be reused: a steady exchange allocates nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kit/time.h"
#include "net/address.h"
#include "net/tls.h"
#include "protocol/http/failure.h"
#include "protocol/http/url.h"
#include "protocol/http1/field.h"
#include "protocol/http1/response_head.h"

namespace headroom::protocol::http {

using http1::Field;
using http1::Fields;

// Whom a request is meant for.
struct Origin {
  bool is_tls = false;
  int port = 80;
  std::string host;  // a name or an IP literal without brackets

  bool operator==(const Origin&) const = default;
};

Origin origin_of(const Url& url);
// "shop.test:80", "[::1]:80"
std::string place_of(const Origin& origin);

struct Proxy;

// Which kept connections may carry a request: those to its origin, or to the proxy that
// gets it whole, whatever its origin.
struct ConnectionKey {
  Origin end;
  bool is_proxy = false;

  bool operator==(const ConnectionKey&) const = default;
};

struct RequestParts {
  std::string_view method = "GET";
  // Of the same name, the last one wins. Host replaces the URL's; Content-Length
  // and Transfer-Encoding are ours and dropped; an empty User-Agent sends none.
  std::span<const Field> headers;
  std::string_view user_agent;  // unless a header says so
  // Gets the request whole, and so its URL in the first line; borrowed for the call. Null:
  // nobody does.
  const Proxy* proxy = nullptr;
};

// The bytes of a request's head, made once and sent often. A value.
class PreparedRequest {
 public:
  static Outcome<PreparedRequest> make(const Url& url, const RequestParts& parts);

  const Origin& origin() const { return origin_; }
  const ConnectionKey& connection_key() const { return key_; }
  std::string_view method() const { return method_; }
  bool is_head() const { return method_ == "HEAD"; }
  // May it be sent again when the first sending got no answer at all? (without a body)
  bool is_replayable() const { return is_replayable_; }
  // The whole head of a request without a body.
  std::string_view bytes() const { return bytes_; }
  // Its fields but Content-Length.
  Fields fields() const;
  // The head announcing a body, appended to `out`.
  void write_head(std::string& out, std::size_t body_bytes) const;

 private:
  Origin origin_;
  ConnectionKey key_;
  std::string method_;
  std::string bytes_;
  std::size_t fields_end_ = 0;  // where Content-Length goes
  bool is_replayable_ = false;
};

// The phases of k6: duration is sending + waiting + receiving.
struct Timings {
  kit::Duration blocked;
  kit::Duration connecting;
  kit::Duration tls_handshaking;
  kit::Duration sending;
  kit::Duration waiting;
  kit::Duration receiving;

  kit::Duration duration() const { return sending + waiting + receiving; }
};

// An answer, or what came of it. Also filled when the exchange fails: timings,
// peer and wire bytes always, head and body as far as they came. Views into it
// live until the next exchange with it.
class Response {
 public:
  // False when nothing or only a part of the head came.
  bool has_head() const { return head_.status != 0; }
  int status() const { return head_.status; }
  // "200 OK", as the peer wrote it.
  std::string_view status_text() const { return view(head_.status_text); }
  // "HTTP/1.1"
  std::string_view proto() const { return view(head_.proto); }
  // In the peer's order and spelling: for (Field field : response.fields()) ...
  Fields fields() const { return Fields(view(head_.fields)); }
  // The first of that name in any case.
  std::optional<std::string_view> field(std::string_view name) const { return fields().find(name); }
  std::string_view body() const { return std::string_view(bytes_).substr(body_start()); }
  // Another one in its place: what Content-Encoding meant.
  void replace_body(std::string_view bytes) {
    bytes_.replace(body_start(), std::string::npos, bytes);
  }
  // Leaves none, not even an empty one.
  void drop_body() {
    replace_body({});
    has_no_body_ = true;
  }
  // The body could not be decoded from its start.
  bool has_no_body() const { return has_no_body_; }
  bool sets_cookies() const { return head_.sets_cookies; }
  bool is_coded() const { return head_.is_coded; }
  // The bytes of the body that came, also when they were not kept.
  std::uint64_t body_bytes_received() const { return body_bytes_received_; }

  const Timings& timings() const { return timings_; }
  kit::Instant started_at() const { return started_at_; }
  kit::Instant ended_at() const { return ended_at_; }
  // Of no family when there was no connection.
  const net::Address& remote() const { return remote_; }
  const net::TlsFacts* tls() const { return is_tls_ ? &tls_ : nullptr; }
  bool is_reused_connection() const { return is_reused_; }
  // On the wire, heads and handshakes included.
  std::uint64_t wire_bytes_read() const { return wire_bytes_read_; }
  std::uint64_t wire_bytes_written() const { return wire_bytes_written_; }

  // Forgets the answer, keeps the memory.
  void clear();
  // Memory held, for owners that keep spare ones.
  std::size_t capacity_bytes() const { return bytes_.capacity(); }

 private:
  friend class Exchange;

  std::string_view view(http1::Slice slice) const {
    return std::string_view(bytes_).substr(slice.start, slice.size);
  }
  std::size_t body_start() const { return has_head() ? head_.size : bytes_.size(); }

  std::string bytes_;  // the head, then the decoded body
  http1::ResponseHead head_;
  std::uint64_t body_bytes_received_ = 0;
  Timings timings_;
  kit::Instant started_at_;
  kit::Instant ended_at_;
  net::Address remote_;
  net::TlsFacts tls_;
  bool is_tls_ = false;
  bool is_reused_ = false;
  bool has_no_body_ = false;
  std::uint64_t wire_bytes_read_ = 0;
  std::uint64_t wire_bytes_written_ = 0;
};

}  // namespace headroom::protocol::http
