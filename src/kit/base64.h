// Base64 as Go's encoding/base64 writes and reads it, for scripts, credentials
// and whoever puts bytes into text. Line breaks are read over, not written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kit/result.h"

namespace headroom::kit {

enum class Base64Alphabet : std::uint8_t {
  standard,  // with + and /
  url        // with - and _
};

struct Base64Form {
  Base64Alphabet alphabet = Base64Alphabet::standard;
  bool is_padded = true;  // with = up to a multiple of four characters
};

std::string base64_encoded(std::string_view bytes, Base64Form form = {});

// The error is Go's: "illegal base64 data at input byte 3".
Result<std::string> base64_decoded(std::string_view text, Base64Form form = {});

}  // namespace headroom::kit
