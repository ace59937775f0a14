// Any request gives an answer that can be sent: a status, and fields whose names
// and values cannot break the head. Pieces of a body keep to its length.
//
// The bytes are lines as in a request (method, target, fields, a blank one), then
// the body.
#include <cstddef>
#include <cstdint>

#include "kit/assert.h"
#include "protocol/http1/field.h"
#include "target/endpoints.h"

namespace {

using namespace headroom;
using namespace headroom::target;
namespace http1 = protocol::http1;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return line;
}

void check_pieces(const Stream& stream) {
  constexpr std::uint64_t pieces_max = 20;
  std::uint64_t bytes = 0;
  std::string piece;
  for (std::uint64_t i = 0; i < std::min(stream.piece_count, pieces_max); ++i) {
    piece.clear();
    stream.write_piece(i, piece);
    bytes += piece.size();
  }
  HEADROOM_ASSERT(!stream.length || bytes <= *stream.length);
  HEADROOM_ASSERT(!stream.length || stream.piece_count > pieces_max || bytes == *stream.length);
  HEADROOM_ASSERT(stream.pause >= kit::Duration());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Question question{.seed = size};
  question.method = take_line(text);
  question.target = take_line(text);
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    const http1::Field field = http1::field_of_line(line);
    // What the server's parser lets through.
    if (http1::is_token(field.name) && http1::is_field_value(field.value)) {
      headers.emplace_back(field.name, field.value);
    }
  }
  question.headers = headers;
  question.body = text;

  const Answer answer = answer_to(question);

  HEADROOM_ASSERT(answer.status >= 200 && answer.status <= 599);
  HEADROOM_ASSERT(answer.delay >= kit::Duration());
  for (const auto& [name, value] : answer.headers) {
    HEADROOM_ASSERT(http1::is_token(name) && http1::is_field_value(value));
  }
  if (answer.stream) {
    check_pieces(*answer.stream);
  }
  const std::string lines = cross_origin_lines(question);
  HEADROOM_ASSERT(lines.ends_with("\r\n") && lines.find("\r\n\r\n") == lines.npos);
  return 0;
}
