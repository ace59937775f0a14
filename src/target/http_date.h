// A point of civil time as HTTP writes it: "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once

#include <string>

#include "kit/time.h"

namespace headroom::target {

std::string http_date(kit::WallTime time);

}  // namespace headroom::target
