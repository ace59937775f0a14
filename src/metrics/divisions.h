// Which divisions the samples of a run fall into, by rules such as "by scenario"
// or "by name": each new combination of the tags' values is a division, up to a
// bound for each rule. Plain bookkeeping, no locks; Catalog owns one and says
// what the part of a metric in a division is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "metrics/tags.h"

namespace headroom::metrics {

using DivisionId = std::uint32_t;
using MetricId = std::uint32_t;

struct DivisionRule {
  // A sample without the first one, or with an empty value of it, is in no
  // division; the others tell divisions apart where a sample has them.
  std::vector<std::string> keys;
  std::vector<MetricId> undivided;  // metrics that the rule leaves alone
  std::size_t divisions_max = 1000;
  bool is_breakdown = false;  // its parts are told as rows of their metrics
};

struct DivisionFacts {
  DivisionId id = 0;
  std::size_t rule = 0;
  Tags selector;  // the keys that were present, with their values
};

class Divisions {
 public:
  void add_rule(DivisionRule rule);

  // Of a tag set, in order of the rules; new ones are made. Those without room
  // are counted and left out.
  std::vector<DivisionId> of(const Tags& tags);

  bool has_rules() const { return !rules_.empty(); }
  const DivisionRule& rule_of(DivisionId id) const { return rules_[divisions_[id].rule]; }
  const std::vector<DivisionRule>& rules() const { return rules_; }
  const std::vector<DivisionFacts>& all() const { return divisions_; }
  // How many different divisions found no room, by rule; counts to 10,000.
  std::size_t left_out(std::size_t rule) const { return left_out_[rule].size(); }

 private:
  std::vector<DivisionRule> rules_;
  std::vector<std::set<std::size_t>> left_out_;  // by rule: hashes of selectors
  std::vector<std::size_t> counts_;              // by rule
  std::vector<DivisionFacts> divisions_;
  std::map<std::pair<std::size_t, std::vector<std::string>>, DivisionId> id_of_values_;
};

}  // namespace headroom::metrics
