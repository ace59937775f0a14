// A request with everything that follows from it: cookies taken from and put into
// a jar, redirects followed, challenges answered, the body decoded. Each exchange
// on the way is told to a listener. The rules are those of Go's http.Client as k6
// uses it. Knows no script.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "protocol/http/content_coding.h"
#include "protocol/http/cookie_jar.h"
#include "protocol/http/redirect.h"
#include "protocol/http/session.h"

namespace headroom::protocol::http {

enum class Authentication : std::uint8_t { basic, digest };

// A cookie given with the request, besides those of the jar.
struct GivenCookie {
  std::string name;
  std::string value;
  bool replaces = false;  // the jar's of that name stay at home
};

// Views and pointers are borrowed for the chain's life.
struct ChainRequest {
  std::string method = "GET";
  Url url;  // with user and password, they authenticate
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view user_agent;
  std::span<const std::string_view> body;
  bool has_body = false;
  Authentication authentication = Authentication::basic;
  std::vector<GivenCookie> cookies;
  CookieJar* jar = nullptr;
};

struct ChainOptions {
  kit::Instant deadline = kit::Instant::never();  // of all exchanges together
  int redirects_max = 10;
  bool keeps_body = true;  // of the last answer
  bool keeps_connection = true;
  std::size_t body_bytes_max = std::size_t{512} << 20;  // decoded
  // May wait, for as long as it likes: the deadline moves on with it. False: the wait was
  // cancelled, and nothing is sent any more. Empty: nothing to do.
  std::function<bool()> before_exchange = {};
};

// One exchange that has ended.
struct ChainStep {
  const Url& url;
  std::string_view method;
  const PreparedRequest& request;
  const Response& response;
  const ExchangeFailure* failure;  // null: it went well
  bool asks_for_challenge;         // digest's first round, which only a 401 answers well
};

class Chain {
 public:
  using Listener = std::function<void(const ChainStep&)>;

  // The references outlive the chain.
  Chain(Session& session, BodyDecoder& decoder, const ChainRequest& request,
        const ChainOptions& options, Listener on_step);

  // Once; blocks the fiber. `response` is the last answer, or as far as it came.
  Outcome<void> run(Response& response);
  // The same when the first exchange has been made already, without authentication or
  // cookies, and went well: `response` is its answer, `sent` what was sent.
  Outcome<void> go_on(Response& response, const PreparedRequest& sent);

  // Of the last exchange.
  const Url& url() const { return hop_.url; }
  // The answer is a redirect that was not followed because there had been too many.
  bool has_given_up() const { return has_given_up_; }
  // The first request as it was sent; none when it could not be.
  const std::optional<PreparedRequest>& first_sent() const { return first_sent_; }
  std::optional<PreparedRequest> take_first_sent() { return std::move(first_sent_); }

 private:
  // The exchange of the current hop, with the second round that a challenge asks for. What
  // was sent last; a failure has been told.
  Outcome<PreparedRequest> send_hop(Response& response);
  Outcome<PreparedRequest> send(const std::string& authorization, Response& response);
  Outcome<PreparedRequest> prepare(const std::string& authorization) const;
  void append_cookies(std::string& field) const;
  bool uses_digest() const;
  std::string basic_authorization_field() const;
  // Empty: the challenge cannot be answered.
  std::string digest_authorization_field(const Response& challenge,
                                         const PreparedRequest& sent) const;
  Outcome<void> exchange(const PreparedRequest& request, Response& response);
  Outcome<void> follow(Response& response, PreparedRequest sent);
  Outcome<std::optional<Hop>> next_hop(const Response& response) const;
  void keep_cookies(const Response& response);
  Outcome<void> decode(Response& response);
  void tell(const PreparedRequest& request, const Response& response, const Outcome<void>& outcome);
  kit::WallTime now() const;

  Session& session_;
  BodyDecoder& decoder_;
  const ChainRequest& request_;
  const ChainOptions& options_;
  kit::Instant deadline_;
  Listener on_step_;
  Hop hop_;
  std::string referer_;
  std::optional<PreparedRequest> first_sent_;
  int redirect_count_ = 0;
  bool has_given_up_ = false;
  bool asks_for_challenge_ = false;
};

}  // namespace headroom::protocol::http
