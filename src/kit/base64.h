// Bytes as text and back by RFC 4648. Writes its first alphabet with padding;
// reads both alphabets ("+/" and "-_"), with the padding or without.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headroom::kit {

std::string base64(std::string_view bytes);

// None when a character is of neither alphabet, or the length is that of no bytes.
std::optional<std::string> base64_decoded(std::string_view text);

}  // namespace headroom::kit
