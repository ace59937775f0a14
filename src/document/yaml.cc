#include "document/yaml.h"

#include <algorithm>
#include <limits>

#include <yaml-cpp/yaml.h>

#include "document/json.h"
#include "kit/number.h"

namespace headroom::document {

namespace {

constexpr std::size_t value_count_max = 100'000;

Position position_of(const YAML::Mark& mark) {
  return mark.is_null() ? Position() : Position{.line = mark.line + 1, .column = mark.column + 1};
}

std::unexpected<kit::Error> failure_at(const YAML::Node& node, std::string_view text) {
  return kit::failure(text_of(position_of(node.Mark())) + ": " + std::string(text));
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Hexadecimal and octal as the core schema has them.
bool parse_based_integer(std::string_view text, double& number) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0 || text.size() == 2) {
    return false;
  }
  number = 0;
  for (const char c : text.substr(2)) {
    const std::size_t digit =
        std::string_view("0123456789abcdef")
            .find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    if (digit >= static_cast<std::size_t>(base)) {
      return false;
    }
    number = number * base + static_cast<double>(digit);
  }
  return true;
}

Value plain_scalar(const std::string& text) {
  if (text.empty() || is_one_of(text, {"~", "null", "Null", "NULL"})) {
    return Value();
  }
  if (is_one_of(text, {"true", "True", "TRUE"})) {
    return Value(true);
  }
  if (is_one_of(text, {"false", "False", "FALSE"})) {
    return Value(false);
  }
  double based = 0;
  if (parse_based_integer(text, based)) {
    return Value(based);
  }
  if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf"})) {
    return Value(std::numeric_limits<double>::infinity());
  }
  if (is_one_of(text, {"-.inf", "-.Inf", "-.INF"})) {
    return Value(-std::numeric_limits<double>::infinity());
  }
  const std::string_view unsigned_text =
      text.starts_with('+') && !text.starts_with("+-") ? std::string_view(text).substr(1) : text;
  if (const std::optional<double> number = kit::parse_decimal(unsigned_text)) {
    return Value(*number);
  }
  return Value(text);
}

// Values from the library's nodes.
class Converter {
 public:
  kit::Result<Value> convert(const YAML::Node& node, int depth) {
    if (depth > depth_max) {
      return failure_at(node, "nested deeper than " + std::to_string(depth_max) + " levels");
    }
    if (++value_count_ > value_count_max) {
      return failure_at(node, "too many values; do aliases repeat each other?");
    }
    kit::Result<Value> value = Value();
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null: break;
      case YAML::NodeType::Scalar: value = scalar(node); break;
      case YAML::NodeType::Sequence: value = sequence(node, depth); break;
      case YAML::NodeType::Map: value = map(node, depth); break;
    }
    if (value) {
      value->set_position(position_of(node.Mark()));
    }
    return value;
  }

 private:
  static Value scalar(const YAML::Node& node) {
    // "?" is what the library says of a scalar without quotes and tag.
    return node.Tag() == "?" ? plain_scalar(node.Scalar()) : Value(node.Scalar());
  }

  kit::Result<Value> sequence(const YAML::Node& node, int depth) {
    std::vector<Value> elements;
    elements.reserve(node.size());
    for (const YAML::Node& child : node) {
      kit::Result<Value> element = convert(child, depth + 1);
      if (!element) {
        return element;
      }
      elements.push_back(std::move(*element));
    }
    return Value(std::move(elements));
  }

  kit::Result<Value> map(const YAML::Node& node, int depth) {
    std::vector<Value::Member> members;
    std::vector<Value::Member> merged;
    for (const auto& child : node) {
      if (!child.first.IsScalar()) {
        return failure_at(child.first, "a key must be a text");
      }
      kit::Result<Value> value = convert(child.second, depth + 1);
      if (!value) {
        return value;
      }
      if (child.first.Scalar() == "<<" && child.first.Tag() == "?") {
        collect_merged(*value, merged);
      } else {
        members.emplace_back(child.first.Scalar(), std::move(*value));
      }
    }
    // What the map says itself goes before what it merges, and of the merged the first.
    const std::size_t own_count = members.size();
    for (Value::Member& member : merged) {
      const bool is_known =
          std::any_of(members.begin(), members.end(),
                      [&](const Value::Member& known) { return known.first == member.first; });
      if (!is_known) {
        members.push_back(std::move(member));
      }
    }
    std::rotate(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(own_count),
                members.end());
    return Value(std::move(members));
  }

  static void collect_merged(const Value& value, std::vector<Value::Member>& merged) {
    if (value.is_object()) {
      merged.insert(merged.end(), value.members().begin(), value.members().end());
    }
    if (value.is_array()) {
      for (const Value& element : value.elements()) {
        if (element.is_object()) {
          merged.insert(merged.end(), element.members().begin(), element.members().end());
        }
      }
    }
  }

  std::size_t value_count_ = 0;
};

}  // namespace

kit::Result<Value> parse_yaml(std::string_view text) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.empty()) {
      return Value();
    }
    if (documents.size() > 1) {
      return failure_at(documents[1], "a second document; there may be only one");
    }
    return Converter().convert(documents.front(), 1);
  } catch (const YAML::Exception& problem) {
    return kit::failure(text_of(position_of(problem.mark)) + ": " + problem.msg);
  }
}

}  // namespace headroom::document
