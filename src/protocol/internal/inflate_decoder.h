// gzip and zlib streams with zlib's inflate. The envelopes are read here, because
// their complaints are to be those of Go's compress/gzip and compress/zlib, which
// zlib's own cannot be told apart by.
#pragma once

#include <memory>
#include <string_view>

#include "protocol/internal/decoded_bytes.h"

namespace headroom::protocol {

class InflateDecoder {
 public:
  InflateDecoder();
  ~InflateDecoder();
  InflateDecoder(const InflateDecoder&) = delete;
  InflateDecoder& operator=(const InflateDecoder&) = delete;

  // One member or several, one after the other.
  Decoding decode_gzip(std::string_view coded, DecodedBytes& out);
  // zlib's envelope; without one, too, as some servers send it and browsers take
  // it (k6 does not).
  Decoding decode_deflate(std::string_view coded, DecodedBytes& out);

 private:
  Decoding decode_member(std::string_view& coded, DecodedBytes& out);
  Decoding decode_zlib(std::string_view coded, DecodedBytes& out);
  // Reads one deflate stream off the front of `coded`.
  Decoding inflate_all(std::string_view& coded, DecodedBytes& out);

  struct Stream;
  std::unique_ptr<Stream> stream_;  // zlib points back at it: it must not move
};

}  // namespace headroom::protocol
