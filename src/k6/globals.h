// The globals that only init code sees: open().
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

void install_init_globals(JSContext* context);
}  // namespace headroom::k6
