#include "document/value.h"

namespace headroom::document {

const Value* Value::find(std::string_view key) const {
  if (!is_object()) {
    return nullptr;
  }
  const Value* found = nullptr;
  for (const Member& member : members()) {
    // The last of equal names counts, as in JavaScript.
    found = member.first == key ? &member.second : found;
  }
  return found;
}

}  // namespace headroom::document
