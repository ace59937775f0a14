#include "protocol/http/proxy.h"

#include <algorithm>
#include <cctype>

#include "kit/number.h"
#include "kit/text_pieces.h"
#include "protocol/http/basic_auth.h"

namespace headroom::protocol::http {

namespace {

constexpr int port_max = 65535;

std::string value_of(const std::map<std::string, std::string>& environment, std::string name) {
  for (int i = 0; i < 2; ++i) {
    const auto found = environment.find(name);
    if (found != environment.end() && !found->second.empty()) {
      return found->second;
    }
    std::ranges::transform(name, name.begin(), [](unsigned char letter) {
      return static_cast<char>(std::tolower(letter));
    });
  }
  return {};
}

// "host:port" is an http proxy's too.
kit::Result<std::optional<Proxy>> parse_proxy(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  // The text itself may hold a password: errors do not repeat it.
  const bool has_scheme = text.find("://") != std::string::npos;
  const kit::Result<Url> url = Url::parse(has_scheme ? text : "http://" + text);
  if (!url || url->host.empty() || url->port() <= 0) {
    return kit::failure("not the address of a proxy: write it as http://host:port");
  }
  const bool is_socks = url->scheme == "socks5" || url->scheme == "socks5h";
  if (!is_socks && url->scheme != "http" && url->scheme != "https") {
    return kit::failure("there are no " + url->scheme +
                        " proxies; use one of http, https, socks5 and socks5h");
  }
  Proxy proxy{.kind = is_socks ? ProxyKind::socks : ProxyKind::http,
              .origin = {.is_tls = url->scheme == "https",
                         .port = url->port(),
                         .host = std::string(url->host_name())},
              .authorization = {},
              .has_user = url->has_user_info,
              .user = url->user_name(),
              .password = url->password()};
  if (url->has_user_info && !is_socks) {
    proxy.authorization = basic_authorization(proxy.user, proxy.password);
  }
  return proxy;
}

std::string lower_trimmed(std::string_view text) {
  std::string lower(kit::trimmed(text, " \t\r\n"));
  std::ranges::transform(lower, lower.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return lower;
}

bool is_loopback(const net::Address& address) {
  const std::string_view bytes = address.bytes();
  const std::string_view mapped("\0\0\0\0\0\0\0\0\0\0\xff\xff\x7f", 13);  // of 127.x.x.x
  return bytes.size() == 4 ? bytes[0] == 127 : address.ip() == "::1" || bytes.starts_with(mapped);
}

}  // namespace

kit::Result<ProxyRules> ProxyRules::from_environment(
    const std::map<std::string, std::string>& environment) {
  ProxyRules rules;
  const auto cgi_method = environment.find("REQUEST_METHOD");
  rules.is_in_cgi_ = cgi_method != environment.end() && !cgi_method->second.empty();
  for (const auto& [name, proxy] :
       {std::pair{"HTTP_PROXY", &rules.plain_}, {"HTTPS_PROXY", &rules.secure_}}) {
    auto parsed = parse_proxy(value_of(environment, name));
    if (!parsed) {
      return kit::failure_of(parsed, name);
    }
    *proxy = std::move(*parsed);
  }
  std::string_view exceptions;
  const std::string text = value_of(environment, "NO_PROXY");
  for (exceptions = text; !exceptions.empty();) {
    const std::size_t comma = std::min(exceptions.find(','), exceptions.size());
    rules.add_exception(exceptions.substr(0, comma));
    exceptions.remove_prefix(std::min(comma + 1, exceptions.size()));
  }
  return rules;
}

// What makes no sense is skipped, as everybody does with this variable.
void ProxyRules::add_exception(std::string_view text) {
  std::string entry = lower_trimmed(text);
  if (entry == "*") {
    excepts_all_ = true;
    return;
  }
  if (kit::Result<net::IpRange> range = net::IpRange::parse(entry)) {
    exceptions_.push_back({.range = std::move(*range), .address = {}, .domain = {}});
    return;
  }
  Exception exception;
  const std::size_t colon = entry.rfind(':');
  // Not the colons of an IPv6 address without brackets.
  if (colon != std::string::npos && (entry.find(':') == colon || entry[colon - 1] == ']')) {
    const std::optional<std::int64_t> port = kit::parse_integer(entry.substr(colon + 1));
    if (!port || *port <= 0 || *port > port_max) {
      return;
    }
    exception.port = static_cast<int>(*port);
    entry.resize(colon);
  }
  exception.address = net::Address::parse_ip(entry, 0);
  if (!exception.address) {
    if (entry.starts_with("*.")) {
      entry.erase(0, 1);
    }
    if (entry.empty()) {
      return;
    }
    exception.takes_name = entry.front() != '.';
    exception.domain = (exception.takes_name ? "." : "") + entry;
  }
  exceptions_.push_back(std::move(exception));
}

const Proxy* ProxyRules::proxy_for(const Origin& origin) const {
  const std::optional<Proxy>& proxy = origin.is_tls ? secure_ : plain_;
  return !proxy || excepts_all_ || is_excepted(origin) ? nullptr : &*proxy;
}

// A CGI program finds the request's header Proxy in HTTP_PROXY, so that it is anybody's word.
std::string_view ProxyRules::refusal_for(const Origin& origin) const {
  return is_in_cgi_ && plain_ && !origin.is_tls
             ? "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy"
             : "";
}

bool ProxyRules::is_excepted(const Origin& origin) const {
  const std::string host = lower_trimmed(origin.host);
  const std::optional<net::Address> address = net::Address::parse_ip(host, 0);
  if (host == "localhost" || (address && is_loopback(*address))) {
    return true;
  }
  return std::ranges::any_of(exceptions_, [&](const Exception& exception) {
    if (exception.range) {
      return address && exception.range->contains(*address);
    }
    if (exception.port != 0 && exception.port != origin.port) {
      return false;
    }
    if (exception.address) {
      return address && address->bytes() == exception.address->bytes();
    }
    return host.ends_with(exception.domain) ||
           (exception.takes_name && host == std::string_view(exception.domain).substr(1));
  });
}

}  // namespace headroom::protocol::http
