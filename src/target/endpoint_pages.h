// The table of endpoints as people read it: the front page of a running target,
// and the page of the documentation, which a test compares with this.
#pragma once

#include <string>

namespace headroom::target {

std::string endpoints_html();
// docs/commands/target-endpoints.md, whole.
std::string endpoints_markdown();

}  // namespace headroom::target
