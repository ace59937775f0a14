// How a runtime finds what a script imports: bytecode of its program, or a
// native module that is made at that moment. Inside of Runtime and Program.
#pragma once

#include <string_view>

#include "script/native_module.h"
#include "script/quickjs.h"

namespace headroom::script {

class Runtime;

void install_module_loader(JSRuntime* js_runtime, Runtime& runtime);

// The module with its export names, to be filled in when it is first evaluated.
JSModuleDef* new_native_module(JSContext* context, const NativeModule& native);

// A copy of the text in the runtime's own memory, as module normalizers return it.
char* js_copy_of(JSContext* context, std::string_view text);

}  // namespace headroom::script
