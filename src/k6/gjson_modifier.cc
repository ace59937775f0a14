#include "k6/gjson_modifier.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "k6/gjson_selection.h"
#include "kit/json_text.h"

namespace headroom::k6 {

namespace {

using Selection = GjsonSelection;

// Is the member `name` of a JSON argument true?
bool has_flag(std::string_view argument, std::string_view name) {
  for (JsonMembers members = JsonMembers::of(first_json_value(argument)); members.next();) {
    if (text_of_json_string(members.key()) == name) {
      return members.value() == "true";
    }
  }
  return false;
}

void separate(std::string& out) {
  out += out.size() > 1 ? "," : "";
}

std::string_view modify_this(Selection&, const ModifierInput& input) {
  return input.json;
}

std::string_view modify_valid(Selection&, const ModifierInput& input) {
  return is_valid_json(input.json) ? input.json : "";
}

std::string_view modify_reverse(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  if (!is_json_container(json)) {
    return input.json;
  }
  std::vector<std::string_view> members;  // with their keys
  for (JsonMembers reader = JsonMembers::of(json); reader.next();) {
    const char* start = reader.key().empty() ? reader.value().data() : reader.key().data();
    members.emplace_back(start, reader.value().data() + reader.value().size());
  }
  std::string out(1, json.front());
  for (std::size_t i = members.size(); i-- > 0;) {
    separate(out);
    out += members[i];
  }
  out += is_json_object(json) ? '}' : ']';
  return selection.keep(std::move(out));
}

// One level of arrays, or with {"deep":true} all of them; objects stay whole.
std::string_view modify_flatten(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  if (!is_json_array(json)) {
    return input.json;
  }
  const bool is_deep = has_flag(input.argument, "deep");
  std::string out = "[";
  std::vector<JsonMembers> open = {JsonMembers::of(json)};
  while (!open.empty()) {
    if (!open.back().next()) {
      open.pop_back();
      continue;
    }
    const std::string_view value = open.back().value();
    if (is_json_array(value) && (is_deep || open.size() == 1)) {
      // Stepping over nested arrays costs their size at each level.
      selection.spend(value.size());
      if (!selection.has_room(1)) {
        return {};
      }
      open.push_back(JsonMembers::of(value));
      continue;
    }
    separate(out);
    out += value;
  }
  return selection.keep(out + "]");
}

std::string_view modify_keys(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  std::string out = "[";
  for (JsonMembers members = JsonMembers::of(json); members.next();) {
    separate(out);
    out += is_json_object(json) ? members.key() : "null";
  }
  out += !json.empty() && !is_json_container(json) ? "null]" : "]";
  return selection.keep(std::move(out));
}

std::string_view modify_values(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  if (is_json_array(json)) {
    return json;
  }
  std::string out = "[";
  for (JsonMembers members = JsonMembers::of(json); members.next();) {
    separate(out);
    out += members.value();
  }
  out += is_json_container(json) ? "" : json;
  return selection.keep(out + "]");
}

// Of an array's objects, one. Of equal keys the last value counts, at the place of
// the first, unless {"preserve":true} keeps all.
std::string_view modify_join(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  if (!is_json_array(json)) {
    return input.json;
  }
  struct Entry {
    std::string_view key;
    std::string_view value;
  };
  const bool keeps_all = has_flag(input.argument, "preserve");
  std::vector<Entry> entries;
  std::unordered_map<std::string, std::size_t> index_of_key;
  for (JsonMembers elements = JsonMembers::of(json); elements.next();) {
    if (!is_json_object(elements.value())) {
      continue;
    }
    for (JsonMembers members = JsonMembers::of(elements.value()); members.next();) {
      const Entry entry{.key = members.key(), .value = members.value()};
      const auto [known, is_new] =
          index_of_key.try_emplace(text_of_json_string(entry.key), entries.size());
      if (is_new || keeps_all) {
        entries.push_back(entry);
      } else {
        entries[known->second].value = entry.value;
      }
    }
  }
  std::string out = "{";
  for (const Entry& entry : entries) {
    separate(out);
    out.append(entry.key).append(":").append(entry.value);
  }
  return selection.keep(out + "}");
}

// {"a":[1,2],"b":[3,4]} becomes [{"a":1,"b":3},{"a":2,"b":4}].
std::string_view modify_group(Selection& selection, const ModifierInput& input) {
  const std::string_view json = first_json_value(input.json);
  if (!is_json_object(json)) {
    return {};
  }
  std::vector<std::string> groups;
  std::size_t size = 0;
  for (JsonMembers members = JsonMembers::of(json); members.next();) {
    std::size_t index = 0;
    // The key is written once for each element, so that a long one multiplies.
    const std::string_view value = is_json_array(members.value()) ? members.value() : "[]";
    for (JsonMembers elements = JsonMembers::of(value); elements.next(); ++index) {
      if (index == groups.size()) {
        groups.emplace_back("{");
      }
      size += members.key().size() + elements.value().size();
      if (!selection.has_room(size)) {
        selection.spend(size);
        return {};
      }
      separate(groups[index]);
      groups[index].append(members.key()).append(":").append(elements.value());
    }
  }
  std::string out = "[";
  for (const std::string& group : groups) {
    separate(out);
    out.append(group).append("}");
  }
  return selection.keep(out + "]");
}

std::string_view modify_tostr(Selection& selection, const ModifierInput& input) {
  return selection.keep(kit::json_string(input.json));
}

std::string_view modify_fromstr(Selection& selection, const ModifierInput& input) {
  if (!is_valid_json(input.json)) {
    return {};
  }
  const std::string_view json = first_json_value(input.json);
  return is_json_string(json) ? selection.keep(text_of_json_string(json)) : json;
}

// Calls write(c, is_in_string) for each character outside of strings that is no
// white space, and for each inside of them.
template <typename Write>
void for_each_significant(std::string_view json, Write write) {
  bool is_in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (is_in_string && c == '\\' && i + 1 < json.size()) {
      write(c, true);
      write(json[++i], true);
      continue;
    }
    const bool is_quote = c == '"';
    if (is_in_string || is_quote || static_cast<unsigned char>(c) > ' ') {
      write(c, is_in_string || is_quote);
    }
    is_in_string = is_in_string != is_quote;
  }
}

std::string_view modify_ugly(Selection& selection, const ModifierInput& input) {
  std::string out;
  for_each_significant(input.json, [&](char c, bool) { out += c; });
  return selection.keep(std::move(out));
}

// A member a line, two spaces a level. The options of gjson's are passed over:
// layout does not survive into a script's value.
std::string_view modify_pretty(Selection& selection, const ModifierInput& input) {
  std::string out;
  std::size_t depth = 0;
  bool is_behind_opening = false;
  const auto break_line = [&] {
    if (selection.has_room(out.size() + 2 * depth)) {
      out.append("\n").append(2 * depth, ' ');
    }
  };
  for_each_significant(input.json, [&](char c, bool is_in_string) {
    const bool is_closing = !is_in_string && (c == '}' || c == ']');
    if (is_closing) {
      depth -= depth > 0 ? 1 : 0;
    }
    if (is_behind_opening != is_closing) {
      break_line();
    }
    is_behind_opening = !is_in_string && (c == '{' || c == '[');
    out += c;
    if (is_in_string) {
      return;
    }
    depth += is_behind_opening ? 1 : 0;
    if (c == ',') {
      break_line();
    } else if (c == ':') {
      out += ' ';
    }
  });
  return selection.keep(out + "\n");
}

// What the argument, a path, selects in the value and in every value inside it.
std::string_view modify_dig(Selection& selection, const ModifierInput& input) {
  std::string out = "[";
  const auto dig = [&](std::string_view value) {
    // Deep values are searched once for each level above them.
    selection.spend(value.size());
    const std::string_view found = selection.select(value, input.argument);
    if (!found.empty()) {
      separate(out);
      out += found;
    }
  };
  const std::string_view json = first_json_value(input.json);
  dig(json);
  std::vector<JsonMembers> open = {JsonMembers::of(json)};
  while (!open.empty() && selection.has_room(out.size() + 1)) {
    if (!open.back().next()) {
      open.pop_back();
      continue;
    }
    const std::string_view value = open.back().value();
    dig(value);
    open.push_back(JsonMembers::of(value));
  }
  return selection.keep(out + "]");
}

struct ModifierRow {
  std::string_view name;
  std::string_view (*apply)(Selection& selection, const ModifierInput& input);
};

constexpr ModifierRow rows[] = {
    {"this", modify_this},       {"valid", modify_valid}, {"reverse", modify_reverse},
    {"flatten", modify_flatten}, {"join", modify_join},   {"keys", modify_keys},
    {"values", modify_values},   {"group", modify_group}, {"tostr", modify_tostr},
    {"fromstr", modify_fromstr}, {"ugly", modify_ugly},   {"pretty", modify_pretty},
    {"dig", modify_dig},
};

const ModifierRow* find_row(std::string_view name) {
  const auto* row = std::find_if(std::begin(rows), std::end(rows),
                                 [&](const ModifierRow& each) { return each.name == name; });
  return row == std::end(rows) ? nullptr : row;
}

}  // namespace

bool is_gjson_modifier(std::string_view name) {
  return find_row(name) != nullptr;
}

std::string_view apply_gjson_modifier(GjsonSelection& selection, std::string_view name,
                                      const ModifierInput& input) {
  const ModifierRow* row = find_row(name);
  return row == nullptr ? std::string_view() : row->apply(selection, input);
}

}  // namespace headroom::k6
