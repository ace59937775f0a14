// The globals of a script that are not console: open(), for init code only, and
// __ITER, for virtual users only.
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

void install_globals_of_script(JSContext* context);

}  // namespace headroom::k6
