#include "k6/http_params.h"

#include "k6/cookie_jar_class.h"
#include "kit/duration_text.h"
#include "script/value.h"

namespace headroom::k6 {

namespace {

using script::Value;
using Pairs = std::vector<std::pair<std::string, std::string>>;

kit::Result<Pairs> read_pairs(const Value& object, const std::string& what) {
  auto keys = object.is_object() ? object.keys() : script::Outcome<std::vector<std::string>>();
  if (!object.is_object() || !keys) {
    return kit::failure(what + " must be an object");
  }
  Pairs pairs;
  for (const std::string& key : *keys) {
    auto member = object.property(key.c_str());
    auto text = member ? member->to_string() : script::Outcome<std::string>();
    if (!member || !text) {
      return kit::failure(std::string(what).append(".").append(key).append(" cannot be read"));
    }
    pairs.emplace_back(key, std::move(*text));
  }
  return pairs;
}

kit::Result<kit::Duration> read_timeout(const Value& value) {
  if (value.is_number()) {
    const double ms = value.to_number().value_or(0);
    if (ms > 0) {
      return kit::Duration::from_seconds(ms / 1000);
    }
  }
  if (value.is_string()) {
    return kit::parse_duration(value.to_string().value_or(""));
  }
  return kit::failure("timeout must be milliseconds or a duration such as \"10s\"");
}

kit::Result<ResponseType> read_response_type(const Value& value) {
  const std::string text = value.to_string().value_or("");
  if (text == "text") {
    return ResponseType::text;
  }
  if (text == "binary") {
    return ResponseType::binary;
  }
  if (text == "none") {
    return ResponseType::none;
  }
  return kit::failure("responseType must be \"text\", \"binary\" or \"none\", not \"" + text +
                      "\"");
}

template <typename T>
kit::Result<void> store(kit::Result<T> value, T& field) {
  if (!value) {
    return kit::failure_of(value);
  }
  field = std::move(*value);
  return {};
}

kit::Result<void> read_cookies(HttpParams& params, const Value& value) {
  auto keys = value.is_object() ? value.keys() : script::Outcome<std::vector<std::string>>();
  if (!value.is_object() || !keys) {
    return kit::failure("cookies must be an object");
  }
  for (const std::string& name : *keys) {
    const auto given = value.property(name.c_str());
    if (!given || given->is_nullish()) {
      continue;
    }
    protocol::http::GivenCookie cookie{.name = name, .value = ""};
    if (given->is_object()) {
      const auto text = given->property("value");
      const auto replaces = given->property("replace");
      cookie.value = text ? text->to_string().value_or("") : "";
      cookie.replaces = replaces && replaces->to_boolean();
    } else {
      cookie.value = given->to_string().value_or("");
    }
    params.cookies.push_back(std::move(cookie));
  }
  return {};
}

kit::Result<void> read_tags(HttpParams& params, const Value& value) {
  Pairs pairs;
  if (auto read = store(read_pairs(value, "tags"), pairs); !read) {
    return read;
  }
  params.has_tags = true;
  for (const auto& [name, text] : pairs) {
    params.tags.set(name, text);
  }
  return {};
}

kit::Result<void> read_jar(HttpParams& params, const Value& value) {
  params.jar = jar_of(value.get());
  params.jar_object = value.dup();
  return params.jar != nullptr ? kit::Result<void>()
                               : kit::failure("jar must be an http.CookieJar");
}

kit::Result<void> read_authentication(HttpParams& params, const Value& value) {
  const std::string text = value.to_string().value_or("");
  if (text == "ntlm") {
    return kit::failure("auth: \"ntlm\" is not in Headroom yet: use \"basic\" or \"digest\"");
  }
  params.authentication = text == "digest" ? protocol::http::Authentication::digest
                                           : protocol::http::Authentication::basic;
  return {};
}

kit::Result<void> read_callback(HttpParams& params, const Value& value) {
  auto statuses = read_response_callback(value.context(), value.get());
  if (!statuses) {
    return kit::failure_of(statuses);
  }
  params.expected_statuses = std::move(*statuses);
  return {};
}

struct ParamReader {
  std::string_view key;
  kit::Result<void> (*read)(HttpParams& params, const Value& value);
};

constexpr ParamReader readers[] = {
    {"auth", read_authentication},
    {"compression",
     [](HttpParams& params, const Value& value) -> kit::Result<void> {
       params.compression = value.to_string().value_or("");
       return {};
     }},
    {"cookies", read_cookies},
    {"headers",
     [](HttpParams& params, const Value& value) {
       return store(read_pairs(value, "headers"), params.headers);
     }},
    {"jar", read_jar},
    {"redirects",
     [](HttpParams& params, const Value& value) -> kit::Result<void> {
       params.redirects_max = static_cast<int>(value.to_number().value_or(0));
       return {};
     }},
    {"responseCallback", read_callback},
    {"responseType",
     [](HttpParams& params, const Value& value) -> kit::Result<void> {
       auto type = read_response_type(value);
       if (!type) {
         return kit::failure_of(type);
       }
       params.response_type = *type;
       return {};
     }},
    {"tags", read_tags},
    {"throw",
     [](HttpParams& params, const Value& value) -> kit::Result<void> {
       params.throws_on_failure = value.to_boolean();
       return {};
     }},
    {"timeout", [](HttpParams& params,
                   const Value& value) { return store(read_timeout(value), params.timeout); }},
};

// k6 ignores what it does not know.
kit::Result<void> read_param(HttpParams& params, const std::string& key, const Value& value) {
  for (const ParamReader& reader : readers) {
    if (reader.key == key) {
      return reader.read(params, value);
    }
  }
  return {};
}

}  // namespace

kit::Result<HttpParams> read_http_params(JSContext* context, JSValueConst value) {
  HttpParams params;
  const Value object = Value::borrowed(context, value);
  if (object.is_nullish()) {
    return params;
  }
  const auto keys =
      object.is_object() ? object.keys() : script::Outcome<std::vector<std::string>>();
  if (!object.is_object() || !keys) {
    return kit::failure("the request parameters must be an object");
  }
  for (const std::string& key : *keys) {
    const auto member = object.property(key.c_str());
    const bool is_given =
        member && !member->is_undefined() && (!member->is_null() || key == "responseCallback");
    if (!is_given) {
      continue;
    }
    if (auto read = read_param(params, key, *member); !read) {
      return kit::failure_of(read);
    }
  }
  return params;
}

}  // namespace headroom::k6
