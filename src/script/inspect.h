// A value as console.log shows it: { a: 1, b: "x", c: [ 1, 2 ] }. Strings are
// raw at the top and quoted inside; calls no getter of the script, only toJSON
// of objects that have one. Not for JSON.
#pragma once

#include <string>

#include "script/quickjs.h"

namespace headroom::script {

// Leaves no exception pending.
std::string inspect(JSContext* context, JSValueConst value);

}  // namespace headroom::script
