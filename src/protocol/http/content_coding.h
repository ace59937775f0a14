// Content-Encoding: gzip, deflate, br and zstd, alone or stacked, decoded for
// answers and encoded for requests, with the complaints of k6's libraries. Plain
// functions that never wait but need some tens of kilobytes of stack: on a fiber,
// the caller runs them on the worker's own.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "kit/result.h"
#include "protocol/http/failure.h"

namespace headroom::protocol {

class BrotliDecoder;
class InflateDecoder;
class ZstdDecoder;

}  // namespace headroom::protocol

namespace headroom::protocol::http {

// As k6 has it, a body that ends too early or is corrupt in its middle is no
// error of decompression (kind end_inside_answer, malformed), while a wrong
// header or checksum is (undecodable_body).
struct DecodeFailure {
  ExchangeFailure exchange;
  // False when the decoder refused to start: k6's body is then null. Else it is
  // what was decoded until the failure.
  bool has_partial_body = false;
};

// Decodes bodies, one after another. Kept for a worker's life: state and memory
// of the libraries are used again, so that a steady loop allocates nothing.
class BodyDecoder {
 public:
  BodyDecoder();
  ~BodyDecoder();
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  // Puts the decoded `body` into `decoded`, whose memory is used again. False,
  // and `decoded` is left alone, when `codings` names none we know: those are
  // passed over. Fails when `bytes_max` would be exceeded, at any stage.
  std::expected<bool, DecodeFailure> decode(std::string_view codings, std::string_view body,
                                            std::string& decoded, std::size_t bytes_max);
  // The same, replacing `body`.
  std::expected<bool, DecodeFailure> decode_in_place(std::string_view codings, std::string& body,
                                                     std::size_t bytes_max);

 private:
  std::unique_ptr<InflateDecoder> inflate_;
  std::unique_ptr<BrotliDecoder> brotli_;
  std::unique_ptr<ZstdDecoder> zstd_;
  std::string between_;   // two stages of a stacked coding
  std::string in_place_;  // the memory of the last body decoded in place
};

struct EncodedBody {
  std::string bytes;
  std::string content_encoding;  // "gzip, br"
};

// Applies the codings in their order, each at the level k6 uses. No coding at all
// leaves the bytes as they are; an unknown one is an error in k6's words.
kit::Result<EncodedBody> encode_body(std::string_view codings, std::string_view bytes);

}  // namespace headroom::protocol::http
