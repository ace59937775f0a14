// The cookies a virtual user keeps, and which of them go with a request, as Go's
// net/http/cookiejar has it without a list of public suffixes. Reads no clock. A jar
// without cookies holds no memory; each cookie is one block. Host names are compared
// as bytes, without IDN. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/time.h"
#include "protocol/http/cookie.h"
#include "protocol/http/url.h"

namespace headroom::protocol::http {

class CookieJar {
 public:
  // Keeps what an answer from `url`, or a script on its behalf, sets; or deletes it, when
  // its time is over. A cookie for a foreign domain is dropped.
  void store(const Url& url, const Cookie& cookie, kit::WallTime now);
  // Deletes the cookie that `url` would set without domain and path: one with a path other
  // than the URL's folder stays, as in k6.
  void remove(const Url& url, std::string_view name);
  // The same for all cookies that go to `url`.
  void clear(const Url& url, kit::WallTime now);
  void reset() { cookies_.clear(); }

  bool is_empty() const { return cookies_.empty(); }
  // Those with the longest path first, then the oldest. The views live until the jar changes.
  std::vector<CookiePair> cookies_for(const Url& url, kit::WallTime now) const;

 private:
  struct Place;

  struct StoredCookie {
    enum Part : std::uint8_t { name, value, domain, path, site };

    void set_parts(const std::array<std::string_view, 5>& parts);
    std::string_view part(Part part) const;
    bool is_at(const Place& place) const;
    bool goes_to(const Place& place, kit::WallTime now) const;

    std::string text;  // the parts, one behind the other
    std::array<std::uint32_t, 5> ends{};
    kit::WallTime expires;
    bool is_host_only = false;
    bool is_secure = false;
  };

  void remove_expired(kit::WallTime now);

  std::vector<StoredCookie> cookies_;  // oldest first; one that is replaced keeps its place
};

}  // namespace headroom::protocol::http
