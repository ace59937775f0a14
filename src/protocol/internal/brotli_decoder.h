// Brotli streams (RFC 7932) with Google's decoder.
#pragma once

#include <string_view>

#include "protocol/internal/block_cache.h"
#include "protocol/internal/decoded_bytes.h"

namespace headroom::protocol {

class BrotliDecoder {
 public:
  Decoding decode(std::string_view coded, DecodedBytes& out);

 private:
  BlockCache blocks_;  // the library cannot reset a decoder, so memory is kept instead
};

}  // namespace headroom::protocol
