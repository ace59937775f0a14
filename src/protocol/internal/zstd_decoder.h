// Zstandard frames (RFC 8878), one or several, with the reference library.
#pragma once

#include <memory>
#include <string_view>

#include "protocol/internal/decoded_bytes.h"

struct ZSTD_DCtx_s;

namespace headroom::protocol {

class ZstdDecoder {
 public:
  ZstdDecoder();
  ~ZstdDecoder();

  Decoding decode(std::string_view coded, DecodedBytes& out);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };

  void start();

  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
};

}  // namespace headroom::protocol
