// console.debug, log, info, warn and error: the script's lines, in the log.
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

void install_console(JSContext* context);

}  // namespace headroom::k6
