// Bodies in the codings that clients are to decode, whole and in memory: by zlib
// and brotli.
#pragma once

#include <string>
#include <string_view>

namespace headroom::target {

std::string gzip_compressed(std::string_view bytes);
// HTTP's "deflate": zlib's format (RFC 1950).
std::string deflate_compressed(std::string_view bytes);
std::string brotli_compressed(std::string_view bytes);

}  // namespace headroom::target
