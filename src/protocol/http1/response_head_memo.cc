#include "protocol/http1/response_head_memo.h"

namespace headroom::protocol::http1 {

const ResponseHead* ResponseHeadMemo::find(std::string_view bytes,
                                           bool answers_head_request) const {
  const Place& place = places_[place_of(bytes.size())];
  const bool is_same = !place.bytes.empty() && place.answers_head_request == answers_head_request &&
                       bytes.starts_with(place.bytes);
  return is_same ? &place.head : nullptr;
}

void ResponseHeadMemo::remember(std::string_view bytes, const ResponseHead& head,
                                bool answers_head_request, std::size_t first_read_bytes) {
  if (head.size > head_bytes_max || head.size > first_read_bytes) {
    return;
  }
  Place& place = places_[place_of(first_read_bytes)];
  place.bytes.assign(bytes.substr(0, head.size));
  place.head = head;
  place.answers_head_request = answers_head_request;
}

}  // namespace headroom::protocol::http1
