// http.batch and http.asyncRequest: several requests of one virtual user under
// way at once, each on a fiber of its own.
#pragma once

#include "script/quickjs.h"

namespace headroom::k6 {

// batch([...]) or batch({name: ...}): answers in the same shape, once all have come.
JSValue batch(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

// asyncRequest(method, url, body, params): a promise of the answer.
JSValue async_request(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

}  // namespace headroom::k6
