// The modules that scripts import, one file each. `add_modules` is what the
// rest of k6 calls.
#pragma once

#include "script/native_module.h"

namespace headroom::k6 {

void add_modules(script::NativeModules& modules);

script::NativeModule core_module();       // "k6"
script::NativeModule execution_module();  // "k6/execution"
script::NativeModule http_module();       // "k6/http"
script::NativeModule metrics_module();    // "k6/metrics"

// Whether k6 has a module of that name that Headroom does not have yet.
bool is_later_module(std::string_view name);

}  // namespace headroom::k6
