#include "metrics/catalog.h"

#include <algorithm>
#include <utility>

#include "kit/assert.h"

namespace headroom::metrics {
namespace {

bool is_metric_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return name.size() >= 2 && name.size() <= 129 && is_letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

}  // namespace

std::string_view text_of(Type type) {
  switch (type) {
    case Type::counter: return "counter";
    case Type::gauge: return "gauge";
    case Type::rate: return "rate";
    case Type::trend: return "trend";
  }
  return "";
}

std::string_view text_of(Contains contains) {
  switch (contains) {
    case Contains::plain: return "default";
    case Contains::time: return "time";
    case Contains::data: return "data";
  }
  return "";
}

Catalog::Catalog() {
  groups_.push_back({});
  group_of_path_.emplace("", 0);
}

kit::Result<MetricId> Catalog::add_metric(std::string_view name, Type type, Contains contains) {
  if (!is_metric_name(name)) {
    return kit::failure("invalid metric name " + quoted(name) +
                        ": metric names start with a letter or an underscore and have 2 to 129 "
                        "ASCII letters, digits or underscores");
  }
  const kit::MutexLock lock(mutex_);
  const auto known = metric_of_name_.find(name);
  if (known == metric_of_name_.end()) {
    const auto id = static_cast<MetricId>(metrics_.size());
    metrics_.push_back({.id = id, .name = std::string(name), .type = type, .contains = contains});
    metric_of_name_.emplace(name, id);
    return id;
  }
  const MetricFacts& facts = metrics_[known->second];
  if (facts.type != type) {
    return kit::failure("metric " + quoted(name) + " already exists but with type " +
                        std::string(text_of(facts.type)) + ", instead of " +
                        std::string(text_of(type)));
  }
  if (facts.contains != contains) {
    return kit::failure("metric " + quoted(name) + " already exists but with a value type " +
                        std::string(text_of(facts.contains)) + ", instead of " +
                        std::string(text_of(contains)));
  }
  return facts.id;
}

MetricId Catalog::add_submetric(MetricId parent, std::string_view suffix, const Tags& selector) {
  const kit::MutexLock lock(mutex_);
  HEADROOM_ASSERT(parent < metrics_.size() && !metrics_[parent].parent);
  for (const MetricId known : metrics_[parent].submetrics) {
    if (metrics_[known].selector == selector) {
      return known;
    }
  }
  const auto id = static_cast<MetricId>(metrics_.size());
  const MetricFacts& above = metrics_[parent];
  MetricFacts facts{.id = id,
                    .name = above.name + "{" + std::string(suffix) + "}",
                    .type = above.type,
                    .contains = above.contains,
                    .parent = parent,
                    .suffix = std::string(suffix),
                    .selector = selector};
  metric_of_name_.emplace(facts.name, id);
  metrics_[parent].submetrics.push_back(id);
  metrics_.push_back(std::move(facts));
  return id;
}

std::optional<MetricId> Catalog::find(std::string_view name) const {
  const kit::MutexLock lock(mutex_);
  const auto known = metric_of_name_.find(name);
  return known == metric_of_name_.end() ? std::nullopt : std::optional(known->second);
}

GroupId Catalog::group(std::string_view path) {
  const kit::MutexLock lock(mutex_);
  return group_locked(path);
}

GroupId Catalog::group_locked(std::string_view path) {
  const auto known = group_of_path_.find(path);
  if (known != group_of_path_.end()) {
    return known->second;
  }
  const std::size_t separator = path.rfind("::");
  const bool has_parent = separator != std::string_view::npos;
  const GroupId parent = has_parent ? group_locked(path.substr(0, separator)) : 0;
  const auto id = static_cast<GroupId>(groups_.size());
  groups_.push_back({.id = id,
                     .parent = parent,
                     .name = std::string(has_parent ? path.substr(separator + 2) : path),
                     .path = std::string(path)});
  group_of_path_.emplace(path, id);
  return id;
}

CheckId Catalog::check(GroupId group, std::string_view name, std::string_view scenario) {
  const kit::MutexLock lock(mutex_);
  HEADROOM_ASSERT(group < groups_.size());
  const auto [known, is_new] = check_of_key_.try_emplace(
      {.group = group, .name = std::string(name), .scenario = std::string(scenario)},
      static_cast<CheckId>(checks_.size()));
  if (is_new) {
    checks_.push_back({.id = known->second,
                       .group = group,
                       .name = std::string(name),
                       .path = groups_[group].path + "::" + std::string(name),
                       .scenario = std::string(scenario)});
  }
  return known->second;
}

void Catalog::divide_by(DivisionRule rule) {
  const kit::MutexLock lock(mutex_);
  divisions_.add_rule(std::move(rule));
}

bool Catalog::is_divided() const {
  const kit::MutexLock lock(mutex_);
  return divisions_.has_rules();
}

std::vector<DivisionId> Catalog::divisions_of(const Tags& tags) {
  const kit::MutexLock lock(mutex_);
  return divisions_.of(tags);
}

std::optional<MetricId> Catalog::part(MetricId metric, DivisionId division) {
  const kit::MutexLock lock(mutex_);
  HEADROOM_ASSERT(metric < metrics_.size() && !metrics_[metric].parent);
  if (const auto known = parts_.find({metric, division}); known != parts_.end()) {
    return known->second;
  }
  const std::vector<MetricId>& undivided = divisions_.rule_of(division).undivided;
  if (std::ranges::find(undivided, metric) != undivided.end()) {
    return std::nullopt;
  }
  const Tags& selector = divisions_.all()[division].selector;
  auto id = static_cast<MetricId>(metrics_.size());
  for (const MetricId submetric : metrics_[metric].submetrics) {
    id = metrics_[submetric].selector == selector ? submetric : id;
  }
  if (id == metrics_.size()) {
    const std::string suffix = text_of(selector);
    MetricFacts facts{.id = id,
                      .name = metrics_[metric].name + "{" + suffix + "}",
                      .type = metrics_[metric].type,
                      .contains = metrics_[metric].contains,
                      .parent = metric,
                      .suffix = suffix,
                      .selector = selector,
                      .division = division};
    metrics_.push_back(std::move(facts));
  }
  parts_.emplace(std::pair(metric, division), id);
  return id;
}

std::optional<MetricId> Catalog::find_part(MetricId metric, DivisionId division) const {
  const kit::MutexLock lock(mutex_);
  const auto known = parts_.find({metric, division});
  return known == parts_.end() ? std::nullopt : std::optional(known->second);
}

std::size_t Catalog::metric_count() const {
  const kit::MutexLock lock(mutex_);
  return metrics_.size();
}

MetricFacts Catalog::metric(MetricId id) const {
  const kit::MutexLock lock(mutex_);
  HEADROOM_ASSERT(id < metrics_.size());
  return metrics_[id];
}

std::vector<MetricFacts> Catalog::metrics() const {
  const kit::MutexLock lock(mutex_);
  return metrics_;
}

void Catalog::append_new_metrics(std::vector<MetricFacts>& known) const {
  const kit::MutexLock lock(mutex_);
  HEADROOM_ASSERT(known.size() <= metrics_.size());
  known.insert(known.end(), metrics_.begin() + static_cast<std::ptrdiff_t>(known.size()),
               metrics_.end());
}

std::vector<GroupFacts> Catalog::groups() const {
  const kit::MutexLock lock(mutex_);
  return groups_;
}

std::vector<CheckFacts> Catalog::checks() const {
  const kit::MutexLock lock(mutex_);
  return checks_;
}

Divisions Catalog::divisions() const {
  const kit::MutexLock lock(mutex_);
  return divisions_;
}

}  // namespace headroom::metrics
