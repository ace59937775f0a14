// The objects behind exec.vu.metrics.tags and .metadata: their properties are
// the virtual user's tags and metadata themselves, read and written as such.
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

// Once in a runtime, before the objects are made.
void define_vu_tags_classes(JSContext* context);

JSValue new_vu_tags(JSContext* context);
JSValue new_vu_metadata(JSContext* context);

}  // namespace headroom::k6
