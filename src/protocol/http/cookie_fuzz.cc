// Any line gives no cookie, or one that comes back the same from the field it is sent in,
// and that no foreign host gets to see.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/cookie_jar.h"

namespace {

using namespace headroom::protocol::http;

void check_jar(const Cookie& cookie) {
  constexpr headroom::kit::WallTime now{.unix_ns = 1'445'412'480'000'000'000};
  const Url home = Url::parse("https://a.b.example/folder/page").value();
  CookieJar jar;
  jar.store(home, cookie, now);
  jar.store(home, cookie, now);
  HEADROOM_ASSERT(jar.cookies_for(home, now).size() <= 1);
  for (const char* foreign : {"https://other.test/folder/page", "https://example/folder/page",
                              "https://c.example/folder/page", "https://127.0.0.1/folder/page"}) {
    HEADROOM_ASSERT(jar.cookies_for(Url::parse(foreign).value(), now).empty());
  }
  jar.store(home,
            {.name = cookie.name, .domain = cookie.domain, .path = cookie.path, .max_age = -1},
            now);
  HEADROOM_ASSERT(jar.is_empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(bytes), size);
  if (const auto cookie = parse_set_cookie(line)) {
    const CookiePair pair{.name = cookie->name, .value = cookie->value};
    const std::string field = cookie_field(std::vector<CookiePair>{pair, pair});
    HEADROOM_ASSERT(parse_cookie_field(field) == (std::vector<CookiePair>{pair, pair}));
    HEADROOM_ASSERT(cookie->max_age >= -1);
    check_jar(*cookie);
  }
  // Whatever a script calls a cookie, it adds no line to a head.
  std::string field;
  append_cookie(field, {.name = line, .value = line});
  HEADROOM_ASSERT(field.find_first_of("\r\n") == std::string::npos);
  static_cast<void>(parse_cookie_field(line));
  return 0;
}
