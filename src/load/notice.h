// Something the user should read while the run goes on.
#pragma once

#include <string>

namespace headroom::load {

struct Notice {
  bool is_error = false;  // else a warning
  std::string text;
};

}  // namespace headroom::load
