// Files of NAME=value lines, as .env files are: comments, `export`, quotes. Nothing is
// expanded: $NAME stays as written.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/result.h"

namespace headroom::document {

using EnvVariables = std::vector<std::pair<std::string, std::string>>;

// In the order written; of a name that is there twice the last one counts. Errors name
// line and column, both from 1.
//
//   NAME=value         to the end of the line, without blanks around it and without
//                      what follows " #"
//   NAME='as it is'    may span lines
//   NAME="a\nb"        \n \r \t \\ \" \$ are undone; may span lines
kit::Result<EnvVariables> parse_env_file(std::string_view text);

}  // namespace headroom::document
