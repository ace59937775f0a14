#include "kit/text_pieces.h"

namespace headroom::kit {

std::string_view trimmed(std::string_view text, std::string_view unwanted) {
  const std::size_t begin = text.find_first_not_of(unwanted);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(unwanted) - begin + 1);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    all.append(i == 0 ? "" : ", ").append(texts[i]);
  }
  return all;
}

}  // namespace headroom::kit
