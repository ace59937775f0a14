// The names of a run: metrics, sub-metrics, groups and checks, each with a small
// id in order of first sight. One per run, shared by all threads (a mutex
// inside); holds no values. Not for the per-request path: keep the ids.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/mutex.h"
#include "kit/result.h"
#include "metrics/divisions.h"
#include "metrics/tags.h"

namespace headroom::metrics {

enum class Type { counter, gauge, rate, trend };
// What the numbers are. Time is recorded in seconds, data in bytes.
enum class Contains { plain, time, data };

// "counter", "gauge", "rate", "trend".
std::string_view text_of(Type type);
// "default", "time", "data": k6's words.
std::string_view text_of(Contains contains);

// MetricId (divisions.h): metrics, sub-metrics and parts share one range.
using GroupId = std::uint32_t;  // 0 is the root group, with path ""
using CheckId = std::uint32_t;

struct MetricFacts {
  MetricId id = 0;
  std::string name;  // of a sub-metric: "http_req_duration{name:home}"
  Type type = Type::counter;
  Contains contains = Contains::plain;
  std::optional<MetricId> parent;  // set for sub-metrics and parts, as are the next two
  std::string suffix;              // "name:home"
  Tags selector;
  std::optional<DivisionId> division;  // set for parts
  std::vector<MetricId> submetrics;    // without parts
};

struct GroupFacts {
  GroupId id = 0;
  GroupId parent = 0;
  std::string name;  // "b"
  std::string path;  // "::a::b"
};

struct CheckFacts {
  CheckId id = 0;
  GroupId group = 0;
  std::string name;
  std::string path;      // "::a::b::status is 200"
  std::string scenario;  // empty where checks are not told apart by scenario
};

class Catalog {
 public:
  Catalog();

  // The same name, type and content gives the same id again; a clash or a name
  // outside [a-zA-Z_][a-zA-Z0-9_]{1,128} is an error in k6's words.
  kit::Result<MetricId> add_metric(std::string_view name, Type type,
                                   Contains contains = Contains::plain);

  // Before any Recorder interns a tag set. Equal tags of one parent give the same id.
  MetricId add_submetric(MetricId parent, std::string_view suffix, const Tags& selector);

  // Every metric is to be kept also by the values of some tags. Before any
  // Recorder interns a tag set.
  void divide_by(DivisionRule rule);
  bool is_divided() const;
  // The divisions that samples with these tags lie in; made at first sight.
  std::vector<DivisionId> divisions_of(const Tags& tags);
  // A metric's part in a division, made at first sight: a sub-metric of the same
  // selector where there is one; none where the rule leaves the metric alone.
  std::optional<MetricId> part(MetricId metric, DivisionId division);

  // None when nothing was seen that would have made it.
  std::optional<MetricId> find_part(MetricId metric, DivisionId division) const;

  std::optional<MetricId> find(std::string_view name) const;

  // Path as "::a::b"; parents are made as needed.
  GroupId group(std::string_view path);
  CheckId check(GroupId group, std::string_view name, std::string_view scenario = "");

  std::size_t metric_count() const;
  MetricFacts metric(MetricId id) const;
  // Copies, in order of id.
  std::vector<MetricFacts> metrics() const;
  // Adds those that `known`, in order of id, does not have yet.
  void append_new_metrics(std::vector<MetricFacts>& known) const;
  std::vector<GroupFacts> groups() const;
  std::vector<CheckFacts> checks() const;
  Divisions divisions() const;

 private:
  struct CheckKey {
    GroupId group = 0;
    std::string name;
    std::string scenario;
    auto operator<=>(const CheckKey&) const = default;
  };

  GroupId group_locked(std::string_view path) HEADROOM_REQUIRES(mutex_);

  mutable kit::Mutex mutex_;
  std::vector<MetricFacts> metrics_ HEADROOM_GUARDED_BY(mutex_);
  std::vector<GroupFacts> groups_ HEADROOM_GUARDED_BY(mutex_);
  std::vector<CheckFacts> checks_ HEADROOM_GUARDED_BY(mutex_);
  std::map<std::string, MetricId, std::less<>> metric_of_name_ HEADROOM_GUARDED_BY(mutex_);
  std::map<std::string, GroupId, std::less<>> group_of_path_ HEADROOM_GUARDED_BY(mutex_);
  std::map<CheckKey, CheckId> check_of_key_ HEADROOM_GUARDED_BY(mutex_);
  Divisions divisions_ HEADROOM_GUARDED_BY(mutex_);
  std::map<std::pair<MetricId, DivisionId>, MetricId> parts_ HEADROOM_GUARDED_BY(mutex_);
};

}  // namespace headroom::metrics
