// The globals of a script that are not console: open(), for init code only,
// __ITER, for virtual users only, and __ENV.
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

void install_globals_of_script(JSContext* context);
// Again, since the scenario's own variables are another's now.
void install_env(JSContext* context);

}  // namespace headroom::k6
