// The parts of a Response that are objects: made anew each time they are read.
#pragma once

#include "k6/response.h"
#include "script/quickjs.h"

namespace headroom::k6 {

JSValue new_headers_part(JSContext* context, const ResponseState& state);
JSValue new_timings_part(JSContext* context, const ResponseState& state);
JSValue new_request_part(JSContext* context, const ResponseState& state);
JSValue new_cookies_part(JSContext* context, const ResponseState& state);
JSValue new_ocsp_part(JSContext* context, const ResponseState& state);

}  // namespace headroom::k6
