#include "script/program.h"

#include <algorithm>
#include <optional>

#include "script/pool.h"
#include "script/runtime.h"
#include "script/runtime_modules.h"

namespace headroom::script {
namespace {

// Where `specifier` stands as a string literal in the text: its first mention, which is its
// import unless a comment or a string says it before.
Frame frame_of_mention(const std::string& file, std::string_view text, std::string_view specifier) {
  Frame frame{.file = file};
  for (const char quote : {'\'', '"'}) {
    const std::size_t at = text.find(quote + std::string(specifier) + quote);
    if (at != std::string_view::npos) {
      const std::string_view before = text.substr(0, at);
      frame.line = 1 + static_cast<int>(std::ranges::count(before, '\n'));
      frame.column = static_cast<int>(at - (before.rfind('\n') + 1)) + 1;
      return frame;
    }
  }
  return frame;
}

}  // namespace

// Compiles in a runtime of its own, which is thrown away.
class ProgramCompiler {
 public:
  ProgramCompiler(const ModuleSource& source, const NativeModules& natives, CompileOptions options)
      : source_(source),
        natives_(natives),
        runtime_(pool_, natives, {.stack_bytes_max = 448 << 10}) {
    runtime_.enter_stack(448 << 10);
    JSRuntime* js_runtime = JS_GetRuntime(runtime_.context());
    JS_SetModuleLoaderFunc(js_runtime, normalize, load, this);
    JS_SetStripInfo(js_runtime, options.keeps_source ? 0 : JS_STRIP_SOURCE);
  }

  Outcome<Program> compile(const ModuleText& main) {
    program_.main_name_ = main.name;
    if (compile_module(main.name, main.text) == nullptr) {
      ScriptError error = take_exception(runtime_.context());
      return std::unexpected(failure_ ? *std::move(failure_) : with_remedy(std::move(error)));
    }
    return std::move(program_);
  }

 private:
  // The compiled module, kept by the context; null with an exception thrown.
  JSModuleDef* compile_module(const std::string& name, const std::string& text) {
    JSContext* context = runtime_.context();
    texts_[name] = &text;
    const JSValue module = JS_Eval(context, text.c_str(), text.size(), name.c_str(),
                                   JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    texts_.erase(name);
    if (JS_IsException(module) != 0) {
      return nullptr;
    }
    std::size_t size = 0;
    std::uint8_t* bytecode = JS_WriteObject(context, &size, module, JS_WRITE_OBJ_BYTECODE);
    if (bytecode == nullptr) {
      return nullptr;
    }
    program_.bytecode_[name].assign(reinterpret_cast<const char*>(bytecode), size);
    js_free(context, bytecode);
    return static_cast<JSModuleDef*>(JS_VALUE_GET_PTR(module));
  }

  static char* normalize(JSContext* context, const char* base, const char* specifier,
                         void* opaque) {
    auto& self = *static_cast<ProgramCompiler*>(opaque);
    if (self.natives_.find(specifier) != nullptr) {
      return js_copy_of(context, specifier);
    }
    const kit::Result<std::string> name = self.resolve(specifier, base);
    if (!name) {
      self.fail(context, name.error(), self.frame_of_import(specifier, base));
      return nullptr;
    }
    self.imported_at_ = self.frame_of_import(specifier, base);
    self.program_.resolutions_[{base, specifier}] = *name;
    return js_copy_of(context, *name);
  }

  kit::Result<std::string> resolve(std::string_view specifier, std::string_view base) const {
    if (specifier.starts_with("https://")) {
      return kit::failure("import of " + std::string(specifier) +
                          ": https imports are not supported yet, save the module beside the "
                          "script and import it as ./name.js");
    }
    return source_.resolve(specifier, base);
  }

  static JSModuleDef* load(JSContext* context, const char* name, void* opaque) {
    auto& self = *static_cast<ProgramCompiler*>(opaque);
    if (const NativeModule* native = self.natives_.find(name)) {
      return new_native_module(context, *native);
    }
    const kit::Result<std::string> text = self.source_.read(name);
    if (!text) {
      self.fail(context, text.error(), self.imported_at_);
      return nullptr;
    }
    return self.compile_module(name, *text);
  }

  // Keeps our own words: the exception only unwinds the compiler.
  void fail(JSContext* context, const kit::Error& error, Frame frame) {
    failure_ = ScriptError{.text = error.text(), .frames = {std::move(frame)}};
    throw_error(context, error.text());
  }

  // QuickJS resolves a module's imports when it has parsed all of it and knows no line.
  Frame frame_of_import(std::string_view specifier, const std::string& base) const {
    const auto text = texts_.find(base);
    return text == texts_.end() ? Frame{.file = base}
                                : frame_of_mention(base, *text->second, specifier);
  }

  static ScriptError with_remedy(ScriptError error) {
    if (!error.frames.empty() && error.frames.front().file.ends_with(".ts")) {
      error.text += " (TypeScript is not supported yet: compile it to JavaScript first)";
    }
    return error;
  }

  const ModuleSource& source_;
  const NativeModules& natives_;
  Pool pool_;
  Runtime runtime_;

  Program program_;
  std::map<std::string, const std::string*> texts_;  // of the modules being compiled
  Frame imported_at_;                                // the import resolved last
  std::optional<ScriptError> failure_;
};

Outcome<Program> Program::compile(const ModuleText& main, const ModuleSource& source,
                                  const NativeModules& natives, CompileOptions options) {
  return ProgramCompiler(source, natives, options).compile(main);
}

std::vector<std::string> Program::module_names() const {
  std::vector<std::string> names;
  names.reserve(bytecode_.size());
  for (const auto& [name, bytecode] : bytecode_) {
    names.push_back(name);
  }
  return names;
}

const std::string* Program::bytecode_of(std::string_view name) const {
  const auto found = bytecode_.find(name);
  return found == bytecode_.end() ? nullptr : &found->second;
}

const std::string* Program::resolved(std::string_view specifier, std::string_view base) const {
  const auto found = resolutions_.find({std::string(base), std::string(specifier)});
  return found == resolutions_.end() ? nullptr : &found->second;
}

}  // namespace headroom::script
