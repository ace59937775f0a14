// Bytes as text, two digits each.
#pragma once

#include <string>
#include <string_view>

namespace headroom::kit {

// Lower-case: "\x01\xff" is "01ff".
std::string hex_of(std::string_view bytes);

}  // namespace headroom::kit
