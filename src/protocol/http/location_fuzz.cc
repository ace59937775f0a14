// Whatever a peer writes into Location, a URL leads to a complaint about it or to another
// URL, without dots in its path, whose own text leads to itself.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/redirect.h"

namespace {

using namespace headroom::protocol::http;

bool has_dots(std::string_view path) {
  const std::string slashed = std::string(path) + "/";
  return slashed.find("/./") != std::string::npos || slashed.find("/../") != std::string::npos;
}

void check(const Hop& hop, const Hop& next) {
  HEADROOM_ASSERT(!has_dots(next.url.path));
  HEADROOM_ASSERT(next.url.path.empty() || next.url.path.starts_with('/'));
  HEADROOM_ASSERT(next.url.request_target().find_first_of("\r\n") == std::string::npos);
  HEADROOM_ASSERT(referer_of(hop.url, next.url).find_first_of("\r\n") == std::string::npos);
  HEADROOM_ASSERT(next.keeps_credentials ==
                  (next.url.host == hop.url.host || keeps_credentials(hop.url, next.url)));
  if (next.url.host.empty()) {
    return;
  }
  // Hosts with an escape are written decoded, and may then be no URL.
  const auto again = redirect_of(next, next.url, 307, next.url.text());
  if (again) {
    HEADROOM_ASSERT(again->value().url.text() == next.url.text());
    HEADROOM_ASSERT(again->value().keeps_credentials == next.keeps_credentials);
  }
}

}  // namespace

// The base and the Location, each on a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line_end = text.find('\n');
  const auto base = Url::parse(text.substr(0, line_end));
  if (!base || line_end == std::string_view::npos) {
    return 0;
  }
  const Hop hop{.url = *base};
  const auto next = redirect_of(hop, hop.url, 302, text.substr(line_end + 1));
  if (!next) {
    HEADROOM_ASSERT(text_of(next.error()).starts_with("failed to parse Location header \""));
  } else if (next->has_value()) {
    check(hop, **next);
  }
  return 0;
}
