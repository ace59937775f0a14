#include "document/yaml.h"

#include <gtest/gtest.h>

#include "document/json.h"

namespace headroom::document {
namespace {

std::string json_of(std::string_view yaml) {
  const kit::Result<Value> value = parse_yaml(yaml);
  return value ? to_json(*value) : "error: " + value.error().text();
}

TEST(Yaml, ReadsTheTypesOfTheCoreSchema) {
  EXPECT_EQ(json_of("[null, ~, , true, False, 1, -2.5, 1e3, 0x1F, 0o17, +7]"),
            "[null,null,null,true,false,1,-2.5,1000,31,15,7]");
  EXPECT_EQ(json_of("[yes, 1.2.3, \"1\", '~', 10s, 0xZ, !!str 5]"),
            R"(["yes","1.2.3","1","~","10s","0xZ","5"])");
  EXPECT_EQ(json_of(""), "null");
}

TEST(Yaml, KeepsOrderAndPositions) {
  const Value value = parse_yaml("z: 1\na:\n  - x\n  - {b: 2}\n").value();

  EXPECT_EQ(to_json(value), R"({"z":1,"a":["x",{"b":2}]})");
  EXPECT_EQ(text_of(value.find("a")->at(1).find("b")->position()), "line 4, column 9");
}

TEST(Yaml, MergesMapsUnderTheirOwnMembers) {
  EXPECT_EQ(json_of("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\n"),
            R"({"base":{"x":1,"y":2},"use":{"x":1,"y":3}})");
}

TEST(Yaml, ErrorsNameLineAndColumn) {
  EXPECT_EQ(json_of("a: [1\nb: 2"), "error: line 2, column 2: end of sequence flow not found");
  EXPECT_EQ(json_of("a: 1\n---\nb: 2"),
            "error: line 3, column 1: a second document; there may be only one");
  EXPECT_EQ(json_of("[a, b]: 1"), "error: line 1, column 1: a key must be a text");
}

TEST(Yaml, RefusesHostileNestingAndAliases) {
  EXPECT_FALSE(parse_yaml(std::string(300, '[') + std::string(300, ']')));
  EXPECT_FALSE(parse_yaml(std::string(100'000, '[')));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) {
      bomb += ", " + before;
    }
    bomb += "]\n";
  }
  EXPECT_NE(json_of(bomb).find("too many values"), std::string::npos);
}

}  // namespace
}  // namespace headroom::document
