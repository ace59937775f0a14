#include "protocol/http/redirect.h"

#include <algorithm>
#include <array>
#include <span>

#include "kit/go_quoted.h"
#include "protocol/http1/field.h"

namespace headroom::protocol::http {

namespace {

bool is_any_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::any_of(
      names, [&](std::string_view each) { return http1::equals_ignoring_case(each, name); });
}

bool changes_method(int status) {
  return status == 301 || status == 302 || status == 303;
}

bool is_redirect(int status) {
  return changes_method(status) || status == 307 || status == 308;
}

std::string method_after(const std::string& method, int status) {
  return changes_method(status) && method != "HEAD" ? "GET" : method;
}

}  // namespace

Outcome<std::optional<Hop>> redirect_of(const Hop& hop, const Url& first, int status,
                                        std::string_view location) {
  if (!is_redirect(status) || location.empty()) {
    return std::nullopt;
  }
  const auto target = Url::parse(location);
  if (!target) {
    return std::unexpected(ExchangeFailure{.kind = FailureKind::malformed,
                                           .detail = "failed to parse Location header " +
                                                     kit::go_quoted(location) + ": " +
                                                     target.error().text()});
  }
  Url url = resolve(hop.url, *target);
  const bool may_identify = url.host == first.host || keeps_credentials(first, url);
  return Hop{.url = std::move(url),
             .method = method_after(hop.method, status),
             .keeps_body = hop.keeps_body && !changes_method(status),
             .keeps_credentials = hop.keeps_credentials && may_identify,
             .keeps_host_field = hop.keeps_host_field && target->scheme.empty()};
}

bool is_sent_again(std::string_view field_name, const Hop& hop) {
  constexpr std::array<std::string_view, 6> of_user = {
      "Authorization", "Www-Authenticate",    "Cookie",
      "Cookie2",       "Proxy-Authorization", "Proxy-Authenticate"};
  constexpr std::array<std::string_view, 4> of_body = {"Content-Encoding", "Content-Language",
                                                       "Content-Location", "Content-Type"};
  constexpr std::array<std::string_view, 1> of_host = {"Host"};
  return (hop.keeps_credentials || !is_any_of(field_name, of_user)) &&
         (hop.keeps_body || !is_any_of(field_name, of_body)) &&
         (hop.keeps_host_field || !is_any_of(field_name, of_host));
}

bool keeps_credentials(const Url& from, const Url& to) {
  const std::string_view parent = from.host_name();
  const std::string_view host = to.host_name();
  if (host == parent) {
    return true;
  }
  // An IPv6 address is below nothing, whatever its zone is called.
  return host.find_first_of(":%") == std::string_view::npos && host.size() > parent.size() &&
         host.ends_with(parent) && host[host.size() - parent.size() - 1] == '.';
}

std::string referer_of(const Url& from, const Url& to) {
  if (from.scheme == "https" && to.scheme == "http") {
    return "";
  }
  Url shown = from;
  shown.user_info.clear();
  shown.has_user_info = false;
  return shown.text();
}

}  // namespace headroom::protocol::http
