#include "document/env_file.h"

#include <gtest/gtest.h>

namespace headroom::document {
namespace {

TEST(EnvFile, ReadsWhatPeopleWrite) {
  struct Row {
    const char* reason;
    std::string_view text;
    EnvVariables variables;
  };
  const Row rows[] = {
      {"empty", "", {}},
      {"plain", "A=1\nB=two\n", {{"A", "1"}, {"B", "two"}}},
      {"without a last line feed", "A=1", {{"A", "1"}}},
      {"blank lines and comments", "\n# A=0\n  \n\tA=1\n", {{"A", "1"}}},
      {"lines end as on Windows", "A=1\r\nB='2'\r\n", {{"A", "1"}, {"B", "2"}}},
      {"a byte order mark",
       "\xEF\xBB\xBF"
       "A=1",
       {{"A", "1"}}},
      {"export", "export A=1\n export  B=2", {{"A", "1"}, {"B", "2"}}},
      {"a variable of that name", "export=1", {{"export", "1"}}},
      {"blanks around the sign and the value", "A = 1 2 \nB\t=\t3", {{"A", "1 2"}, {"B", "3"}}},
      {"an empty value", "A=\nB= # none\nC=''", {{"A", ""}, {"B", ""}, {"C", ""}}},
      {"a comment behind a value", "A=1 # one\nB=#none", {{"A", "1"}, {"B", ""}}},
      {"# within a word", "A=http://h/#top", {{"A", "http://h/#top"}}},
      {"= within a value", "A=b=c==", {{"A", "b=c=="}}},
      {"nothing is expanded", "A=$HOME/${X}`y`", {{"A", "$HOME/${X}`y`"}}},
      {"quotes within a word", "A=it's\nB=5\"", {{"A", "it's"}, {"B", "5\""}}},
      {"single quotes keep all", R"(A='a\n"$B # c')", {{"A", R"(a\n"$B # c)"}}},
      {"double quotes undo escapes", R"(A="a\nb\t\"c\"\\\$d" # x)", {{"A", "a\nb\t\"c\"\\$d"}}},
      {"quoted values span lines", "A=\"1\n2\"\nB='3\n4'", {{"A", "1\n2"}, {"B", "3\n4"}}},
      {"a name twice stays twice", "A=1\nA=2", {{"A", "1"}, {"A", "2"}}},
      {"UTF-8", "A=gr\xC3\xBC\xC3\x9F", {{"A", "gr\xC3\xBC\xC3\x9F"}}},
  };
  for (const Row& row : rows) {
    const auto variables = parse_env_file(row.text);
    ASSERT_TRUE(variables) << row.reason << ": " << variables.error().text();
    EXPECT_EQ(*variables, row.variables) << row.reason;
  }
}

TEST(EnvFile, NamesThePlaceOfWhatIsWrong) {
  struct Row {
    std::string_view text;
    const char* message;
  };
  const Row rows[] = {
      {"A=1\nB\n", "line 2, column 2: expected NAME=value"},
      {"export\n", "line 1, column 7: expected NAME=value"},
      {"  1A=2",
       "line 1, column 3: a name starts with a letter or _, and has letters, digits "
       "and _"},
      {"=2", "line 1, column 1: a name starts with a letter or _, and has letters, digits and _"},
      {"A-B=2", "line 1, column 2: expected NAME=value"},
      {"\nA='x\n\n", "line 2, column 3: the quote is not closed"},
      {"A=\"x\\\"", "line 1, column 3: the quote is not closed"},
      {R"(A="\x")",
       "line 1, column 5: in double quotes \\ stands before n, r, t, \\, \" or $ "
       "only"},
      {"A='1'2", "line 1, column 6: nothing but a comment may follow a quoted value"},
      {"A=\"1\n2\" x", "line 2, column 4: nothing but a comment may follow a quoted value"},
  };
  for (const Row& row : rows) {
    const auto variables = parse_env_file(row.text);
    ASSERT_FALSE(variables) << row.text;
    EXPECT_EQ(variables.error().text(), row.message);
  }
}

}  // namespace
}  // namespace headroom::document
