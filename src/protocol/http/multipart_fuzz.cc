// Any body gives a complaint or parts within it; parts that were read come back
// when they are written again. The first line is the content type.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace headroom::protocol::http;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) {
    return 0;
  }
  const std::string_view body = text.substr(line_end + 1);
  const auto parts = parse_multipart(text.substr(0, line_end), body, {.part_count_max = 100});
  if (!parts) {
    HEADROOM_ASSERT(!parts.error().text().empty());
    return 0;
  }
  std::vector<FormPart> form;
  for (const ReceivedPart& part : *parts) {
    HEADROOM_ASSERT(part.bytes.data() >= body.data() &&
                    part.bytes.data() + part.bytes.size() <= body.data() + body.size());
    form.push_back({.name = part.name,
                    .filename = part.filename,
                    .content_type = part.content_type,
                    .bytes = part.bytes});
  }
  // One that is in no body of this size.
  const std::string boundary(70, 'b');
  if (body.find(boundary) != std::string_view::npos) {
    return 0;
  }
  const auto again = MultipartBody::make(form, boundary);
  HEADROOM_ASSERT(again.has_value());
  const std::string joined = again->joined();
  HEADROOM_ASSERT(joined.size() == again->size_bytes());
  // Escaping may lengthen heads beyond the usual limit.
  const auto reread =
      parse_multipart(again->content_type(), joined, {.head_bytes_max = 4 * size + 1024});
  HEADROOM_ASSERT(reread.has_value() && *reread == *parts);
  return 0;
}
