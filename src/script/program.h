// A script with everything it imports, compiled once: bytecode that any number
// of runtimes load, on any thread. It reads no file itself: ModuleSource does.
// Bytecode is never taken from outside the process.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/result.h"
#include "script/error.h"
#include "script/native_module.h"

namespace headroom::script {

struct ModuleText {
  std::string name;  // the full name, as stacks show it: "file:///x/script.js"
  std::string text;
};

// Where the text of imported modules comes from.
struct ModuleSource {
  // The full name of what `specifier` means in the module called `base`, such as
  // "file:///x/lib.js". Native modules are not asked for.
  std::function<kit::Result<std::string>(std::string_view specifier, std::string_view base)>
      resolve;
  // The text of the module with that full name.
  std::function<kit::Result<std::string>(const std::string& name)> read;
};

struct CompileOptions {
  // Whether Function.prototype.toString gives the source; it costs its size per virtual user.
  bool keeps_source = false;
};

class Program {
 public:
  // Compiles the main module and its imports.
  static Outcome<Program> compile(const ModuleText& main, const ModuleSource& source,
                                  const NativeModules& natives, CompileOptions options = {});

  const std::string& main_name() const { return main_name_; }
  // Every compiled module, the main one included, by full name.
  std::vector<std::string> module_names() const;

  // For Runtime. Both are null when there is none.
  const std::string* bytecode_of(std::string_view name) const;
  const std::string* resolved(std::string_view specifier, std::string_view base) const;

 private:
  friend class ProgramCompiler;
  Program() = default;

  std::string main_name_;
  std::map<std::string, std::string, std::less<>> bytecode_;
  // From {base, specifier} to the full name.
  std::map<std::pair<std::string, std::string>, std::string> resolutions_;
};

}  // namespace headroom::script
