// The program's version, for whoever shows it or sends it. It is written once, in
// the project() line of the top CMakeLists.txt.
#pragma once

#include <string_view>

namespace headroom::kit {

// "1.2.3"
std::string_view version();

}  // namespace headroom::kit
