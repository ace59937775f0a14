#include "protocol/internal/inflate_decoder.h"

#define ZLIB_CONST  // NOLINT: makes next_in a pointer to const
#include <cstdint>
#include <optional>

#include <zlib.h>

#include "kit/assert.h"

namespace headroom::protocol {

namespace {

constexpr std::string_view gzip_header_text = "gzip: invalid header";
constexpr std::string_view cut_off_text = "unexpected EOF";
constexpr std::size_t name_bytes_max = 511;  // Go's

const Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

std::uint32_t little_endian(std::string_view text) {
  std::uint32_t number = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    number = number << 8 | byte_at(text, i);
  }
  return number;
}

std::uint32_t big_endian(std::string_view text) {
  std::uint32_t number = 0;
  for (const char c : text) {
    number = number << 8 | static_cast<unsigned char>(c);
  }
  return number;
}

// zlib's checksums of more than 4 GB need its 64-bit calls, hence the _z.
std::uint32_t crc_of(std::string_view text) {
  return static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), bytes_of(text), text.size()));
}

std::uint32_t adler_of(std::string_view text) {
  return static_cast<std::uint32_t>(
      adler32_z(adler32_z(0, nullptr, 0), bytes_of(text), text.size()));
}

// Reads the header of a gzip member (RFC 1952). The texts it fails with are Go's.
class GzipHeader {
 public:
  explicit GzipHeader(std::string_view coded) : coded_(coded) {}

  // Its size, or why there is none.
  std::expected<std::size_t, std::string_view> size() {
    if (coded_.size() < fixed_bytes) {
      return std::unexpected(coded_.empty() ? "EOF" : cut_off_text);
    }
    if (!coded_.starts_with("\x1f\x8b\x08")) {
      return std::unexpected(gzip_header_text);
    }
    const std::uint32_t flags = byte_at(coded_, 3);
    at_ = fixed_bytes;
    const bool is_whole =
        (!(flags & flag_extra) || skip_extra()) && (!(flags & flag_name) || skip_text()) &&
        (!(flags & flag_comment) || skip_text()) && (!(flags & flag_checksum) || skip_checksum());
    if (!is_whole) {
      return std::unexpected(failure_);
    }
    return at_;
  }

 private:
  static constexpr std::size_t fixed_bytes = 10;
  static constexpr std::uint32_t flag_checksum = 2;
  static constexpr std::uint32_t flag_extra = 4;
  static constexpr std::uint32_t flag_name = 8;
  static constexpr std::uint32_t flag_comment = 16;

  bool skip(std::size_t size) {
    if (coded_.size() - at_ < size) {
      return false;
    }
    at_ += size;
    return true;
  }
  bool skip_extra() { return skip(2) && skip(little_endian(coded_.substr(at_ - 2, 2))); }
  // Text that ends with a zero.
  bool skip_text() {
    const std::size_t end = coded_.substr(at_, name_bytes_max + 1).find('\0');
    if (end != std::string_view::npos) {
      return skip(end + 1);
    }
    if (coded_.size() - at_ > name_bytes_max) {
      failure_ = gzip_header_text;
    }
    return false;
  }
  bool skip_checksum() {
    const std::uint32_t expected = crc_of(coded_.substr(0, at_)) & 0xffff;
    if (!skip(2)) {
      return false;
    }
    failure_ = gzip_header_text;
    return little_endian(coded_.substr(at_ - 2, 2)) == expected;
  }

  std::string_view coded_;
  std::size_t at_ = 0;
  std::string_view failure_ = cut_off_text;
};

enum class ZlibHeader : std::uint8_t { none, plain, with_dictionary };

ZlibHeader zlib_header_of(std::string_view coded) {
  constexpr std::uint32_t method_deflate = 8;
  constexpr std::uint32_t window_size_max = 7;
  const std::uint32_t method = byte_at(coded, 0);
  const std::uint32_t flags = byte_at(coded, 1);
  if ((method & 0xf) != method_deflate || method >> 4 > window_size_max ||
      (method << 8 | flags) % 31 != 0) {
    return ZlibHeader::none;
  }
  return (flags & 0x20) != 0 ? ZlibHeader::with_dictionary : ZlibHeader::plain;
}

}  // namespace

struct InflateDecoder::Stream : z_stream {};

InflateDecoder::InflateDecoder() : stream_(std::make_unique<Stream>()) {
  constexpr int raw_window_bits = -15;
  HEADROOM_ASSERT(inflateInit2(stream_.get(), raw_window_bits) == Z_OK);
}

InflateDecoder::~InflateDecoder() {
  inflateEnd(stream_.get());
}

Decoding InflateDecoder::decode_gzip(std::string_view coded, DecodedBytes& out) {
  bool is_first = true;
  while (is_first || !coded.empty()) {
    const auto header_bytes = GzipHeader(coded).size();
    if (!header_bytes) {
      if (is_first) {
        return refused(header_bytes.error());
      }
      if (header_bytes.error() == cut_off_text) {
        return cut_off();
      }
      return broken(header_bytes.error());
    }
    coded.remove_prefix(*header_bytes);
    is_first = false;
    if (Decoding decoding = decode_member(coded, out); !decoding) {
      return decoding;
    }
  }
  return {};
}

Decoding InflateDecoder::decode_member(std::string_view& coded, DecodedBytes& out) {
  const std::size_t start = out.view().size();
  if (Decoding decoding = inflate_all(coded, out); !decoding) {
    return decoding;
  }
  constexpr std::size_t trailer_bytes = 8;
  if (coded.size() < trailer_bytes) {
    return cut_off();
  }
  const std::string_view member = out.view().substr(start);
  if (little_endian(coded.substr(0, 4)) != crc_of(member) ||
      little_endian(coded.substr(4, 4)) != static_cast<std::uint32_t>(member.size())) {
    return broken("gzip: invalid checksum");
  }
  coded.remove_prefix(trailer_bytes);
  return {};
}

Decoding InflateDecoder::decode_deflate(std::string_view coded, DecodedBytes& out) {
  if (coded.size() < 2) {
    return refused(cut_off_text);
  }
  switch (zlib_header_of(coded)) {
    case ZlibHeader::plain: return decode_zlib(coded.substr(2), out);
    case ZlibHeader::with_dictionary: return refused("zlib: invalid dictionary");
    case ZlibHeader::none: break;
  }
  Decoding decoding = inflate_all(coded, out);
  if (!decoding && decoding.error().exchange.kind != http::FailureKind::body_too_large) {
    out.clear();
    return refused("zlib: invalid header");
  }
  return decoding;
}

Decoding InflateDecoder::decode_zlib(std::string_view coded, DecodedBytes& out) {
  if (Decoding decoding = inflate_all(coded, out); !decoding) {
    return decoding;
  }
  if (coded.size() < 4) {
    return cut_off();
  }
  if (big_endian(coded.substr(0, 4)) != adler_of(out.view())) {
    return broken("zlib: invalid checksum");
  }
  return {};
}

Decoding InflateDecoder::inflate_all(std::string_view& coded, DecodedBytes& out) {
  constexpr std::size_t piece_bytes_max = 1 << 30;  // zlib counts in 32 bits
  HEADROOM_ASSERT(inflateReset(stream_.get()) == Z_OK);
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    stream_->next_in = bytes_of(coded);
    stream_->avail_in = static_cast<uInt>(std::min(coded.size(), piece_bytes_max));
    const std::size_t offered = stream_->avail_in;
    bool is_full = false;
    out.append([&](char* begin, std::size_t size) {
      const std::size_t room = std::min(size, piece_bytes_max);
      stream_->next_out = reinterpret_cast<Bytef*>(begin);
      stream_->avail_out = static_cast<uInt>(room);
      status = inflate(stream_.get(), Z_NO_FLUSH);
      is_full = stream_->avail_out == 0;
      return room - stream_->avail_out;
    });
    coded.remove_prefix(offered - stream_->avail_in);
    if (out.is_too_large()) {
      return out.too_large();
    }
    if (status == Z_DATA_ERROR) {
      return corrupt("flate: corrupt input before offset " + std::to_string(stream_->total_in));
    }
    HEADROOM_ASSERT(status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END);
    if (status != Z_STREAM_END && !is_full && coded.empty()) {
      return cut_off();
    }
  }
  return {};
}

}  // namespace headroom::protocol
