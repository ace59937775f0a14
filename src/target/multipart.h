// The parts of a multipart/form-data body. Hostile bytes give fewer parts, never
// more than there are, and no copy of a part's content is made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::target {

struct Part {
  std::string name;
  std::string content_type;  // empty when it says none
  std::string_view content;  // in the body it was read from
  bool is_file = false;      // it has a file name
};

inline constexpr std::size_t parts_max = 1000;

bool is_multipart(std::string_view content_type);
// `content_type` is that of the request: it has the boundary. What is malformed
// ends the list.
std::vector<Part> parts_of(std::string_view content_type, std::string_view body);

}  // namespace headroom::target
