// Records the values of one worker into the current window. One thread, no locks
// after first sight of a metric, no clock, no I/O. The control thread gets the
// window through rotate() and a message; see totals.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kit/time.h"
#include "metrics/catalog.h"
#include "metrics/shard.h"
#include "metrics/tags.h"

namespace headroom::metrics {

// Valid for the Recorder that made it. 0 is the empty tag set.
using TagSetId = std::uint32_t;

// A list of metrics resolved for one tag set: what record_group() writes to.
// Valid as long as its Recorder; cheap to copy and to keep.
struct SeriesGroup {
  std::uint32_t index = 0;
};

struct RecorderOptions {
  std::size_t tag_sets_max = 10'000;
  std::size_t raw_max = Aggregate::raw_default;  // per metric and sub-metric
};

class Recorder {
 public:
  // The catalog outlives the recorder and gets the parts of metrics that are
  // seen. All sub-metrics and rules of division must have been added.
  explicit Recorder(Catalog& catalog, RecorderOptions options = {});
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // --- per request: no allocation once every tag set and group was seen.

  // Looks the tags up and keeps them at first sight. Beyond the cap, tag sets
  // that match the same sub-metrics share one id: recording stays right, only
  // the tags themselves are not kept; overflowed_count() counts such calls.
  TagSetId intern(const Tags& tags);
  // The tags of an id; empty for a shared id.
  const Tags& tags_of(TagSetId id) const;

  // values[i] goes to the i-th metric of resolve() and to its matching
  // sub-metrics. A NaN is left out: the way to skip one metric of a group.
  void record_group(SeriesGroup group, std::span<const double> values);
  void check(CheckId check, bool passed);

  // --- at first sight of a (metrics, tag set) pair. Also cheap enough per
  // request for lists of up to some 16 metrics: a hash of their ids, no allocation.
  SeriesGroup resolve(std::span<const MetricId> metrics, TagSetId tags);

  // --- single values: custom metrics, iterations. `at` only matters to gauges.
  void record(MetricId metric, TagSetId tags, double value, kit::Instant at = {});

  // --- once a window.

  // Hands over what was recorded since the last call. Allocates only when no
  // recycled shard is at hand.
  Shard rotate();
  // Takes back a shard that Totals::merge() emptied.
  void recycle(Shard shard);

  std::uint64_t overflowed_count() const { return overflowed_count_; }

 private:
  // Where values with a tag set go, besides their metric; few differ.
  using SignatureId = std::uint32_t;
  struct Signature {
    std::vector<MetricId> submetrics;  // that the tag set matches, sorted
    std::vector<DivisionId> divisions;
    auto operator<=>(const Signature&) const = default;
  };
  struct TagSet {
    const Tags* tags = nullptr;  // the key in id_of_tags_, which stays put; null for a shared id
    SignatureId signature = 0;
  };
  struct Step {
    std::uint32_t value;  // index in the values of record_group
    MetricId sink;
  };
  struct StepRange {
    std::uint32_t begin;
    std::uint32_t end;
  };
  struct GroupKey {
    std::vector<MetricId> metrics;
    SignatureId signature;
  };

  void learn_metrics();
  void fit_sinks(Shard& shard) const;
  SignatureId signature_of(const Tags& tags);
  std::vector<MetricId> parts_of(MetricId metric, SignatureId signature);
  TagSetId overflow_id_of(SignatureId signature);
  SeriesGroup add_group(std::span<const MetricId> metrics, SignatureId signature);

  // Constant.
  Catalog& catalog_;
  RecorderOptions options_;
  // Known of the catalog so far.
  std::vector<MetricFacts> metrics_;
  std::vector<MetricId> submetrics_;  // of all metrics
  bool is_divided_ = false;
  // Tag sets and what follows from them; grow at first sight.
  std::vector<TagSet> tag_sets_;
  std::unordered_map<Tags, TagSetId, TagsHash> id_of_tags_;
  std::vector<Signature> signatures_;
  std::map<Signature, SignatureId> id_of_signature_;
  std::vector<std::optional<TagSetId>> overflow_ids_;  // by SignatureId
  std::vector<Step> steps_;
  std::vector<StepRange> groups_;
  std::vector<GroupKey> group_keys_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> group_of_hash_;
  Signature signature_scratch_;
  // The current window.
  Shard window_;
  std::vector<Shard> spares_;
  std::uint64_t overflowed_count_ = 0;
};

}  // namespace headroom::metrics
