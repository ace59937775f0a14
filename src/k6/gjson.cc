#include "k6/gjson.h"

#include <algorithm>
#include <vector>

#include "k6/gjson_modifier.h"
#include "k6/gjson_path.h"
#include "k6/gjson_selection.h"
#include "kit/json_text.h"

namespace headroom::k6 {

namespace {

// Of steps within steps. Small, because scripts run on a fiber's stack.
constexpr std::size_t depth_max = 200;

// What a path may make: many times what an honest one needs.
std::size_t made_bytes_max(std::string_view json) {
  return (std::size_t{4} << 20) + 16 * json.size();
}

void append_element(std::string& array, std::string_view value) {
  array += array.size() > 1 ? "," : "";
  array += value;
}

bool ends_step(std::string_view rest) {
  return rest.empty() || rest.front() == '|' || rest.front() == '.';
}

// "!true", "!{...}": where the literal ends, 0 when it is none.
std::size_t end_of_literal(std::string_view path) {
  const std::string_view text = path.substr(1);
  if (text.starts_with('{') || text.starts_with('[') || text.starts_with('"')) {
    return 1 + end_of_brackets(text, 0);
  }
  if (text.find_first_of("+-0123456789") == 0) {
    return std::min(path.find_first_not_of("+-0123456789.eE", 1), path.size());
  }
  const std::size_t end = std::min(path.find_first_of(".|"), path.size());
  const std::string_view word = path.substr(1, end - 1);
  return word == "true" || word == "false" || word == "null" ? end : 0;
}

// One of the paths in a multipath, "name":path.
struct Member {
  std::string_view name;
  std::string_view path;
};

struct Multipath {
  std::vector<Member> members;
  std::string_view rest;
};

// A colon behind a modifier belongs to that: {a.@join:{"preserve":true}}.
std::size_t find_colon(std::string_view member) {
  for (std::size_t i = 0; i < member.size(); ++i) {
    const bool is_modifier =
        member[i] == '@' && i > 0 && (member[i - 1] == '.' || member[i - 1] == '|');
    if (is_modifier) {
      break;
    }
    if (member[i] == ':') {
      return i;
    }
    if (member[i] == '\\') {
      ++i;
    } else if (std::string_view("([{\"").find(member[i]) != std::string_view::npos) {
      i = end_of_brackets(member, i) - 1;
    }
  }
  return std::string_view::npos;
}

std::optional<Multipath> parse_multipath(std::string_view path) {
  const std::size_t end = end_of_brackets(path, 0);
  const char last = path[end - 1];
  if (end < 2 || (last != ']' && last != '}')) {
    return std::nullopt;
  }
  Multipath multipath{.members = {}, .rest = path.substr(end)};
  const std::string_view inside = path.substr(1, end - 2);
  std::size_t start = 0;
  const auto add = [&](std::size_t member_end) {
    const std::string_view text = inside.substr(start, member_end - start);
    const std::size_t colon = find_colon(text);
    multipath.members.push_back(
        colon == std::string_view::npos
            ? Member{.name = {}, .path = text}
            : Member{.name = text.substr(0, colon), .path = text.substr(colon + 1)});
    start = member_end + 1;
  };
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == ',') {
      add(i);
    } else if (inside[i] == '\\') {
      ++i;
    } else if (std::string_view("([{\"").find(inside[i]) != std::string_view::npos) {
      i = end_of_brackets(inside, i) - 1;
    }
  }
  add(inside.size());
  return multipath;
}

// The key of a member without a name: its path's last step, if that is one.
std::string_view name_of_last_step(std::string_view path) {
  std::size_t start = path.size();
  while (start > 0) {
    const char c = path[start - 1];
    const bool is_escaped = start > 1 && path[start - 2] == '\\';
    if ((c == '.' || c == '|') && !is_escaped) {
      break;
    }
    --start;
  }
  const std::string_view name = path.substr(start);
  const bool is_simple = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= ' ' &&
           std::string_view("[]{}()#|!").find(c) == std::string_view::npos;
  });
  return is_simple ? name : "_";
}

std::string json_key_of(const Member& member) {
  if (member.name.starts_with('"') && is_valid_json(member.name)) {
    return std::string(member.name);
  }
  return kit::json_string(member.name.empty() ? name_of_last_step(member.path) : member.name);
}

}  // namespace

// Counts how deep we are, for as long as it lives.
class GjsonSelection::Depth {
 public:
  explicit Depth(GjsonSelection& selection)
      : depth_(++selection.depth_), counter_(selection.depth_) {}
  ~Depth() { --counter_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;
  bool is_too_deep() const { return depth_ > depth_max; }

 private:
  std::size_t depth_;
  std::size_t& counter_;
};

std::optional<std::string> select_json(std::string_view json, std::string_view path) {
  GjsonSelection selection(made_bytes_max(json));
  const std::string_view found = selection.select(json, path);
  // Out of room: what was found may lack a part.
  if (found.empty() || !selection.has_room(1)) {
    return std::nullopt;
  }
  return std::string(found);
}

std::string_view GjsonSelection::keep(std::string text) {
  if (!has_room(text.size())) {
    made_bytes_left_ = 0;
    return {};
  }
  spend(text.size());
  return made_.emplace_back(std::move(text));
}

std::string_view GjsonSelection::select(std::string_view json, std::string_view path) {
  const Depth depth(*this);
  if (depth.is_too_deep()) {
    made_bytes_left_ = 0;
    return {};
  }
  if (const auto transformed = transform(json, path)) {
    return transformed->rest.empty() ? first_json_value(transformed->json)
                                     : select(transformed->json, transformed->rest.substr(1));
  }
  Walk walk;
  if (path.starts_with("..")) {
    walk_array(walk, JsonMembers::of_lines(json), path.substr(2));
  } else {
    walk_into(walk, first_json_value(json), path);
  }
  return walk.pipe ? select(walk.value, *walk.pipe) : walk.value;
}

std::optional<GjsonSelection::Transformed> GjsonSelection::transform(std::string_view json,
                                                                     std::string_view path) {
  if (path.size() < 2) {
    return std::nullopt;
  }
  switch (path.front()) {
    case '@': return modify(json, path);
    case '[':
    case '{': return select_many(json, path);
    case '!': break;
    default: return std::nullopt;
  }
  const std::size_t end = end_of_literal(path);
  if (end == 0 || !ends_step(path.substr(end))) {
    return std::nullopt;
  }
  return Transformed{.json = path.substr(1, end - 1), .rest = path.substr(end)};
}

std::optional<GjsonSelection::Transformed> GjsonSelection::modify(std::string_view json,
                                                                  std::string_view path) {
  const std::size_t name_end = std::min(path.find_first_of(".|:"), path.size());
  const std::string_view name = path.substr(1, name_end - 1);
  if (!is_gjson_modifier(name)) {
    return std::nullopt;
  }
  std::string_view rest = path.substr(name_end);
  std::string_view argument;
  if (rest.starts_with(':')) {
    rest.remove_prefix(1);
    // JSON, or all up to a pipe.
    const bool is_json = rest.starts_with('{') || rest.starts_with('[') || rest.starts_with('"');
    const std::size_t end = is_json ? end_of_brackets(rest, 0) : split_at_pipe(rest).path.size();
    argument = rest.substr(0, end);
    rest = rest.substr(end);
  }
  const std::string_view modified = apply_gjson_modifier(*this, name, {json, argument});
  return Transformed{.json = modified, .rest = ends_step(rest) ? rest : ""};
}

std::optional<GjsonSelection::Transformed> GjsonSelection::select_many(std::string_view json,
                                                                       std::string_view path) {
  const auto multipath = parse_multipath(path);
  if (!multipath || !ends_step(multipath->rest)) {
    return std::nullopt;
  }
  const bool is_object = path.front() == '{';
  std::string made(1, path.front());
  for (const Member& member : multipath->members) {
    const std::string_view found = select(json, member.path);
    if (found.empty()) {
      continue;
    }
    if (!has_room(made.size() + found.size())) {
      made_bytes_left_ = 0;
      break;
    }
    append_element(made, is_object ? json_key_of(member) + ":" : "");
    made += found;
  }
  made += is_object ? '}' : ']';
  return Transformed{.json = keep(std::move(made)), .rest = multipath->rest};
}

bool GjsonSelection::walk_into(Walk& walk, std::string_view value, std::string_view path) {
  const Depth depth(*this);
  if (depth.is_too_deep()) {
    made_bytes_left_ = 0;
    return false;
  }
  if (is_json_object(value)) {
    return walk_object(walk, value, path);
  }
  return is_json_array(value) && walk_array(walk, JsonMembers::of(value), path);
}

bool GjsonSelection::walk_object(Walk& walk, std::string_view object, std::string_view path) {
  const KeyStep step = parse_key_step(path);
  if (step.pipe) {
    walk.pipe = step.pipe;
  }
  for (JsonMembers members = JsonMembers::of(object); members.next();) {
    if (!step.matches(members.key())) {
      continue;
    }
    if (!step.rest) {
      walk.value = members.value();
      return true;
    }
    // A pattern may fit several keys, and the rest of the path only a later one.
    if (walk_into(walk, members.value(), *step.rest)) {
      return true;
    }
  }
  return false;
}

bool GjsonSelection::walk_array(Walk& walk, JsonMembers elements, std::string_view path) {
  const ElementStep step = parse_element_step(path);
  if (step.kind == ElementStep::Kind::each) {
    return walk_each(walk, elements, step.rest.value_or(""));
  }
  if (step.kind == ElementStep::Kind::query) {
    return walk_query(walk, elements, step);
  }
  if (step.pipe) {
    walk.pipe = step.pipe;
  }
  if (step.kind == ElementStep::Kind::none) {
    return false;
  }
  std::size_t count = 0;
  while (elements.next()) {
    if (step.kind == ElementStep::Kind::index && count == step.index) {
      walk.value = elements.value();
      return !step.rest || walk_into(walk, elements.value(), *step.rest);
    }
    ++count;
  }
  if (step.kind == ElementStep::Kind::index || step.rest) {
    return false;
  }
  walk.value = keep(std::to_string(count));
  return true;
}

bool GjsonSelection::walk_each(Walk& walk, JsonMembers elements, std::string_view path) {
  const SplitPath split = split_at_pipe(path);
  if (split.pipe) {
    walk.pipe = split.pipe;
  }
  std::string found = "[";
  while (elements.next()) {
    const std::string_view value = select(elements.value(), split.path);
    if (!value.empty()) {
      append_element(found, value);
    }
  }
  walk.value = keep(found + "]");
  return true;
}

bool GjsonSelection::walk_query(Walk& walk, JsonMembers elements, const ElementStep& step) {
  const SplitPath split = split_at_pipe(step.rest.value_or(""));
  if (step.pipe) {
    walk.pipe = step.pipe;
  }
  std::string found = "[";
  while (elements.next()) {
    std::string_view tested = elements.value();
    if (is_json_container(tested)) {
      tested = select(tested, step.query.path);
    } else if (!step.query.path.empty()) {
      continue;
    }
    if (!matches_query(step.query, tested)) {
      continue;
    }
    if (split.pipe) {
      walk.pipe = split.pipe;
    }
    const std::string_view value =
        step.rest ? select(elements.value(), split.path) : elements.value();
    if (!step.query.selects_all) {
      walk.value = value;
      return true;
    }
    if (!value.empty()) {
      append_element(found, value);
    }
  }
  if (!step.query.selects_all) {
    return false;
  }
  walk.value = keep(found + "]");
  return true;
}

}  // namespace headroom::k6
