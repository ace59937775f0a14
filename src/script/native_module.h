// Modules written in C++ that a script can import, such as "k6/http". The
// registry is filled once before any script is compiled and then only read, by
// all threads; a module's objects are made in a runtime when a script imports it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/quickjs.h"

namespace headroom::script {

// Handed to NativeModule::init to fill in the exports.
class ModuleExports {
 public:
  ModuleExports(JSContext* context, JSModuleDef* module) : context_(context), module_(module) {}

  // Takes over `owned`. The name must be among NativeModule::exports.
  void set(const char* name, JSValue owned);
  // Each function entry under its own name.
  void set(std::span<const JSCFunctionListEntry> entries);

 private:
  JSContext* context_;
  JSModuleDef* module_;
};

struct NativeModule {
  std::string name;                  // what the script imports
  std::vector<std::string> exports;  // every export, "default" included
  // Fills in the exports, once in each runtime that imports the module. Returns
  // false with an exception thrown when it cannot.
  bool (*init)(JSContext* context, ModuleExports& exports) = nullptr;
};

class NativeModules {
 public:
  void add(NativeModule module);
  // Null when there is none of that name.
  const NativeModule* find(std::string_view name) const;

 private:
  std::vector<NativeModule> modules_;
};

}  // namespace headroom::script
