#include "kit/version.h"

namespace headroom::kit {

std::string_view version() {
  return HEADROOM_VERSION;  // a definition of this file's compile command
}

}  // namespace headroom::kit
