#include "metrics/divisions.h"

#include "kit/assert.h"

namespace headroom::metrics {

namespace {

constexpr std::size_t left_out_max = 10'000;

// By the keys of a rule; an absent tag gives an empty value.
std::vector<std::string> values_of(const DivisionRule& rule, const Tags& tags) {
  std::vector<std::string> values;
  for (const std::string& key : rule.keys) {
    const std::string* value = tags.find(key);
    values.push_back(value == nullptr ? std::string() : *value);
  }
  return values;
}

Tags selector_of(const DivisionRule& rule, const std::vector<std::string>& values) {
  Tags selector;
  for (std::size_t i = 0; i < values.size(); i++) {
    if (!values[i].empty()) {
      selector.set(rule.keys[i], values[i]);
    }
  }
  return selector;
}

}  // namespace

void Divisions::add_rule(DivisionRule rule) {
  HEADROOM_ASSERT(!rule.keys.empty());
  rules_.push_back(std::move(rule));
  left_out_.emplace_back();
  counts_.push_back(0);
}

std::vector<DivisionId> Divisions::of(const Tags& tags) {
  std::vector<DivisionId> ids;
  for (std::size_t rule = 0; rule < rules_.size(); rule++) {
    std::vector<std::string> values = values_of(rules_[rule], tags);
    if (values.front().empty()) {
      continue;
    }
    const auto known = id_of_values_.find({rule, values});
    if (known != id_of_values_.end()) {
      ids.push_back(known->second);
    } else if (counts_[rule] < rules_[rule].divisions_max) {
      const auto id = static_cast<DivisionId>(divisions_.size());
      counts_[rule]++;
      divisions_.push_back({.id = id, .rule = rule, .selector = selector_of(rules_[rule], values)});
      id_of_values_.emplace(std::pair(rule, std::move(values)), id);
      ids.push_back(id);
    } else if (left_out_[rule].size() < left_out_max) {
      left_out_[rule].insert(TagsHash()(selector_of(rules_[rule], values)));
    }
  }
  return ids;
}

}  // namespace headroom::metrics
