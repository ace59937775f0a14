// Taking the edges off a text, and putting texts together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::kit {

// Without the characters of `unwanted` at either end.
std::string_view trimmed(std::string_view text, std::string_view unwanted);

// "a, b, c".
std::string joined(const std::vector<std::string>& texts);

}  // namespace headroom::kit
