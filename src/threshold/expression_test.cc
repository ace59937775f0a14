#include "threshold/expression.h"

#include <gtest/gtest.h>

namespace headroom::threshold {
namespace {

TEST(ParseThreshold, ReadsEveryAggregationAndOperator) {
  struct Row {
    const char* text;
    Aggregation aggregation;
    Operator comparison;
    double limit;
  };
  for (const Row& row : {Row{"count<10", Aggregation::count, Operator::less, 10},
                         Row{"rate <= 0.5", Aggregation::rate, Operator::less_equal, 0.5},
                         Row{" value>3 ", Aggregation::value, Operator::greater, 3},
                         Row{"avg>=1e3", Aggregation::avg, Operator::greater_equal, 1000},
                         Row{"min==-2", Aggregation::min, Operator::equal, -2},
                         Row{"max===+7.5", Aggregation::max, Operator::equal, 7.5},
                         Row{"med != 0", Aggregation::med, Operator::not_equal, 0}}) {
    const auto expression = parse(row.text);
    ASSERT_TRUE(expression) << row.text;
    EXPECT_EQ(expression->source, row.text);
    EXPECT_EQ(expression->aggregation, row.aggregation) << row.text;
    EXPECT_EQ(expression->comparison, row.comparison) << row.text;
    EXPECT_EQ(expression->limit, row.limit) << row.text;
  }
}

TEST(ParseThreshold, ReadsPercentilesWithDecimals) {
  for (const auto& [text, percentile] :
       {std::pair("p(95)<500", 95.0), std::pair("p(99.9) < 500", 99.9), std::pair("p(0)<1", 0.0),
        std::pair("p( 100 )<1", 100.0)}) {
    const auto expression = parse(text);
    ASSERT_TRUE(expression) << text;
    EXPECT_EQ(expression->aggregation, Aggregation::percentile);
    EXPECT_EQ(expression->percentile, percentile);
  }
  EXPECT_EQ(aggregation_text(*parse("p(99.9)<500")), "p(99.9)");
  EXPECT_EQ(aggregation_text(*parse("p(95.0)<500")), "p(95)");
  EXPECT_EQ(aggregation_text(*parse("med<500")), "med");
}

TEST(ParseThreshold, NamesWhatIsWrong) {
  const std::string no_operator =
      "; reason: malformed threshold expression: there is no operator in it "
      "(<, <=, >, >=, ==, === or !=)";
  const std::string no_aggregation =
      " is no aggregation method; there are count, rate, value, avg, min, max, med and p(N)";
  const std::string bad_percentile = ": it has to be a number from 0 to 100";
  const auto left = [](const std::string& text, const std::string& reason) {
    return "failed parsing threshold expression's \"" + text +
           "\" left hand side; reason: " + reason;
  };
  const auto right = [](const std::string& text, const std::string& value) {
    return "failed parsing threshold expression's \"" + text + "\" right hand side; reason: \"" +
           value + "\" is not a number";
  };
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "failed parsing threshold expression \"\"" + no_operator},
      {"p(95)", "failed parsing threshold expression \"p(95)\"" + no_operator},
      {"rate=1", "failed parsing threshold expression \"rate=1\"" + no_operator},
      {"p95<500", left("p95<500", "\"p95\"" + no_aggregation)},
      {"<5", left("<5", "\"\"" + no_aggregation)},
      {"p<5", left("p<5", "\"p\"" + no_aggregation)},
      {"Rate<5", left("Rate<5", "\"Rate\"" + no_aggregation)},
      {"p(<5", left("p(<5", "\"p(\"" + no_aggregation)},
      {"p()<5", left("p()<5", "malformed percentile value \"\"" + bad_percentile)},
      {"p(101)<5", left("p(101)<5", "malformed percentile value \"101\"" + bad_percentile)},
      {"p(-1)<5", left("p(-1)<5", "malformed percentile value \"-1\"" + bad_percentile)},
      {"p(x)<5", left("p(x)<5", "malformed percentile value \"x\"" + bad_percentile)},
      {"rate<", right("rate<", "")},
      {"rate<0.1s", right("rate<0.1s", "0.1s")},
      {"rate<nan", right("rate<nan", "nan")},
      {"rate<+-1", right("rate<+-1", "+-1")},
      {"rate<1<2", right("rate<1<2", "1<2")},
  };
  for (const auto& [text, error] : rows) {
    const auto expression = parse(text);
    ASSERT_FALSE(expression) << text;
    EXPECT_EQ(expression.error().text(), error);
  }
}

TEST(ParseThreshold, ErrorsStayOnOneLine) {
  const auto expression = parse("a\nb\x01");
  ASSERT_FALSE(expression);
  EXPECT_EQ(expression.error().text().find('\n'), std::string::npos);
}

TEST(ValidateThreshold, AllowsWhatTheTypeHas) {
  using metrics::Type;
  const std::vector<std::pair<Type, std::vector<std::string>>> rows{
      {Type::counter, {"count>1", "rate>1"}},
      {Type::gauge, {"value>1"}},
      {Type::rate, {"rate>1"}},
      {Type::trend, {"avg>1", "min>1", "max>1", "med>1", "p(95)>1"}},
  };
  for (const auto& [type, allowed] : rows) {
    for (const char* text :
         {"count>1", "rate>1", "value>1", "avg>1", "min>1", "max>1", "med>1", "p(95)>1"}) {
      const bool expected = std::find(allowed.begin(), allowed.end(), text) != allowed.end();
      EXPECT_EQ(validate(parse(text).value(), "m", type).has_value(), expected)
          << metrics::text_of(type) << " " << text;
    }
  }
}

TEST(ValidateThreshold, ListsWhatTheTypeHas) {
  const auto result = validate(parse("rate>0.9").value(), "my_trend{a:b}", metrics::Type::trend);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text(),
            "invalid threshold \"rate>0.9\" applied on metric my_trend{a:b}; reason: unsupported "
            "aggregation method rate on metric of type trend. supported aggregation methods for "
            "this metric are: avg, min, max, med, p(N)");
}

}  // namespace
}  // namespace headroom::threshold
