// Random identifiers from a seeded generator: unlike each other, not secret.
#pragma once

#include <string>

#include "kit/random.h"

namespace headroom::target {

// 32 digits.
std::string random_hex(kit::Random& random);
// RFC 4122's version 4: "e8a1...-....-4...-a...-............".
std::string random_uuid(kit::Random& random);

}  // namespace headroom::target
