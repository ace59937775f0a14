// The part of gjson's path syntax that most scripts use in res.json(path): keys
// and indexes joined by dots, "users.0.name", with "\." for a dot in a key and a
// trailing or inner "#" for the length of an array.
#pragma once

#include "script/quickjs.h"
#include "script/value.h"

namespace headroom::k6 {

// What `path` selects in `root`; undefined when there is none. Paths with
// queries, wildcards or modifiers throw an error that names the path.
JSValue select_json(JSContext* context, script::Value root, JSValueConst path);

}  // namespace headroom::k6
