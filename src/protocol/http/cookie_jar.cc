#include "protocol/http/cookie_jar.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>

#include "net/address.h"
#include "protocol/http1/field.h"

namespace headroom::protocol::http {

namespace {

constexpr kit::WallTime end_of_time{.unix_ns = std::numeric_limits<std::int64_t>::max()};
constexpr std::int64_t ns_per_ms = 1'000'000;

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return lowered;
}

std::string canonical_host(const Url& url) {
  std::string host = lower(url.host_name());
  if (host.ends_with('.')) {
    host.pop_back();
  }
  return host;
}

// No host name has a colon or a percent sign: that is an IPv6 address, or worse.
bool is_ip(std::string_view host) {
  return host.find_first_of(":%") != std::string_view::npos ||
         net::Address::parse_ip(host, 0).has_value();
}

bool is_loopback(std::string_view host) {
  const auto address = net::Address::parse_ip(host, 0);
  if (!address) {
    return false;
  }
  constexpr std::string_view mapped_ipv4("\0\0\0\0\0\0\0\0\0\0\xff\xff\x7f", 13);
  constexpr std::string_view ipv6_loopback("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
  const std::string_view bytes = address->bytes();
  return address->family() == net::Address::Family::ipv4
             ? bytes.starts_with('\x7f')
             : bytes == ipv6_loopback || bytes.starts_with(mapped_ipv4);
}

// As browsers do, plain connections to this machine count as secure.
bool is_this_machine(std::string_view host) {
  const std::string_view last_label = host.substr(host.rfind('.') + 1);
  return last_label == "localhost" || is_loopback(host);
}

// The last two labels of a name. Cookies of one site never meet those of another, whatever
// their domain says: one for "com", which nothing forbids here, stays within example.com.
std::string_view site_of(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || is_ip(host)) {
    return host;
  }
  return host.substr(host.substr(0, dot - 1).rfind('.') + 1);
}

// "www.example.com" is below "example.com".
bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

struct Scope {
  std::string domain;
  bool is_host_only;
};

// Where a cookie with that domain attribute goes, if that host may set it.
std::optional<Scope> scope_of(const std::string& host, std::string_view domain) {
  if (domain.empty()) {
    return Scope{.domain = host, .is_host_only = true};
  }
  if (is_ip(host)) {
    return domain == host ? std::optional(Scope{.domain = host, .is_host_only = true})
                          : std::nullopt;
  }
  domain.remove_prefix(domain.starts_with('.') ? 1 : 0);
  if (domain.empty() || domain.starts_with('.') || domain.ends_with('.')) {
    return std::nullopt;
  }
  std::string lowered = lower(domain);
  if (host != lowered && !is_below(host, lowered)) {
    return std::nullopt;
  }
  // Beyond ASCII a name needs IDN, which Go refuses here.
  const bool is_ascii = std::ranges::all_of(lowered, [](char c) { return c >= ' ' && c <= '~'; });
  return is_ascii ? std::optional(Scope{.domain = std::move(lowered), .is_host_only = false})
                  : std::nullopt;
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || !path.starts_with('/') ? "/" : std::string(path.substr(0, slash));
}

bool is_path_within(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) &&
         (path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/');
}

kit::WallTime seconds_after(kit::WallTime now, std::int64_t seconds) {
  std::int64_t ns = 0;
  const bool is_beyond = __builtin_mul_overflow(seconds, 1'000'000'000, &ns) ||
                         __builtin_add_overflow(now.unix_ns, ns, &ns);
  return is_beyond ? end_of_time : kit::WallTime{.unix_ns = ns};
}

// When it is to be forgotten.
kit::WallTime expiry_of(const Cookie& cookie, kit::WallTime now) {
  if (cookie.max_age != 0) {
    return cookie.max_age < 0 ? now : seconds_after(now, cookie.max_age);
  }
  if (!cookie.expires_unix_ms) {
    return end_of_time;
  }
  constexpr std::int64_t ms_max = std::numeric_limits<std::int64_t>::max() / ns_per_ms;
  const std::int64_t ms = *cookie.expires_unix_ms;
  return ms > ms_max ? end_of_time : kit::WallTime{.unix_ns = std::max(ms, -ms_max) * ns_per_ms};
}

}  // namespace

// The canonical parts of a URL. Only those with http and https have cookies.
struct CookieJar::Place {
  static std::optional<Place> of(const Url& url) {
    const bool is_https = url.scheme == "https";
    if (!is_https && url.scheme != "http") {
      return std::nullopt;
    }
    return Place{.host = canonical_host(url),
                 .path = url.path.empty() ? "/" : percent_decoded(url.path),
                 .is_https = is_https};
  }

  // Where a cookie that names no path belongs.
  std::string folder() const { return folder_of(path); }

  std::string host;
  std::string path;
  bool is_https = false;
};

void CookieJar::store(const Url& url, const Cookie& cookie, kit::WallTime now) {
  const std::optional<Place> place = Place::of(url);
  std::optional<Scope> scope = place ? scope_of(place->host, cookie.domain) : std::nullopt;
  if (!scope) {
    return;
  }
  remove_expired(now);
  const std::string_view site = site_of(place->host);
  const std::string path = cookie.path.starts_with('/') ? cookie.path : place->folder();
  const auto kept = std::ranges::find_if(cookies_, [&](const StoredCookie& each) {
    return each.part(StoredCookie::name) == cookie.name &&
           each.part(StoredCookie::domain) == scope->domain &&
           each.part(StoredCookie::path) == path && each.part(StoredCookie::site) == site;
  });
  StoredCookie stored{.expires = expiry_of(cookie, now),
                      .is_host_only = scope->is_host_only,
                      .is_secure = cookie.is_secure};
  if (stored.expires <= now) {
    if (kept != cookies_.end()) {
      cookies_.erase(kept);
    }
    return;
  }
  stored.set_parts({cookie.name, cookie.value, scope->domain, path, site});
  if (kept != cookies_.end()) {
    *kept = std::move(stored);
  } else {
    cookies_.push_back(std::move(stored));
  }
}

void CookieJar::remove(const Url& url, std::string_view name) {
  const std::optional<Place> place = is_empty() ? std::nullopt : Place::of(url);
  if (place) {
    std::erase_if(cookies_, [&](const StoredCookie& cookie) {
      return cookie.part(StoredCookie::name) == name && cookie.is_at(*place);
    });
  }
}

void CookieJar::clear(const Url& url, kit::WallTime now) {
  const std::optional<Place> place = is_empty() ? std::nullopt : Place::of(url);
  if (place) {
    std::erase_if(cookies_, [&](const StoredCookie& cookie) {
      return cookie.is_at(*place) && cookie.goes_to(*place, now);
    });
  }
}

std::vector<CookiePair> CookieJar::cookies_for(const Url& url, kit::WallTime now) const {
  std::vector<CookiePair> pairs;
  const std::optional<Place> place = is_empty() ? std::nullopt : Place::of(url);
  if (!place) {
    return pairs;
  }
  std::vector<const StoredCookie*> going;
  for (const StoredCookie& cookie : cookies_) {
    if (cookie.goes_to(*place, now)) {
      going.push_back(&cookie);
    }
  }
  std::ranges::stable_sort(going, std::greater(), [](const StoredCookie* cookie) {
    return cookie->part(StoredCookie::path).size();
  });
  pairs.reserve(going.size());
  for (const StoredCookie* cookie : going) {
    pairs.push_back(
        {.name = cookie->part(StoredCookie::name), .value = cookie->part(StoredCookie::value)});
  }
  return pairs;
}

void CookieJar::remove_expired(kit::WallTime now) {
  std::erase_if(cookies_, [&](const StoredCookie& cookie) { return cookie.expires <= now; });
}

void CookieJar::StoredCookie::set_parts(const std::array<std::string_view, 5>& parts) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    size += parts[i].size();
    ends[i] = static_cast<std::uint32_t>(size);
  }
  text.reserve(size);
  for (const std::string_view part : parts) {
    text += part;
  }
}

std::string_view CookieJar::StoredCookie::part(Part part) const {
  const std::size_t start = part == 0 ? 0 : ends[part - 1];
  return std::string_view(text).substr(start, ends[part] - start);
}

// Is it the one that the URL would set without saying where it belongs?
bool CookieJar::StoredCookie::is_at(const Place& place) const {
  return part(domain) == place.host && part(site) == site_of(place.host) &&
         part(path) == place.folder();
}

bool CookieJar::StoredCookie::goes_to(const Place& place, kit::WallTime now) const {
  const bool is_domain_right =
      part(domain) == place.host || (!is_host_only && is_below(place.host, part(domain)));
  return is_domain_right && part(site) == site_of(place.host) && expires > now &&
         is_path_within(place.path, part(path)) &&
         (!is_secure || place.is_https || is_this_machine(part(domain)));
}

}  // namespace headroom::protocol::http
