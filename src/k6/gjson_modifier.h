// gjson's modifiers, "@reverse" and its kin: JSON in, JSON out.
#pragma once

#include <string_view>

namespace headroom::k6 {

class GjsonSelection;

struct ModifierInput {
  std::string_view json;  // empty when the path so far found nothing
  std::string_view argument;
};

bool is_gjson_modifier(std::string_view name);

// A view into the input, or a text that `selection` keeps.
std::string_view apply_gjson_modifier(GjsonSelection& selection, std::string_view name,
                                      const ModifierInput& input);

}  // namespace headroom::k6
