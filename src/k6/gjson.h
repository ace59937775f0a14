// The paths of res.json(path): gjson's syntax, which k6 takes. Keys and indexes
// joined by dots or pipes, "#" for the length of an array or each of its elements,
// wildcards, queries "#(age>45)#", modifiers "@reverse", multipaths "[a,b.c]" and
// literals "!true". Works on the text, without building a tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headroom::k6 {

// The JSON that `path` selects in `json`; none where there is nothing. The JSON
// should be valid (see json_scan.h), else anything may be selected. A path of more
// than a few hundred steps, or one that multiplies the text, selects nothing.
std::optional<std::string> select_json(std::string_view json, std::string_view path);

}  // namespace headroom::k6
