// From what a request was and became to the series its values are recorded in.
// Keeps the virtual user's tag layers (test, scenario, the script's own, group)
// and resolves each combination once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "k6/worker_state.h"
#include "metrics/recorder.h"

namespace headroom::k6 {

// The parts of an exchange that become tags. Views live for the call.
struct ExchangeTags {
  std::string_view url;
  std::string_view name;
  std::string_view method;
  std::string_view proto;
  std::string_view tls_version;
  std::string_view error;
  int status = 0;
  int error_code = 0;
  bool is_expected = true;
  bool is_expectation_asked = true;
  std::string_view ip;
  std::string_view ocsp_status;
  const metrics::Tags* custom = nullptr;
  const metrics::Tags* layers = nullptr;  // those below `custom`; null: the current ones
};

class HttpSamples {
 public:
  explicit HttpSamples(WorkerState& worker) : worker_(worker) {}

  // The scenario's tags, with the tag "scenario" among them where it has a name.
  void set_scenario(const metrics::Tags& tags);
  void push_group(const std::string& name);
  void pop_group();
  const std::string& group_path() const { return group_path_; }
  // A small number for the current scenario, own tags and group: the key of caches.
  std::uint32_t base() const { return base_; }

  // The script's own, on every later sample until the next scenario: over the
  // scenario's tags, below the group's.
  void set_own_tag(std::string_view key, std::string_view value);
  // Whichever layer it came from; only the group of a running group() stays.
  void remove_tag(std::string_view key);
  // Whether one of the two was called in this scenario.
  bool has_own_tags() const { return has_own_tags_; }
  // What load's iteration metrics get then.
  metrics::TagSetId iteration_tags();

  // Test, scenario, own and group tags, then `custom` over them.
  metrics::Tags tags(const metrics::Tags* custom = nullptr) const;
  metrics::TagSetId intern(const metrics::Tags* custom = nullptr);

  metrics::SeriesGroup series_of(const ExchangeTags& exchange);

 private:
  void change_own_tags();
  void update_base();

  WorkerState& worker_;
  metrics::Tags layers_;  // all but the group
  std::string group_path_;
  std::uint32_t base_ = 0;
  std::uint32_t bases_made_ = 0;
  std::unordered_map<std::string, std::uint32_t> bases_;
  // Of the script's own tags.
  bool has_own_tags_ = false;
  bool has_own_group_ = false;  // "group" was set or removed: what it is outside any group()
  std::string own_key_;         // tells layers_ apart in bases_; empty without own tags
  std::optional<metrics::TagSetId> iteration_tags_;
};

}  // namespace headroom::k6
