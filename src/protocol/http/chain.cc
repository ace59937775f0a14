#include "protocol/http/chain.h"

#include <algorithm>

#include "protocol/http/basic_auth.h"
#include "protocol/http/digest_auth.h"

namespace headroom::protocol::http {

namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

const std::string* find_header(const ChainRequest& request, std::string_view name) {
  const auto found = std::ranges::find_if(request.headers, [name](const auto& header) {
    return http1::equals_ignoring_case(header.first, name);
  });
  return found == request.headers.end() ? nullptr : &found->second;
}

}  // namespace

Chain::Chain(Session& session, BodyDecoder& decoder, const ChainRequest& request,
             const ChainOptions& options, Listener on_step)
    : session_(session),
      decoder_(decoder),
      request_(request),
      options_(options),
      deadline_(options.deadline),
      on_step_(std::move(on_step)),
      hop_{.url = request.url, .method = request.method} {}

kit::WallTime Chain::now() const {
  return session_.worker().reactor().clock().wall_now();
}

Outcome<void> Chain::run(Response& response) {
  response.clear();
  asks_for_challenge_ = uses_digest();
  auto sent = send_hop(response);
  return sent ? follow(response, std::move(*sent)) : std::unexpected(std::move(sent).error());
}

Outcome<void> Chain::go_on(Response& response, const PreparedRequest& sent) {
  return follow(response, sent);
}

// From an answer that came well to the last of the chain.
Outcome<void> Chain::follow(Response& response, PreparedRequest sent) {
  for (;;) {
    keep_cookies(response);
    auto next = next_hop(response);
    if (!next) {
      response.drop_body();
      const Outcome<void> outcome = std::unexpected(std::move(next).error());
      tell(sent, response, outcome);
      return outcome;
    }
    std::optional<Hop>& hop = *next;
    has_given_up_ = hop && redirect_count_ >= options_.redirects_max;
    if (!hop || has_given_up_) {
      const Outcome<void> outcome = decode(response);
      tell(sent, response, outcome);
      return outcome;
    }
    tell(sent, response, {});
    ++redirect_count_;
    referer_ = referer_of(hop_.url, hop->url);
    hop_ = std::move(*hop);
    auto sent_next = send_hop(response);
    if (!sent_next) {
      return std::unexpected(std::move(sent_next).error());
    }
    sent = std::move(*sent_next);
  }
}

// Where the answer leads; none when it is no redirect.
Outcome<std::optional<Hop>> Chain::next_hop(const Response& response) const {
  if (!is_redirect(response.status())) {
    return std::nullopt;
  }
  return redirect_of(hop_, request_.url, response.status(),
                     response.field("Location").value_or(std::string_view()));
}

Outcome<PreparedRequest> Chain::send_hop(Response& response) {
  auto sent = send(uses_digest() ? std::string() : basic_authorization_field(), response);
  if (!sent || !uses_digest() || response.status() != 401) {
    return sent;
  }
  const std::string authorization = digest_authorization_field(response, *sent);
  if (authorization.empty()) {
    return sent;
  }
  tell(*sent, response, {});
  return send(authorization, response);
}

Outcome<PreparedRequest> Chain::send(const std::string& authorization, Response& response) {
  auto prepared = prepare(authorization);
  if (!prepared) {
    return prepared;
  }
  if (!first_sent_) {
    first_sent_ = *prepared;
  }
  if (auto outcome = exchange(*prepared, response); !outcome) {
    tell(*prepared, response, outcome);
    return std::unexpected(std::move(outcome).error());
  }
  return prepared;
}

bool Chain::uses_digest() const {
  return request_.authentication == Authentication::digest && hop_.url.has_user_info;
}

std::string Chain::basic_authorization_field() const {
  if (!hop_.url.has_user_info || find_header(request_, "Authorization") != nullptr) {
    return {};
  }
  return basic_authorization(hop_.url.user_name(), hop_.url.password());
}

std::string Chain::digest_authorization_field(const Response& challenge,
                                              const PreparedRequest& sent) const {
  const auto found = digest_challenge_of(challenge.fields());
  if (!found) {
    return {};
  }
  std::string body;
  for (const std::string_view piece : request_.body) {
    body += found->offers_auth ? std::string_view() : piece;
  }
  return digest_authorization(*found, {.method = sent.method(),
                                       .target = hop_.url.request_target(),
                                       .body = body,
                                       .user_name = hop_.url.user_name(),
                                       .password = hop_.url.password(),
                                       .client_nonce = random_client_nonce()});
}

Outcome<PreparedRequest> Chain::prepare(const std::string& authorization) const {
  std::vector<Field> fields;
  std::string cookies;
  if (const std::string* own = find_header(request_, "Cookie");
      own != nullptr && redirect_count_ == 0) {
    cookies = *own;
  }
  append_cookies(cookies);
  for (const auto& [name, value] : request_.headers) {
    if (!http1::equals_ignoring_case(name, "Cookie") && is_sent_again(name, hop_)) {
      fields.push_back({.name = name, .value = value});
    }
  }
  if (!cookies.empty()) {
    fields.push_back({.name = "Cookie", .value = cookies});
  }
  if (!authorization.empty()) {
    fields.push_back({.name = "Authorization", .value = authorization});
  }
  if (!referer_.empty() && find_header(request_, "Referer") == nullptr) {
    fields.push_back({.name = "Referer", .value = referer_});
  }
  return session_.prepare(
      hop_.url, {.method = hop_.method, .headers = fields, .user_agent = request_.user_agent});
}

// As Go's AddCookie: one field for all.
void Chain::append_cookies(std::string& field) const {
  for (const GivenCookie& cookie : request_.cookies) {
    append_cookie(field, {.name = cookie.name, .value = cookie.value});
  }
  if (request_.jar == nullptr || request_.jar->is_empty()) {
    return;
  }
  for (const CookiePair& cookie : request_.jar->cookies_for(hop_.url, now())) {
    const bool is_replaced = std::ranges::any_of(request_.cookies, [&](const GivenCookie& given) {
      return given.replaces && given.name == cookie.name;
    });
    if (!is_replaced) {
      append_cookie(field, cookie);
    }
  }
}

Outcome<void> Chain::exchange(const PreparedRequest& request, Response& response) {
  if (options_.before_exchange) {
    const fiber::Reactor& reactor = session_.worker().reactor();
    const kit::Instant started = reactor.now();
    if (!options_.before_exchange()) {
      return std::unexpected(ExchangeFailure{.kind = FailureKind::cancelled, .detail = {}});
    }
    if (deadline_ != kit::Instant::never()) {
      deadline_ = deadline_ + (reactor.now() - started);
    }
  }
  const bool has_body = request_.has_body && hop_.keeps_body;
  return session_.exchange(request,
                           {.deadline = deadline_,
                            .body = has_body ? request_.body : std::span<const std::string_view>(),
                            .has_body = has_body,
                            .body_bytes_max = options_.body_bytes_max,
                            .keeps_body = options_.keeps_body,
                            .keeps_connection = options_.keeps_connection},
                           response);
}

void Chain::keep_cookies(const Response& response) {
  if (request_.jar == nullptr || !response.sets_cookies()) {
    return;
  }
  for (const Cookie& cookie : cookies_of(response.fields())) {
    request_.jar->store(hop_.url, cookie, now());
  }
}

Outcome<void> Chain::decode(Response& response) {
  if (!options_.keeps_body || !response.is_coded()) {
    return {};
  }
  const std::string codings(response.field("Content-Encoding").value_or(std::string_view()));
  std::string decoded = session_.worker().borrow_buffer();
  std::expected<bool, DecodeFailure> outcome;
  session_.worker().reactor().on_worker_stack([&] {
    outcome = decoder_.decode(codings, response.body(), decoded, options_.body_bytes_max);
  });
  if (outcome ? *outcome : outcome.error().has_partial_body) {
    response.replace_body(decoded);
  } else if (!outcome) {
    response.drop_body();
  }
  session_.worker().give_back(std::move(decoded));
  return outcome ? Outcome<void>() : std::unexpected(std::move(outcome).error().exchange);
}

void Chain::tell(const PreparedRequest& request, const Response& response,
                 const Outcome<void>& outcome) {
  on_step_({.url = hop_.url,
            .method = hop_.method,
            .request = request,
            .response = response,
            .failure = outcome ? nullptr : &outcome.error(),
            .asks_for_challenge = std::exchange(asks_for_challenge_, false)});
}

}  // namespace headroom::protocol::http
