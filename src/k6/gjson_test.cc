#include "k6/gjson.h"

#include <gtest/gtest.h>

#include "k6/gjson_query.h"

namespace headroom::k6 {
namespace {

constexpr std::string_view shop = R"({
  "owner": {"first": "Ada", "last": "Byron", "full.name": "Ada Byron", "a*b": 1, "axb": 2},
  "age": 36, "open": true, "closed": false, "rate": -1.5e2, "nothing": null,
  "tags": ["red","green","blue"],
  "nested": [[1,2],[3,[4,5]],[]],
  "staff": [
    {"name": "Kim", "team": "Ops", "age": 44, "langs": ["go","c"], "boss": true},
    {"name": "Lee", "team": "Dev", "age": 68, "langs": ["c","js"]},
    {"name": "Mia", "team": "Ops", "age": 47, "langs": ["go","js"], "boss": false}
  ],
  "esc\"aped \u00e9": "line\nbreak",
  "@key": "at",
  "empty": {}, "": "no name",
  "text": "{\"inner\":[1,2]}"
})";

struct Row {
  std::string_view path;
  std::string_view found;  // empty: nothing
};

void expect_found(std::string_view json, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    const auto found = select_json(json, row.path);
    EXPECT_EQ(found.value_or(""), row.found) << row.path;
    EXPECT_EQ(found.has_value(), !row.found.empty()) << row.path;
  }
}

TEST(Gjson, SelectsByKeyAndIndex) {
  expect_found(shop, {
                         {"owner.last", R"("Byron")"},
                         {"age", "36"},
                         {"open", "true"},
                         {"rate", "-1.5e2"},
                         {"nothing", "null"},
                         {"tags", R"(["red","green","blue"])"},
                         {"tags.1", R"("green")"},
                         {"tags.3", ""},
                         {"tags.-1", ""},
                         {"tags.x", ""},
                         {"tags.99999999999999999999", ""},
                         {"staff.1.langs.0", R"("c")"},
                         {"nested.1.1.0", "4"},
                         {"empty", "{}"},
                         {"empty.x", ""},
                         {"", R"("no name")"},
                         {"missing", ""},
                         {"age.x", ""},
                         {"owner.", ""},
                         {".owner", ""},
                     });
}

TEST(Gjson, EscapesWithABackslash) {
  expect_found(shop, {
                         {R"(owner.full\.name)", R"("Ada Byron")"},
                         {R"(owner.a\*b)", "1"},
                         {R"(\@key)", R"("at")"},
                         {"@key", R"("at")"},
                         {"esc\"aped \xc3\xa9", R"("line\nbreak")"},
                         {R"(owner.a\*b\)", "1"},
                         {R"(\)", R"("no name")"},
                     });
}

TEST(Gjson, MatchesKeysByWildcard) {
  expect_found(shop, {
                         {"tag*.2", R"("blue")"},
                         {"t?gs.0", R"("red")"},
                         {"own*.la*", R"("Byron")"},
                         {"owner.a*b", "1"},
                         {"owner.a?b", "1"},
                         {R"(owner.a\**)", "1"},
                         {"owner.*z*", ""},
                         // The first key that fits has no such member; a later one has.
                         {"*.2.name", R"("Mia")"},
                         {"esc*", R"("line\nbreak")"},
                     });
}

TEST(Gjson, CountsAndCollectsElements) {
  expect_found(shop, {
                         {"tags.#", "3"},
                         {"nested.2.#", "0"},
                         {"staff.#.name", R"(["Kim","Lee","Mia"])"},
                         {"staff.#.boss", "[true,false]"},
                         {"staff.#.langs.0", R"(["go","c","go"])"},
                         {"staff.#.langs.#", "[2,2,2]"},
                         {"staff.#.missing", "[]"},
                         {"nested.#.0", "[1,3]"},
                         {"nested.2.#.x", "[]"},
                         {"age.#", ""},
                         {"tags.#x", ""},
                     });
}

TEST(Gjson, QueriesElements) {
  expect_found(shop, {
                         {R"(staff.#(team=="Ops").name)", R"("Kim")"},
                         {R"(staff.#(team="Ops")#.name)", R"(["Kim","Mia"])"},
                         {R"(staff.#(team==Ops)#.name)", R"(["Kim","Mia"])"},
                         {R"(staff.#(team!="Ops").name)", R"("Lee")"},
                         {"staff.#(age>45)#.name", R"(["Lee","Mia"])"},
                         {"staff.#(age>=47)#.name", R"(["Lee","Mia"])"},
                         {"staff.#(age<47)#.name", R"(["Kim"])"},
                         {"staff.#(age<=44).name", R"("Kim")"},
                         {"staff.#(age!=44)#.age", "[68,47]"},
                         {R"(staff.#(name%"K*").age)", "44"},
                         {R"(staff.#(name!%"K*")#.age)", "[68,47]"},
                         {R"(staff.#( name == "Kim" ).age)", "44"},
                         {R"(staff.#(name>"Kim")#.name)", R"(["Lee","Mia"])"},
                         {"staff.#(boss==true).name", R"("Kim")"},
                         {"staff.#(boss!=true).name", R"("Mia")"},
                         {"staff.#(boss>false).name", R"("Kim")"},
                         {"staff.#(boss<true).name", R"("Mia")"},
                         {"staff.#(boss)#.name", R"(["Kim","Mia"])"},
                         {"staff.#(boss==~true)#.name", R"(["Kim"])"},
                         {"staff.#(boss==~false)#.name", R"(["Lee","Mia"])"},
                         {"staff.#(boss==~null)#.name", R"(["Lee"])"},
                         {"staff.#(boss!=~*)#.name", R"(["Lee"])"},
                         {R"(staff.#(langs.#(=="js"))#.name)", R"(["Lee","Mia"])"},
                         {R"(staff.#(langs.#(=="js")).name)", R"("Lee")"},
                         {R"(staff.#(langs.0=="go")#|#)", "2"},
                         {R"(tags.#(%"*re*")#)", R"(["red","green"])"},
                         {R"(tags.#(!%"*re*"))", R"("blue")"},
                         {R"(tags.#(="red"))", R"("red")"},
                         {R"(staff.#[team=="Dev"].name)", R"("Lee")"},
                         {R"(staff.#(team=="None"))", ""},
                         {R"(staff.#(team=="None")#)", "[]"},
                         {R"(staff.#(team=="Ops").missing)", ""},
                         {R"(staff.#(langs=="go"))", ""},
                         {R"(staff.#(team=="Ops")", ""},
                         {"age.#(>1)", ""},
                     });
}

TEST(Gjson, ComparesBooleansOfAnyKind) {
  expect_found(R"({"vals":[{"a":1,"b":true},{"a":2,"b":false},{"a":3,"b":"0"},{"a":4,"b":0},
                   {"a":5,"b":"1"},{"a":6,"b":7},{"a":7,"b":"True"},{"a":8,"b":null},{"a":9},
                   {"a":10,"b":"x"},{"a":11,"b":[]}]})",
               {
                   {"vals.#(b==~true)#.a", "[1,5,6,7]"},
                   {"vals.#(b==~false)#.a", "[2,3,4,8,9]"},
                   {"vals.#(b==~maybe)#.a", "[]"},
               });
}

TEST(Gjson, TellsDotsFromPipes) {
  expect_found(shop, {
                         {"staff|0|name", R"("Kim")"},
                         {"staff.0|name", R"("Kim")"},
                         {"staff|#", "3"},
                         {R"(staff.#(team="Ops")#.0)", "[]"},
                         {R"(staff.#(team="Ops")#|0.name)", R"("Kim")"},
                         {R"(staff.#(team="Ops")#|name)", ""},
                         {R"(staff.#(team="Ops")#.#)", "[]"},
                         {R"(staff.#(team="Ops")#|#)", "2"},
                         {R"(staff.#(team="Ops")#.name|1)", R"("Mia")"},
                         {"staff.#.name|1", R"("Lee")"},
                         {"staff.#.langs|1.0", R"("c")"},
                         {"missing|x", ""},
                     });
}

TEST(Gjson, AppliesModifiers) {
  expect_found(shop, {
                         {"tags.@reverse", R"(["blue","green","red"])"},
                         {"tags.@reverse.0", R"("blue")"},
                         {"tags|@reverse|0", R"("blue")"},
                         {"staff.0.@reverse|@keys|0", R"("boss")"},
                         {"age.@reverse", "36"},
                         {"age|@this", "36"},
                         {"nested.@flatten", "[1,2,3,[4,5]]"},
                         {R"(nested.@flatten:{"deep":true})", "[1,2,3,4,5]"},
                         {R"(nested.@flatten:{"deep":true}|#)", "5"},
                         {"owner.@keys", R"(["first","last","full.name","a*b","axb"])"},
                         {"owner.@values.0", R"("Ada")"},
                         {"tags.@keys", "[null,null,null]"},
                         {"tags.@values", R"(["red","green","blue"])"},
                         {"age.@values", "[36]"},
                         {"staff.@join.name", R"("Mia")"},
                         {"staff.@join.@keys", R"(["name","team","age","langs","boss"])"},
                         {R"(staff.@join:{"preserve":true}.@keys.#)", "14"},
                         {"owner.@valid.first", R"("Ada")"},
                         {"nested.1.@ugly", "[3,[4,5]]"},
                         {"staff.0.@ugly",
                          R"({"name":"Kim","team":"Ops","age":44,"langs":["go","c"],"boss":true})"},
                         {"nested.1.@pretty", "[\n  3,\n  [\n    4,\n    5\n  ]\n]"},
                         {"empty.@pretty", "{}"},
                         {R"(owner.@pretty:{"sortKeys":true}.last)", R"("Byron")"},
                         {"nested.0.@tostr", R"("[1,2]")"},
                         {"text.@fromstr", R"({"inner":[1,2]})"},
                         {"text.@fromstr.inner.1", "2"},
                         {"nested.0.@tostr.@fromstr.1", "2"},
                         {"esc*.@fromstr", ""},
                         {"@this.age", "36"},
                         {"@valid|age", "36"},
                         {"missing.@keys", "[]"},  // as gjson has it
                         {"missing|@keys", "[]"},
                         {"tags.@group", ""},
                         {"@dig:langs.0", R"(["go","c","go"])"},
                         {"staff.#.@keys.0", R"(["name","name","name"])"},
                         {"owner.@nonsense", ""},
                     });
  expect_found(R"({"id":["a","b","c"],"val":[1,2],"other":3})",
               {{"@group", R"([{"id":"a","val":1},{"id":"b","val":2},{"id":"c"}])"}});
}

TEST(Gjson, BuildsDocumentsFromSeveralPaths) {
  expect_found(
      shop, {
                {"[age,owner.first]", R"([36,"Ada"])"},
                {"{age,owner.first}", R"({"age":36,"first":"Ada"})"},
                {R"({age,"ops":staff.#(team="Ops")#.name})", R"({"age":36,"ops":["Kim","Mia"]})"},
                {"{years:age}", R"({"years":36})"},
                {"{staff.#}", R"({"_":3})"},
                {"{missing,age}", R"({"age":36})"},
                {"[missing]", "[]"},
                {"owner.{first,last}", R"({"first":"Ada","last":"Byron"})"},
                {"staff.#.{name,age}|0", R"({"name":"Kim","age":44})"},
                {"staff.#.[name,langs.#]", R"([["Kim",2],["Lee",2],["Mia",2]])"},
                {"[age,open].1", "true"},
                {"[age,open]|#", "2"},
                {R"({"a":{"b":age}})", R"({"a":{"b":36}})"},
                {R"({owner.full\.name})", R"({"full\\.name":"Ada Byron"})"},
                {R"([tags.@reverse:x,age])", R"([["blue","green","red"],36])"},
                {"[age", ""},
            });
}

TEST(Gjson, TakesLiterals) {
  expect_found(shop, {
                         {R"({owner.first,"firm":!"Acme","open":!true})",
                          R"({"first":"Ada","firm":"Acme","open":true})"},
                         {"!null", "null"},
                         {"!12.5e3", "12.5e3"},
                         {"!5|@tostr", R"("5")"},
                         {R"(!{"a":[1,2]}.a.1)", "2"},
                         {"!maybe", ""},
                         {"missing|!1", "1"},
                     });
}

TEST(Gjson, ReadsJsonLines) {
  constexpr std::string_view lines = "{\"n\":1}\n{\"n\":2}\n[3]\n\"four\"\n";
  expect_found(lines, {
                          {"..#", "4"},
                          {"..1", "{\"n\":2}"},
                          {"..1.n", "2"},
                          {"..#.n", "[1,2]"},
                          {"..#(n=2)", "{\"n\":2}"},
                          {"..3", "\"four\""},
                          {"n", "1"},
                      });
}

TEST(Gjson, SelectsInArraysAndScalars) {
  expect_found("[10,20]", {{"1", "20"}, {"#", "2"}, {"@this", "[10,20]"}, {"x", ""}});
  expect_found(" 12 ", {{"@this", "12"}, {"x", ""}, {"[@this]", "[12]"}});
  expect_found(R"("{\"a\":1}")", {{"a", ""}, {"@fromstr.a", "1"}});
  expect_found("", {{"a", ""}, {"", ""}, {"@this", ""}, {"[a]", "[]"}});
}

TEST(Gjson, GivesUpOnPathsThatAreTooDeepOrMultiplyTheText) {
  std::string deep_path;
  std::string deep_json;
  for (int i = 0; i < 10'000; ++i) {
    deep_path += "0.";
    deep_json += "[";
  }
  EXPECT_EQ(select_json(deep_json, deep_path), std::nullopt);
  std::string nested;
  for (int i = 0; i < 10'000; ++i) {
    nested += "[";
  }
  EXPECT_EQ(select_json("1", nested + std::string(10'000, ']')), std::nullopt);
  // Doubled forty times.
  std::string doubling = "@this";
  for (int i = 0; i < 40; ++i) {
    doubling += "|[@this,@this]";
  }
  EXPECT_EQ(select_json(shop, doubling), std::nullopt);
  EXPECT_EQ(select_json(deep_json + std::string(10'000, ']'), "@pretty"), std::nullopt);
}

TEST(Pattern, MatchesWithoutTryingEverything) {
  struct PatternRow {
    std::string_view text;
    std::string_view pattern;
    bool matches;
  };
  const PatternRow rows[] = {
      {"", "", true},           {"", "*", true},          {"", "?", false},
      {"a", "", false},         {"abc", "abc", true},     {"abc", "a*", true},
      {"abc", "*c", true},      {"abc", "*b", false},     {"abc", "a?c", true},
      {"abc", "a??c", false},   {"abcbc", "a*bc", true},  {"\xc3\xa9t\xc3\xa9", "?t?", true},
      {"\xc3", "?", true},      {"a*c", R"(a\*c)", true}, {"abc", R"(a\*c)", false},
      {R"(a\)", R"(a\)", true},
  };
  for (const PatternRow& row : rows) {
    EXPECT_EQ(matches_pattern(row.text, row.pattern), row.matches)
        << row.text << " " << row.pattern;
  }
  // Time of text by pattern, not exponential.
  std::string stars;
  for (int i = 0; i < 1000; ++i) {
    stars += "a*";
  }
  EXPECT_FALSE(matches_pattern(std::string(5000, 'a'), stars + "b"));
}

}  // namespace
}  // namespace headroom::k6
