// The sending half of content_coding.h.
#define ZLIB_CONST  // NOLINT: makes next_in a pointer to const
#include <limits>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include "kit/assert.h"
#include "protocol/http/content_coding.h"
#include "protocol/internal/coding.h"

namespace headroom::protocol::http {

namespace {

enum class Envelope : int { zlib = 15, gzip = 15 + 16 };  // what deflateInit2 calls window bits

std::string deflated(std::string_view bytes, Envelope envelope) {
  constexpr int memory_level = 8;
  z_stream stream{};
  HEADROOM_ASSERT(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
                               static_cast<int>(envelope), memory_level,
                               Z_DEFAULT_STRATEGY) == Z_OK);
  gz_header header{};
  header.os = 255;  // unknown, as Go writes it
  if (envelope == Envelope::gzip) {
    HEADROOM_ASSERT(deflateSetHeader(&stream, &header) == Z_OK);
  }
  std::string out;
  out.resize_and_overwrite(deflateBound(&stream, bytes.size()), [&](char* begin, std::size_t size) {
    stream.next_in = reinterpret_cast<const Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(begin);
    stream.avail_out = static_cast<uInt>(size);
    HEADROOM_ASSERT(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    return size - stream.avail_out;
  });
  deflateEnd(&stream);
  return out;
}

std::string encoded_brotli(std::string_view bytes) {
  constexpr int quality = 6;  // the default of k6's library
  std::string out;
  out.resize_and_overwrite(
      BrotliEncoderMaxCompressedSize(bytes.size()), [&](char* begin, std::size_t size) {
        const auto encoded =
            BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                                  reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                  reinterpret_cast<std::uint8_t*>(begin));
        HEADROOM_ASSERT(encoded == BROTLI_TRUE);
        return size;
      });
  return out;
}

std::string encoded_zstd(std::string_view bytes) {
  std::string out;
  out.resize_and_overwrite(ZSTD_compressBound(bytes.size()), [&](char* begin, std::size_t size) {
    const std::size_t written =
        ZSTD_compress(begin, size, bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
    HEADROOM_ASSERT(ZSTD_isError(written) == 0);
    return written;
  });
  return out;
}

std::string encoded(Coding coding, std::string_view bytes) {
  switch (coding) {
    case Coding::gzip: return deflated(bytes, Envelope::gzip);
    case Coding::deflate: return deflated(bytes, Envelope::zlib);
    case Coding::zstd: return encoded_zstd(bytes);
    case Coding::br: return encoded_brotli(bytes);
  }
  __builtin_unreachable();
}

}  // namespace

kit::Result<EncodedBody> encode_body(std::string_view codings, std::string_view bytes) {
  EncodedBody body{.bytes = std::string(bytes), .content_encoding = {}};
  if (http1::trimmed(codings).empty()) {
    return body;
  }
  if (bytes.size() > std::numeric_limits<int>::max()) {
    return kit::failure("a request body of more than 2 GB cannot be compressed");
  }
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = codings.find(',');
    is_last = comma == std::string_view::npos;
    const std::string_view name = http1::trimmed(codings.substr(0, comma));
    codings = is_last ? "" : codings.substr(comma + 1);
    const auto coding = coding_named(name);
    if (!coding) {
      return kit::failure("unknown compression algorithm " + std::string(name) +
                          ", supported algorithms are [gzip deflate zstd br]");
    }
    body.bytes = encoded(*coding, body.bytes);
    body.content_encoding += body.content_encoding.empty() ? "" : ", ";
    body.content_encoding += name_of(*coding);
  }
  return body;
}

}  // namespace headroom::protocol::http
