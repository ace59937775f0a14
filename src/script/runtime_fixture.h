// For tests: a pool, a registry and a runtime with defaults, and modules whose
// texts are given in the test.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "script/inspect.h"
#include "script/program.h"
#include "script/runtime.h"

namespace headroom::script {

// Modules by their full name; "./x.js" means "file:///x.js".
inline ModuleSource source_of(std::map<std::string, std::string> texts) {
  return {.resolve = [](std::string_view specifier, std::string_view) -> kit::Result<std::string> {
            if (!specifier.starts_with("./")) {
              return kit::failure("module " + std::string(specifier) + " is not known");
            }
            return "file:///" + std::string(specifier.substr(2));
          },
          .read = [texts = std::move(texts)](const std::string& name) -> kit::Result<std::string> {
            const auto found = texts.find(name);
            if (found == texts.end()) {
              return kit::failure(name + ": no such file");
            }
            return found->second;
          }};
}

struct World {
  explicit World(RuntimeOptions options = {}, NativeModules natives_given = {})
      : natives(std::move(natives_given)),
        runtime(std::make_unique<Runtime>(pool, natives, options)) {
    runtime->enter_stack(options.stack_bytes_max);
  }

  Outcome<Value> run(const std::string& text) { return runtime->evaluate_text(text, "text.js"); }

  // The value's text as console.log shows it, or the error's.
  std::string show(const std::string& text) {
    const Outcome<Value> value = run(text);
    return value ? inspect(runtime->context(), value->get()) : value.error().text;
  }

  Outcome<void> load(const std::string& text, std::map<std::string, std::string> others = {}) {
    Outcome<Program> compiled =
        Program::compile({"file:///script.js", text}, source_of(std::move(others)), natives);
    if (!compiled) {
      return std::unexpected(compiled.error());
    }
    program = std::make_unique<Program>(*std::move(compiled));
    return runtime->evaluate(*program);
  }

  Outcome<Value> call(const char* name) {
    const Value function = runtime->exported(name).value();
    return runtime->call(function);
  }

  Pool pool;
  NativeModules natives;
  std::unique_ptr<Program> program;
  std::unique_ptr<Runtime> runtime;
};

}  // namespace headroom::script
