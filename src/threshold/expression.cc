#include "threshold/expression.h"

#include <array>
#include <optional>
#include <utility>

#include "kit/json_text.h"
#include "kit/number.h"
#include "kit/text_pieces.h"

namespace headroom::threshold {
namespace {

struct OperatorToken {
  std::string_view text;
  Operator value;
};
// Searched in this order, as k6 does: a token comes before those it contains.
constexpr std::array<OperatorToken, 7> operator_tokens{{{"<=", Operator::less_equal},
                                                        {"<", Operator::less},
                                                        {">=", Operator::greater_equal},
                                                        {">", Operator::greater},
                                                        {"===", Operator::equal},
                                                        {"==", Operator::equal},
                                                        {"!=", Operator::not_equal}}};

struct AggregationToken {
  std::string_view text;
  Aggregation value;
};
constexpr std::array<AggregationToken, 7> aggregation_tokens{{{"count", Aggregation::count},
                                                              {"rate", Aggregation::rate},
                                                              {"value", Aggregation::value},
                                                              {"avg", Aggregation::avg},
                                                              {"min", Aggregation::min},
                                                              {"max", Aggregation::max},
                                                              {"med", Aggregation::med}}};

std::string_view trimmed(std::string_view text) {
  return kit::trimmed(text, " \t\r\n");
}

// On one line, whatever the text holds.
std::string quoted(std::string_view text) {
  return kit::json_string(text);
}

std::unexpected<kit::Error> refused(std::string_view whole, const std::string& reason) {
  return kit::failure("failed parsing threshold expression " + quoted(whole) +
                      "; reason: " + reason);
}

std::unexpected<kit::Error> refused_left(std::string_view whole, const std::string& reason) {
  return kit::failure("failed parsing threshold expression's " + quoted(whole) +
                      " left hand side; reason: " + reason);
}

kit::Result<void> parse_percentile(std::string_view text, Expression& into) {
  const auto value = kit::parse_decimal(trimmed(text));
  if (!value || *value < 0 || *value > 100) {
    return refused_left(into.source, "malformed percentile value " + quoted(text) +
                                         ": it has to be a number from 0 to 100");
  }
  into.aggregation = Aggregation::percentile;
  into.percentile = *value;
  return {};
}

kit::Result<void> parse_aggregation(std::string_view text, Expression& into) {
  for (const AggregationToken& token : aggregation_tokens) {
    if (text == token.text) {
      into.aggregation = token.value;
      return {};
    }
  }
  if (text.starts_with("p(") && text.ends_with(')')) {
    return parse_percentile(text.substr(2, text.size() - 3), into);
  }
  return refused_left(into.source, quoted(text) +
                                       " is no aggregation method; there are count, rate, value, "
                                       "avg, min, max, med and p(N)");
}

// A sign may be a plus, too.
std::optional<double> parse_limit(std::string_view text) {
  return kit::parse_decimal(text.starts_with('+') && !text.starts_with("+-") ? text.substr(1)
                                                                             : text);
}

// Which aggregations a metric of each type has, by the rules of k6.
std::string_view supported_aggregations(metrics::Type type) {
  switch (type) {
    case metrics::Type::counter: return "count, rate";
    case metrics::Type::gauge: return "value";
    case metrics::Type::rate: return "rate";
    case metrics::Type::trend: return "avg, min, max, med, p(N)";
  }
  return "";
}

bool is_supported(metrics::Type type, Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::count: return type == metrics::Type::counter;
    case Aggregation::rate: return type == metrics::Type::counter || type == metrics::Type::rate;
    case Aggregation::value: return type == metrics::Type::gauge;
    default: return type == metrics::Type::trend;
  }
}

}  // namespace

kit::Result<Expression> parse(std::string_view text) {
  Expression expression{.source = std::string(text)};
  for (const OperatorToken& token : operator_tokens) {
    const std::size_t at = text.find(token.text);
    if (at == std::string_view::npos) {
      continue;
    }
    expression.comparison = token.value;
    auto aggregation = parse_aggregation(trimmed(text.substr(0, at)), expression);
    if (!aggregation) {
      return kit::failure_of(aggregation);
    }
    const std::string_view right = trimmed(text.substr(at + token.text.size()));
    const auto limit = parse_limit(right);
    if (!limit) {
      return kit::failure("failed parsing threshold expression's " + quoted(text) +
                          " right hand side; reason: " + quoted(right) + " is not a number");
    }
    expression.limit = *limit;
    return expression;
  }
  return refused(text,
                 "malformed threshold expression: there is no operator in it "
                 "(<, <=, >, >=, ==, === or !=)");
}

kit::Result<void> validate(const Expression& expression, std::string_view metric,
                           metrics::Type type) {
  if (is_supported(type, expression.aggregation)) {
    return {};
  }
  return kit::failure("invalid threshold " + quoted(expression.source) + " applied on metric " +
                      std::string(metric) + "; reason: unsupported aggregation method " +
                      aggregation_text(expression) + " on metric of type " +
                      std::string(metrics::text_of(type)) +
                      ". supported aggregation methods for this metric are: " +
                      std::string(supported_aggregations(type)));
}

std::string aggregation_text(const Expression& expression) {
  for (const AggregationToken& token : aggregation_tokens) {
    if (token.value == expression.aggregation) {
      return std::string(token.text);
    }
  }
  return "p(" + kit::shortest_decimal(expression.percentile) + ")";
}

}  // namespace headroom::threshold
