#include "target/endpoints.h"

#include <map>
#include <optional>
#include <vector>

#include "protocol/http1/field.h"
#include "target/endpoint_table.h"

namespace headroom::target {

namespace {

// A pattern taken apart.
struct Route {
  const Endpoint* endpoint = nullptr;
  std::vector<std::string_view> places;  // without slashes and brackets
  std::size_t needed = 0;                // so many of them may not be left out
  bool takes_rest = false;
};

bool is_chosen(std::string_view place) {
  return !place.empty() && place.front() >= 'A' && place.front() <= 'Z';
}

// "a" of "a/b/c", which becomes "b/c".
std::string_view take_place(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view place = path.substr(0, slash);
  path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
  return place;
}

Route route_of(const Endpoint& endpoint) {
  Route route{.endpoint = &endpoint};
  std::string_view pattern = endpoint.pattern.substr(1);
  bool is_needed = true;
  while (!pattern.empty()) {
    const bool ends_needed = pattern.substr(0, pattern.find('/')).ends_with('[');
    std::string_view place = take_place(pattern);
    place = place.substr(0, place.find_first_of("[]"));
    route.takes_rest = place == "...";
    if (!route.takes_rest) {
      route.places.push_back(place);
      route.needed += is_needed ? 1 : 0;
    }
    is_needed = is_needed && !ends_needed;
  }
  return route;
}

// The values of the path's chosen places; none when it is not of this route.
std::optional<PathValues> match(const Route& route, std::string_view path) {
  PathValues values;
  std::size_t index = 0;
  bool has_more = !path.empty();
  for (; has_more && index < route.places.size(); ++index) {
    has_more = path.find('/') != path.npos;
    const std::string_view place = take_place(path);
    const bool fits =
        is_chosen(route.places[index]) ? !place.empty() : place == route.places[index];
    if (!fits) {
      return std::nullopt;
    }
    if (is_chosen(route.places[index])) {
      values.add(place);
    }
  }
  const bool is_whole = index >= route.needed && (!has_more || route.takes_rest);
  return is_whole ? std::optional(std::move(values)) : std::nullopt;
}

// By the first place of their paths, which no endpoint leaves to the client.
using Routes = std::map<std::string_view, std::vector<Route>>;

Routes make_routes() {
  Routes routes;
  for (const Endpoint& endpoint : endpoints()) {
    Route route = route_of(endpoint);
    const std::string_view first = route.places.empty() ? "" : route.places.front();
    routes[first].push_back(std::move(route));
  }
  return routes;
}

bool is_allowed(const Endpoint& endpoint, std::string_view method) {
  const std::string_view sought = method == "HEAD" ? "GET" : method;
  std::string_view methods = endpoint.methods;
  while (!methods.empty()) {
    const std::size_t space = methods.find(' ');
    if (methods.substr(0, space) == sought) {
      return true;
    }
    methods.remove_prefix(space == methods.npos ? methods.size() : space + 1);
  }
  return endpoint.methods.empty();
}

// The value of Allow.
std::string allowed_methods(const Endpoint& endpoint) {
  if (endpoint.methods.empty()) {
    return "GET, HEAD, POST, PUT, DELETE, PATCH, TRACE, OPTIONS";
  }
  std::string text;
  for (const std::string_view method : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"}) {
    if (is_allowed(endpoint, method)) {
      text.append(method).append(", ");
    }
  }
  return text + "OPTIONS";
}

Answer answer_of(const Endpoint& endpoint, const Question& question, const PathValues& values) {
  if (question.method == "OPTIONS") {
    Answer answer{.content_type = html_type};
    answer.headers.emplace_back("Allow", allowed_methods(endpoint));
    return answer;
  }
  if (!is_allowed(endpoint, question.method)) {
    Answer answer =
        refusal(405, std::string(endpoint.pattern) + " takes " + allowed_methods(endpoint));
    answer.headers.emplace_back("Allow", allowed_methods(endpoint));
    return answer;
  }
  return endpoint.answer(question, values);
}

}  // namespace

Answer answer_to(const Question& question) {
  static const Routes routes = make_routes();
  std::string_view path = path_of(question);
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  const auto found = routes.find(path.substr(0, path.find('/')));
  if (found == routes.end()) {
    return refusal(404, "nothing here: / lists what there is");
  }
  for (const Route& route : found->second) {
    if (const auto values = match(route, path)) {
      return answer_of(*route.endpoint, question, *values);
    }
  }
  const std::string pattern(found->second.front().endpoint->pattern);
  return refusal(404, "write " + pattern + ": / lists what there is");
}

std::string_view fault_of(std::string_view target) {
  constexpr std::string_view prefix = "/fault/";
  const std::string_view path = target.substr(0, target.find('?'));
  return path.starts_with(prefix) ? path.substr(prefix.size()) : "";
}

bool is_usual_origin(const Question& question) {
  return question.method != "OPTIONS" && !header_of(question, "origin");
}

std::string cross_origin_lines(const Question& question) {
  std::string lines = "Access-Control-Allow-Origin: ";
  lines.append(header_of(question, "origin").value_or("*"));
  lines += "\r\nAccess-Control-Allow-Credentials: true\r\n";
  if (question.method == "OPTIONS") {
    lines +=
        "Access-Control-Allow-Methods: GET, POST, PUT, DELETE, PATCH, OPTIONS\r\n"
        "Access-Control-Max-Age: 3600\r\n";
    if (const auto asked = header_of(question, "access-control-request-headers")) {
      lines.append("Access-Control-Allow-Headers: ").append(*asked).append("\r\n");
    }
  }
  return lines;
}

}  // namespace headroom::target
