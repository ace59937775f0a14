// One log line as text, in the formats of k6 (which are logrus's), because
// people and jobs read them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/time.h"

namespace headroom::log {

enum class Level { debug, info, warning, error };

enum class Format {
  text,      // time="..." level=info msg="..." source=console
  terminal,  // INFO[0001] ...   source=console
  json,
  raw,  // the message alone
};

struct Line {
  kit::WallTime time;
  kit::Duration since_start;
  Level level = Level::info;
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

// Without the line feed. `uses_colour` matters for the terminal format only.
std::string text_of(const Line& line, Format format, bool uses_colour = false);

std::string_view name_of(Level level);

}  // namespace headroom::log
