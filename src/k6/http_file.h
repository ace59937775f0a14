// http.file(data, filename, contentType): bytes that become a part of a
// multipart body. An object with the fields data, filename and content_type.
#pragma once

#include <optional>
#include <string>

#include "script/quickjs.h"
#include "script/value.h"

namespace headroom::k6 {

void define_file_class(JSContext* context);

// The function http.file.
JSValue new_file(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

struct FileArgument {
  script::Value content;  // a string or bytes
  std::string filename;
  std::string content_type;
};

// None when the value is no file.
std::optional<FileArgument> read_file_argument(JSContext* context, JSValueConst value);

}  // namespace headroom::k6
