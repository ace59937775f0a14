#include "target/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include "kit/assert.h"

namespace headroom::target {

namespace {

// The window's size as zlib takes it, which also says which format to write.
constexpr int zlib_window = 15;
constexpr int gzip_window = zlib_window + 16;

// zlib takes its input through a pointer that is not const, and only reads it.
const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string zlib_compressed(std::string_view bytes, int window) {
  z_stream stream{};
  constexpr int memory_level = 8;
  HEADROOM_ASSERT(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, memory_level,
                               Z_DEFAULT_STRATEGY) == Z_OK);
  std::string coded(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = const_cast<Bytef*>(bytes_of(bytes));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(coded.data());
  stream.avail_out = static_cast<uInt>(coded.size());
  const int ending = deflate(&stream, Z_FINISH);
  HEADROOM_ASSERT(ending == Z_STREAM_END);
  coded.resize(stream.total_out);
  deflateEnd(&stream);
  return coded;
}

}  // namespace

std::string gzip_compressed(std::string_view bytes) {
  return zlib_compressed(bytes, gzip_window);
}

std::string deflate_compressed(std::string_view bytes) {
  return zlib_compressed(bytes, zlib_window);
}

std::string brotli_compressed(std::string_view bytes) {
  // Brotli's best takes a hundred times as long as this, for a few percent.
  constexpr int quality = 5;
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string coded(size, '\0');
  const auto was_coded =
      BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            bytes_of(bytes), &size, reinterpret_cast<std::uint8_t*>(coded.data()));
  HEADROOM_ASSERT(was_coded == BROTLI_TRUE);
  coded.resize(size);
  return coded;
}

}  // namespace headroom::target
