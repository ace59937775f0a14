// The options in force as a script sees them in exec.test.options: every key of
// k6, in its order; null where nothing was said and k6 fills nothing in.
#pragma once

#include <string>

#include "k6/options.h"

namespace headroom::k6 {

// An object. The shortcuts (vus, duration, iterations, stages) are left out: they
// have become the scenario "default".
document::Value options_document(const Options& options);
std::string options_json(const Options& options);

}  // namespace headroom::k6
