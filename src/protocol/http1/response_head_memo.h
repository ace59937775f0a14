// Recognises heads that were read before. Under load a server's answers differ
// little: within a second, heads of one length are mostly the same bytes, and
// comparing them costs a tenth of reading them. One worker's; knows no connection.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/http1/response_head.h"

namespace headroom::protocol::http1 {

class ResponseHeadMemo {
 public:
  // The whole head that `bytes` begins with, or null when it is none of those
  // remembered. `bytes` is what the first read of an answer brought: answers of
  // the same size share a place.
  const ResponseHead* find(std::string_view bytes, bool answers_head_request) const;
  // `head` is what reading `bytes` gave. `first_read_bytes` is the size that the next
  // answer of its kind will be looked up with.
  void remember(std::string_view bytes, const ResponseHead& head, bool answers_head_request,
                std::size_t first_read_bytes);

 private:
  static constexpr std::size_t place_count = 16;
  static constexpr std::size_t head_bytes_max = 2048;
  struct Place {
    std::string bytes;  // of the head; empty: none
    ResponseHead head;
    bool answers_head_request = false;
  };

  static std::size_t place_of(std::size_t size) { return size % place_count; }

  std::array<Place, place_count> places_;
};

}  // namespace headroom::protocol::http1
