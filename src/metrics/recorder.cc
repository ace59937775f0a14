#include "metrics/recorder.h"

#include <algorithm>

#include "kit/assert.h"

namespace headroom::metrics {
namespace {

std::uint64_t hash_of(std::span<const MetricId> metrics, std::uint64_t signature) {
  std::uint64_t hash = signature + 1;
  for (const MetricId metric : metrics) {
    hash = (hash ^ metric) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace

Recorder::Recorder(Catalog& catalog, RecorderOptions options)
    : catalog_(catalog), options_(options) {
  learn_metrics();
  tag_sets_.push_back({.tags = nullptr, .signature = signature_of(Tags())});
}

TagSetId Recorder::intern(const Tags& tags) {
  if (tags.is_empty()) {
    return 0;
  }
  const auto known = id_of_tags_.find(tags);
  if (known != id_of_tags_.end()) {
    return known->second;
  }
  if (id_of_tags_.size() >= options_.tag_sets_max) {
    overflowed_count_++;
    window_.overflowed_tag_sets++;
    return overflow_id_of(signature_of(tags));
  }
  // Sub-metrics may have come since the construction, but not since the first intern().
  if (catalog_.metric_count() > metrics_.size()) {
    learn_metrics();
  }
  const auto id = static_cast<TagSetId>(tag_sets_.size());
  const Tags& kept = id_of_tags_.emplace(tags, id).first->first;
  tag_sets_.push_back({.tags = &kept, .signature = signature_of(tags)});
  return id;
}

const Tags& Recorder::tags_of(TagSetId id) const {
  static const Tags none;
  HEADROOM_ASSERT(id < tag_sets_.size());
  return tag_sets_[id].tags == nullptr ? none : *tag_sets_[id].tags;
}

void Recorder::record_group(SeriesGroup group, std::span<const double> values) {
  HEADROOM_DEBUG_ASSERT(group.index < groups_.size());
  const StepRange range = groups_[group.index];
  Aggregate* const sinks = window_.sinks.data();
  for (std::uint32_t i = range.begin; i < range.end; i++) {
    const Step step = steps_[i];
    HEADROOM_DEBUG_ASSERT(step.value < values.size());
    sinks[step.sink].record(values[step.value]);
  }
}

void Recorder::check(CheckId check, bool passed) {
  if (check >= window_.checks.size()) {
    window_.checks.resize(check + 1);
  }
  CheckCounts& counts = window_.checks[check];
  (passed ? counts.passes : counts.fails)++;
}

SeriesGroup Recorder::resolve(std::span<const MetricId> metrics, TagSetId tags) {
  HEADROOM_ASSERT(tags < tag_sets_.size());
  const SignatureId signature = tag_sets_[tags].signature;
  const std::uint64_t hash = hash_of(metrics, signature);
  const auto [begin, end] = group_of_hash_.equal_range(hash);
  for (auto known = begin; known != end; ++known) {
    const GroupKey& key = group_keys_[known->second];
    if (key.signature == signature && std::ranges::equal(key.metrics, metrics)) {
      return {.index = known->second};
    }
  }
  const SeriesGroup added = add_group(metrics, signature);
  group_of_hash_.emplace(hash, added.index);
  return added;
}

SeriesGroup Recorder::add_group(std::span<const MetricId> metrics, SignatureId signature) {
  const auto begin = static_cast<std::uint32_t>(steps_.size());
  for (std::uint32_t value = 0; value < metrics.size(); value++) {
    const MetricId metric = metrics[value];
    if (metric >= metrics_.size()) {
      learn_metrics();
    }
    HEADROOM_ASSERT(metric < metrics_.size());
    steps_.push_back({.value = value, .sink = metric});
    for (const MetricId submetric : metrics_[metric].submetrics) {
      if (std::ranges::binary_search(signatures_[signature].submetrics, submetric)) {
        steps_.push_back({.value = value, .sink = submetric});
      }
    }
    for (const MetricId part : parts_of(metric, signature)) {
      steps_.push_back({.value = value, .sink = part});
    }
  }
  groups_.push_back({.begin = begin, .end = static_cast<std::uint32_t>(steps_.size())});
  group_keys_.push_back({.metrics = {metrics.begin(), metrics.end()}, .signature = signature});
  return {.index = static_cast<std::uint32_t>(groups_.size() - 1)};
}

std::vector<MetricId> Recorder::parts_of(MetricId metric, SignatureId signature) {
  std::vector<MetricId> parts;
  for (const DivisionId division : signatures_[signature].divisions) {
    const auto part = catalog_.part(metric, division);
    if (part && std::ranges::find(metrics_[metric].submetrics, *part) ==
                    metrics_[metric].submetrics.end()) {
      parts.push_back(*part);
    }
  }
  if (!parts.empty() && std::ranges::max(parts) >= metrics_.size()) {
    learn_metrics();
  }
  return parts;
}

void Recorder::record(MetricId metric, TagSetId tags, double value, kit::Instant at) {
  if (metric >= metrics_.size()) {
    learn_metrics();
  }
  HEADROOM_ASSERT(metric < metrics_.size() && tags < tag_sets_.size());
  const Signature& signature = signatures_[tag_sets_[tags].signature];
  if (!signature.divisions.empty()) {
    const MetricId one[] = {metric};
    const StepRange range = groups_[resolve(one, tags).index];
    for (std::uint32_t i = range.begin; i < range.end; i++) {
      window_.sinks[steps_[i].sink].record(value, at);
    }
    return;
  }
  window_.sinks[metric].record(value, at);
  const std::vector<MetricId>& matched = signature.submetrics;
  for (const MetricId submetric : metrics_[metric].submetrics) {
    if (std::ranges::binary_search(matched, submetric)) {
      window_.sinks[submetric].record(value, at);
    }
  }
}

Shard Recorder::rotate() {
  Shard full = std::move(window_);
  if (spares_.empty()) {
    window_ = Shard();
  } else {
    window_ = std::move(spares_.back());
    spares_.pop_back();
  }
  fit_sinks(window_);
  return full;
}

void Recorder::recycle(Shard shard) {
  // Two circulate; a third would only hold memory.
  if (spares_.size() < 2) {
    spares_.push_back(std::move(shard));
  }
}

void Recorder::learn_metrics() {
  // Until the first tag set, known metrics may have got sub-metrics.
  if (id_of_tags_.empty()) {
    metrics_.clear();
    is_divided_ = catalog_.is_divided();
  }
  catalog_.append_new_metrics(metrics_);
  submetrics_.clear();
  for (const MetricFacts& metric : metrics_) {
    if (metric.parent && !metric.division) {
      submetrics_.push_back(metric.id);
    }
  }
  fit_sinks(window_);
}

void Recorder::fit_sinks(Shard& shard) const {
  shard.sinks.reserve(metrics_.size());
  for (std::size_t id = shard.sinks.size(); id < metrics_.size(); id++) {
    shard.sinks.emplace_back(metrics_[id].type, options_.raw_max);
  }
}

Recorder::SignatureId Recorder::signature_of(const Tags& tags) {
  Signature& signature = signature_scratch_;
  signature.submetrics.clear();
  for (const MetricId submetric : submetrics_) {
    if (tags.matches(metrics_[submetric].selector)) {
      signature.submetrics.push_back(submetric);
    }
  }
  if (is_divided_) {
    signature.divisions = catalog_.divisions_of(tags);
  }
  const auto known = id_of_signature_.find(signature);
  if (known != id_of_signature_.end()) {
    return known->second;
  }
  const auto id = static_cast<SignatureId>(signatures_.size());
  signatures_.push_back(signature);
  id_of_signature_.emplace(signature, id);
  return id;
}

TagSetId Recorder::overflow_id_of(SignatureId signature) {
  if (signature >= overflow_ids_.size()) {
    overflow_ids_.resize(signature + 1);
  }
  std::optional<TagSetId>& id = overflow_ids_[signature];
  if (!id) {
    id = static_cast<TagSetId>(tag_sets_.size());
    tag_sets_.push_back({.tags = nullptr, .signature = signature});
  }
  return *id;
}

}  // namespace headroom::metrics
