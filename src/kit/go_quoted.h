// Text in double quotes as Go's %q writes it, which is what readers of k6's log
// lines and error texts expect.
#pragma once

#include <string>
#include <string_view>

namespace headroom::kit {

// What is not printable, or not UTF-8, is escaped: \n, \x01, \u00a0.
std::string go_quoted(std::string_view text);

}  // namespace headroom::kit
