#include "target/endpoint_table.h"

#include <array>

#include "target/answers/auth.h"
#include "target/answers/bytes.h"
#include "target/answers/caching.h"
#include "target/answers/coding.h"
#include "target/answers/cookies.h"
#include "target/answers/documents.h"
#include "target/answers/echo.h"
#include "target/answers/images.h"
#include "target/answers/own.h"
#include "target/answers/redirects.h"
#include "target/answers/status.h"

namespace headroom::target {

namespace {

constexpr std::string_view methods = "Methods";
constexpr std::string_view inspection = "The request and its parts";
constexpr std::string_view authentication = "Authentication";
constexpr std::string_view statuses = "Statuses and redirects";
constexpr std::string_view timing = "Time and load";
constexpr std::string_view bodies = "Bodies";
constexpr std::string_view formats = "Formats";
constexpr std::string_view fields = "Fields, caches and cookies";
constexpr std::string_view broken = "Faults";

constexpr std::array table{
    Endpoint{methods, "/get", "GET", "args, headers, origin and url of the request", "/get?a=1",
             200, get_answer},
    Endpoint{methods, "/post", "POST", "the same with data, files, form and json", "/post", 200,
             body_answer},
    Endpoint{methods, "/put", "PUT", "as /post", "/put", 200, body_answer},
    Endpoint{methods, "/patch", "PATCH", "as /post", "/patch", 200, body_answer},
    Endpoint{methods, "/delete", "DELETE", "as /post", "/delete", 200, body_answer},
    Endpoint{methods, "/anything[/...]", "", "as /post, and the method", "/anything/a/b?c=d", 200,
             anything_answer},

    Endpoint{inspection, "/headers", "GET", "the request's fields", "/headers", 200,
             headers_answer},
    Endpoint{inspection, "/ip", "GET", "the client's address", "/ip", 200, ip_answer},
    Endpoint{inspection, "/user-agent", "GET", "the User-Agent", "/user-agent", 200,
             user_agent_answer},

    Endpoint{authentication, "/basic-auth/USER/PASSWORD", "GET",
             "200 for these credentials by Basic, else a challenge", "/basic-auth/user/secret", 401,
             basic_auth_answer},
    Endpoint{authentication, "/hidden-basic-auth/USER/PASSWORD", "GET", "the same, with 404",
             "/hidden-basic-auth/user/secret", 404, hidden_basic_auth_answer},
    Endpoint{authentication, "/bearer", "GET", "200 for any Bearer token", "/bearer", 401,
             bearer_answer},
    Endpoint{authentication, "/digest-auth/QOP/USER/PASSWORD[/ALGORITHM[/STALE_AFTER]]", "GET",
             "200 for these credentials by Digest: QOP auth or auth-int, ALGORITHM MD5, SHA-256 or "
             "SHA-512, a nonce stale after so many requests; ?require-cookie=1",
             "/digest-auth/auth/user/secret/SHA-256", 401, digest_auth_answer},

    Endpoint{statuses, "/status/CODES", "", "that status, or one of several by weight",
             "/status/503", 503, status_answer},
    Endpoint{statuses, "/redirect/COUNT", "GET",
             "so many redirects, then /get; with whole URLs when ?absolute=true", "/redirect/2",
             302, redirect_chain_answer},
    Endpoint{statuses, "/relative-redirect/COUNT", "GET", "the same by path",
             "/relative-redirect/2", 302, relative_redirect_answer},
    Endpoint{statuses, "/absolute-redirect/COUNT", "GET", "the same by whole URLs",
             "/absolute-redirect/2", 302, absolute_redirect_answer},
    Endpoint{statuses, "/redirect-to", "", "a redirect to ?url= with ?status_code=",
             "/redirect-to?url=%2Fget&status_code=307", 307, redirect_to_answer},

    Endpoint{timing, "/work", "", "simulated work of a few servers with one queue", "/work", 200,
             work_answer},
    Endpoint{timing, "/delay/SECONDS", "", "as /post, later", "/delay/0.01", 200, delay_answer},
    Endpoint{timing, "/drip", "GET",
             "?numbytes= stars over ?duration= seconds, after ?delay=, with status ?code=",
             "/drip?duration=0.02&numbytes=4", 200, drip_answer},

    Endpoint{bodies, "/bytes/COUNT", "GET",
             "so many random bytes; the same for one ?seed=", "/bytes/1000", 200, bytes_answer},
    Endpoint{bodies, "/stream-bytes/COUNT", "GET", "the same in chunks of ?chunk_size=",
             "/stream-bytes/1000?chunk_size=300", 200, stream_bytes_answer},
    Endpoint{bodies, "/stream/LINES", "GET", "as /get, so many lines of JSON in chunks",
             "/stream/3", 200, stream_answer},
    Endpoint{bodies, "/range/COUNT", "GET",
             "letters in pieces of ?chunk_size= over ?duration= seconds; takes a Range",
             "/range/1000", 200, range_answer},
    Endpoint{bodies, "/base64/VALUE", "GET", "what it says in Base64",
             "/base64/aGVhZHJvb20gdGFyZ2V0", 200, base64_answer},
    Endpoint{bodies, "/uuid", "GET", "a new random UUID", "/uuid", 200, uuid_answer},

    Endpoint{formats, "/", "GET", "this list", "/", 200, front_page_answer},
    Endpoint{formats, "/html", "GET", "a page", "/html", 200, html_page_answer},
    Endpoint{formats, "/json", "GET", "a small JSON document", "/json", 200, json_document_answer},
    Endpoint{formats, "/xml", "GET", "a small XML document", "/xml", 200, xml_answer},
    Endpoint{formats, "/forms/post", "GET", "a page with a form for /post", "/forms/post", 200,
             form_answer},
    Endpoint{formats, "/links/COUNT/HERE", "GET", "a page with so many links to its like",
             "/links/5/0", 200, links_page_answer},
    Endpoint{formats, "/links/COUNT", "GET", "a redirect to the first of these pages", "/links/5",
             302, links_answer},
    Endpoint{formats, "/robots.txt", "GET", "what robots may not read", "/robots.txt", 200,
             robots_answer},
    Endpoint{formats, "/deny", "GET", "that page", "/deny", 200, deny_answer},
    Endpoint{formats, "/encoding/utf8", "GET", "a page of many scripts in UTF-8", "/encoding/utf8",
             200, utf8_answer},
    Endpoint{formats, "/gzip", "GET", "JSON compressed by gzip", "/gzip", 200, gzip_answer},
    Endpoint{formats, "/deflate", "GET", "by deflate", "/deflate", 200, deflate_answer},
    Endpoint{formats, "/brotli", "GET", "by brotli", "/brotli", 200, brotli_answer},
    Endpoint{formats, "/zstd", "GET", "by Zstandard", "/zstd", 200, zstd_answer},
    Endpoint{formats, "/image", "GET", "a picture of a type that Accept names", "/image", 200,
             image_answer},
    Endpoint{formats, "/image/png", "GET", "a PNG", "/image/png", 200, png_answer},
    Endpoint{formats, "/image/jpeg", "GET", "a JPEG", "/image/jpeg", 200, jpeg_answer},
    Endpoint{formats, "/image/webp", "GET", "a WebP", "/image/webp", 200, webp_answer},
    Endpoint{formats, "/image/svg", "GET", "an SVG", "/image/svg", 200, svg_answer},

    Endpoint{fields, "/response-headers", "GET POST", "the fields that the query names",
             "/response-headers?X-Test=1", 200, response_headers_answer},
    Endpoint{fields, "/cache", "GET", "as /get, or 304 for a conditional request", "/cache", 200,
             cache_answer},
    Endpoint{fields, "/cache/SECONDS", "GET", "as /get, to be cached for so long", "/cache/60", 200,
             cache_control_answer},
    Endpoint{fields, "/etag/ETAG", "GET", "as /get; 304 and 412 by If-None-Match and If-Match",
             "/etag/v1", 200, etag_answer},
    Endpoint{fields, "/cookies", "GET", "the client's cookies", "/cookies", 200, cookies_answer},
    Endpoint{fields, "/cookies/set", "GET", "sets those of the query, then /cookies",
             "/cookies/set?a=1", 302, set_cookies_answer},
    Endpoint{fields, "/cookies/set/NAME/VALUE", "GET", "sets this one, then /cookies",
             "/cookies/set/a/1", 302, set_cookie_answer},
    Endpoint{fields, "/cookies/delete", "GET", "deletes those of the query, then /cookies",
             "/cookies/delete?a", 302, delete_cookies_answer},

    Endpoint{broken, "/fault", "", "the names of all faults", "/fault", 200, faults_answer},
    Endpoint{broken, "/fault/NAME", "", "an answer that breaks HTTP", "/fault/long-body", 200,
             unknown_fault_answer},
};

}  // namespace

std::span<const Endpoint> endpoints() {
  return table;
}

}  // namespace headroom::target
