// http.CookieJar and http.cookieJar(): the script's hands on jars of cookies, its
// own ones and that of its virtual user.
#pragma once

#include "script/quickjs.h"

namespace headroom::protocol::http {
class CookieJar;
}

namespace headroom::k6 {

// Returns the constructor, owned by the caller.
JSValue define_cookie_jar_class(JSContext* context);

// The function http.cookieJar.
JSValue vu_cookie_jar(JSContext* context, JSValueConst self, int argc, JSValueConst* argv);

// The jar behind a script's object, which must live on; null when it is none.
protocol::http::CookieJar* jar_of(JSValueConst object);

}  // namespace headroom::k6
