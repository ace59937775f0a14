#include "document/value.h"

#include "kit/assert.h"

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

std::size_t Value::size() const {
  if (is_array()) {
    return elements().size();
  }
  return is_object() ? members().size() : 0;
}

const Value& Value::at(std::size_t index) const {
  HEADROOM_ASSERT(is_array() && index < elements().size());
  return elements()[index];
}

std::string text_of(Position position) {
  return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

}  // namespace headroom::document
