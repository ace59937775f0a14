// Any text gives a complaint, or a URL whose own text gives the same URL again.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::protocol::http;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto url = Url::parse(text);
  if (!url) {
    HEADROOM_ASSERT(url.error().text().starts_with("parse \""));
    return 0;
  }
  const std::string target = url->request_target();
  HEADROOM_ASSERT(target.find_first_of("\r\n") == std::string::npos);
  static_cast<void>(url->port());
  static_cast<void>(url->user_name() + url->password());
  const auto request = PreparedRequest::make(*url, {});
  if (request) {
    // No URL ends the head early or adds a line to it.
    const std::string_view head = request->bytes();
    HEADROOM_ASSERT(head.find("\r\n\r\n") == head.size() - 4);
    const auto again = Url::parse(url->text());
    HEADROOM_ASSERT(!again || again->request_target() == target);
  }
  return 0;
}
