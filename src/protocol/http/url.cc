#include "protocol/http/url.h"

#include <algorithm>
#include <charconv>
#include <expected>
#include <optional>
#include <vector>

#include "kit/go_quoted.h"

namespace headroom::protocol::http {

namespace {

// What went wrong, without the URL; wrapped once by parse().
template <typename T>
using Parsed = std::expected<T, std::string>;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_unreserved(char c) {
  return is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~';
}
bool is_any_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char letter = static_cast<char>(c | 0x20);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// The byte of "%xx" at the front; -1 when it is none.
int escaped_byte(std::string_view text) {
  if (text.size() < 3 || text[0] != '%' || hex_value(text[1]) < 0 || hex_value(text[2]) < 0) {
    return -1;
  }
  return hex_value(text[1]) * 16 + hex_value(text[2]);
}

std::string wrong_escape(std::string_view rest) {
  return "invalid URL escape " + kit::go_quoted(rest.substr(0, 3));
}

std::optional<std::string> problem_of_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (escaped_byte(text.substr(at)) < 0) {
      return wrong_escape(text.substr(at));
    }
  }
  return std::nullopt;
}

// What stands in a part of a URL besides letters, digits and -_.~
struct EscapeRule {
  std::string_view left_as_given;  // a part of these only is sent as it was given
  std::string_view unescaped;      // else only these stay when it is written anew
};
constexpr EscapeRule path_rule{.left_as_given = "!$&'()*+,;=:@[]%/", .unescaped = "$&+,/:;=@"};
constexpr EscapeRule fragment_rule{.left_as_given = "!$&'()*+,;=:@[]%/?",
                                   .unescaped = "$&+,/:;=?@!()*"};

// For text whose escapes are right.
std::string escaped(std::string_view text, const EscapeRule& rule) {
  const bool stays = std::ranges::all_of(
      text, [&](char c) { return is_unreserved(c) || is_any_of(c, rule.left_as_given); });
  if (stays) {
    return std::string(text);
  }
  constexpr char digits[] = "0123456789ABCDEF";
  std::string written;
  const std::string decoded = percent_decoded(text);
  for (const char c : decoded) {
    if (is_unreserved(c) || is_any_of(c, rule.unescaped)) {
      written += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      written += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return written;
}

// Takes "scheme:" off the front; empty when there is none.
Parsed<std::string> take_scheme(std::string_view& rest) {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    const bool is_later = (c >= '0' && c <= '9') || is_any_of(c, "+-.");
    if (c == ':' && i == 0) {
      return std::unexpected<std::string>("missing protocol scheme");
    }
    if (c == ':') {
      std::string scheme(rest.substr(0, i));
      std::ranges::transform(scheme, scheme.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
      });
      rest.remove_prefix(i + 1);
      return scheme;
    }
    if ((is_later && i == 0) || (!is_later && !is_alphanumeric(c))) {
      break;
    }
  }
  return std::string();
}

bool is_port_suffix(std::string_view text) {
  return text.empty() || (text[0] == ':' && std::all_of(text.begin() + 1, text.end(), [](char c) {
                            return c >= '0' && c <= '9';
                          }));
}

std::optional<std::string> problem_of_port(std::string_view host) {
  const std::size_t open = host.rfind('[');
  std::string_view port;
  if (open != std::string_view::npos) {
    const std::size_t close = host.rfind(']');
    if (close == std::string_view::npos) {
      return "missing ']' in host";
    }
    port = host.substr(close + 1);
  } else if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
  }
  if (!is_port_suffix(port)) {
    return "invalid port " + kit::go_quoted(port) + " after host";
  }
  return std::nullopt;
}

// Checks and decodes "name:port".
Parsed<std::string> parse_host(std::string_view host) {
  if (auto problem = problem_of_port(host)) {
    return std::unexpected(std::move(*problem));
  }
  std::string decoded;
  for (std::size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (c == '%') {
      const int byte = escaped_byte(host.substr(i));
      // Only bytes beyond ASCII may be escaped there, and the % of an IPv6 zone.
      if (byte < 0 || (byte < 0x80 && byte != '%')) {
        return std::unexpected(wrong_escape(host.substr(i)));
      }
      decoded += static_cast<char>(byte);
      i += 2;
    } else if (static_cast<unsigned char>(c) < 0x80 && !is_unreserved(c) &&
               !is_any_of(c, "!$&'()*+,;=:[]<>\"")) {
      return std::unexpected("invalid character " + kit::go_quoted(host.substr(i, 1)) +
                             " in host name");
    } else {
      decoded += c;
    }
  }
  if (const std::size_t open = decoded.rfind('['); open != std::string::npos) {
    const std::size_t close = decoded.rfind(']');
    const std::string_view literal =
        std::string_view(decoded).substr(open + 1, close < open ? 0 : close - open - 1);
    if (open != 0 || literal.find(':') == std::string_view::npos) {
      return std::unexpected<std::string>("invalid IP-literal");
    }
  }
  return decoded;
}

std::optional<std::string> parse_authority(std::string_view authority, Url& url) {
  const std::size_t at = authority.rfind('@');
  auto host = parse_host(at == std::string_view::npos ? authority : authority.substr(at + 1));
  if (!host) {
    return std::move(host).error();
  }
  url.host = std::move(*host);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view user_info = authority.substr(0, at);
  for (const char c : user_info) {
    if (!is_unreserved(c) && !is_any_of(c, ":!$&'()*+,;=%@")) {
      return "net/url: invalid userinfo";
    }
  }
  url.user_info = user_info;
  url.has_user_info = true;
  return problem_of_escapes(user_info);
}

std::optional<std::string> parse_path(std::string_view path, Url& url) {
  if (auto problem = problem_of_escapes(path)) {
    return problem;
  }
  url.path = escaped(path, path_rule);
  return std::nullopt;
}

void take_query(std::string_view& rest, Url& url) {
  const std::size_t mark = rest.find('?');
  if (mark != std::string_view::npos) {
    url.query = rest.substr(mark + 1);
    url.has_empty_query = url.query.empty();
    rest = rest.substr(0, mark);
  }
}

std::optional<std::string> parse_into(std::string_view rest, Url& url) {
  const bool has_control = std::ranges::any_of(
      rest, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  if (has_control) {
    return "net/url: invalid control character in URL";
  }
  auto scheme = take_scheme(rest);
  if (!scheme) {
    return std::move(scheme).error();
  }
  url.scheme = std::move(*scheme);
  take_query(rest, url);
  if (!rest.starts_with('/')) {
    if (!url.scheme.empty()) {
      url.opaque = rest;
      return std::nullopt;
    }
    if (rest.substr(0, rest.find('/')).find(':') != std::string_view::npos) {
      return "first path segment in URL cannot contain colon";
    }
  }
  if (rest.starts_with("//") && (!url.scheme.empty() || !rest.starts_with("///"))) {
    rest.remove_prefix(2);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    if (auto problem = parse_authority(rest.substr(0, slash), url)) {
      return problem;
    }
    rest.remove_prefix(slash);
  }
  return parse_path(rest, url);
}

// Joins the paths and takes "." and ".." out.
std::string resolve_path(std::string_view base, std::string_view reference) {
  std::string joined(reference);
  if (!reference.starts_with('/')) {
    const std::size_t folder_size = reference.empty() ? base.size() : base.rfind('/') + 1;
    joined.insert(0, base.substr(0, folder_size));
  }
  if (joined.empty()) {
    return joined;
  }
  std::vector<std::string_view> segments;
  std::string_view rest = joined;
  for (bool is_last = false; !is_last;) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    is_last = slash == std::string_view::npos;
    rest.remove_prefix(is_last ? rest.size() : slash + 1);
    const bool is_dots = segment == "." || segment == "..";
    if (segment == ".." && !segments.empty()) {
      segments.pop_back();
    }
    if (!is_dots || is_last) {
      segments.push_back(is_dots ? std::string_view() : segment);
    }
  }
  std::string path;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    path.append(i == 0 ? "" : "/").append(segments[i]);
  }
  return path.starts_with('/') ? path : "/" + path;
}

}  // namespace

kit::Result<Url> Url::parse(std::string_view text) {
  Url url;
  const std::size_t hash = text.find('#');
  const std::string_view sent = text.substr(0, hash);
  if (auto problem = parse_into(sent, url)) {
    return kit::failure("parse " + kit::go_quoted(sent) + ": " + *problem);
  }
  if (hash != std::string_view::npos) {
    const std::string_view fragment = text.substr(hash + 1);
    if (auto problem = problem_of_escapes(fragment)) {
      return kit::failure("parse " + kit::go_quoted(text) + ": " + *problem);
    }
    url.fragment = escaped(fragment, fragment_rule);
  }
  return url;
}

std::string_view Url::host_name() const {
  const std::string_view text = host;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    return text.substr(1, close == std::string_view::npos ? close : close - 1);
  }
  return text.substr(0, text.find(':'));
}

static int default_port_of(std::string_view scheme) {
  if (scheme == "socks5" || scheme == "socks5h") {
    return 1080;
  }
  return scheme == "https" ? 443 : 80;
}

int Url::port() const {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port = colon != std::string::npos && colon + 1 < host.size() &&
                        (bracket == std::string::npos || colon > bracket);
  if (!has_port) {
    return default_port_of(scheme);
  }
  const std::string_view text = std::string_view(host).substr(colon + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), port);
  return error == std::errc() && end == text.end() && port <= 65535 ? port : -1;
}

std::string Url::request_target() const {
  std::string target;
  if (!opaque.empty()) {
    target = opaque.starts_with("//") ? scheme + ":" + opaque : opaque;
  } else {
    target = path.empty() ? "/" : path;
  }
  if (has_empty_query || !query.empty()) {
    target += "?" + query;
  }
  return target;
}

std::string Url::user_name() const {
  return percent_decoded(user_info.substr(0, user_info.find(':')));
}

std::string Url::password() const {
  const std::size_t colon = user_info.find(':');
  return colon == std::string::npos ? "" : percent_decoded(user_info.substr(colon + 1));
}

std::string Url::text() const {
  std::string text = scheme.empty() ? "" : scheme + ":";
  if (!opaque.empty()) {
    text += opaque;
  } else {
    if (!host.empty() || has_user_info) {
      text += "//" + (has_user_info ? user_info + "@" : "") + host;
    }
    text += (path.empty() || path.starts_with('/') || host.empty() ? "" : "/") + path;
  }
  if (has_empty_query || !query.empty()) {
    text += "?" + query;
  }
  return fragment.empty() ? text : text + "#" + fragment;
}

Url resolve(const Url& base, const Url& reference) {
  Url url = reference;
  if (reference.scheme.empty()) {
    url.scheme = base.scheme;
  }
  if (!reference.scheme.empty() || !reference.host.empty() || reference.has_user_info) {
    url.path = resolve_path(reference.path, "");
    return url;
  }
  const bool is_same_document =
      reference.path.empty() && reference.query.empty() && !reference.has_empty_query;
  if (is_same_document) {
    url.query = base.query;
    url.fragment = reference.fragment.empty() ? base.fragment : reference.fragment;
  }
  if (reference.path.empty() && !base.opaque.empty()) {
    url.opaque = base.opaque;
    return url;
  }
  url.host = base.host;
  url.user_info = base.user_info;
  url.has_user_info = base.has_user_info;
  url.path = resolve_path(base.path, reference.path);
  return url;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = escaped_byte(text.substr(i, 3));
    decoded += byte < 0 ? text[i] : static_cast<char>(byte);
    i += byte < 0 ? 0 : 2;
  }
  return decoded;
}

std::string query_escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    if (is_unreserved(c)) {
      escaped += c;
    } else if (c == ' ') {
      escaped += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      escaped += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return escaped;
}

}  // namespace headroom::protocol::http
