// The bytes that a script hands over: an ArrayBuffer, a typed array or a DataView.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "script/quickjs.h"

namespace headroom::script {

// The bytes in question, where they lie; none when the value is something else or its
// buffer was detached. Valid as long as the value lives and no script runs.
std::optional<std::string_view> bytes_of(JSContext* context, JSValueConst value);

// Once before any script runs that may replace the constructors; cheap.
void learn_buffer_classes(JSContext* context);

bool is_array_buffer(JSContext* context, JSValueConst value);

}  // namespace headroom::script
