// Which of QuickJS's features a script sees: the intrinsics it gets, the globals
// that k6's engine lacks and bundled code probes for, and a seeded Math.random.
// What k6 adds (console, __ENV, timers) is the k6 module's.
#pragma once

#include "script/quickjs.h"

namespace headroom::script {

// Null when memory is short.
JSContext* new_trimmed_context(JSRuntime* js_runtime);

// Makes Math.random draw from Runtime::next_random.
void install_random(JSContext* context);

}  // namespace headroom::script
