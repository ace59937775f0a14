#include "script/native_module.h"

#include <algorithm>
#include <utility>

#include "kit/assert.h"

namespace headroom::script {

void ModuleExports::set(const char* name, JSValue owned) {
  HEADROOM_ASSERT(JS_SetModuleExport(context_, module_, name, owned) == 0);
}

void ModuleExports::set(std::span<const JSCFunctionListEntry> entries) {
  HEADROOM_ASSERT(JS_SetModuleExportList(context_, module_, entries.data(),
                                         static_cast<int>(entries.size())) == 0);
}

void NativeModules::add(NativeModule module) {
  HEADROOM_ASSERT(find(module.name) == nullptr && module.init != nullptr);
  modules_.push_back(std::move(module));
}

const NativeModule* NativeModules::find(std::string_view name) const {
  const auto found = std::ranges::find(modules_, name, &NativeModule::name);
  return found == modules_.end() ? nullptr : &*found;
}

}  // namespace headroom::script
