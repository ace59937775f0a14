// From what a request was and became to the series its values are recorded in.
// Keeps the virtual user's tag layers (test, scenario, group) and resolves each
// combination once.
#pragma once

#include <cstdint>
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
  void set_scenario(metrics::Tags tags);
  void push_group(const std::string& name);
  void pop_group();
  const std::string& group_path() const { return group_path_; }
  // A small number for the current scenario and group: the key of caches.
  std::uint32_t base() const { return base_; }

  // Test, scenario and group tags, then `custom` over them.
  metrics::Tags tags(const metrics::Tags* custom = nullptr) const;
  metrics::TagSetId intern(const metrics::Tags* custom = nullptr);

  metrics::SeriesGroup series_of(const ExchangeTags& exchange);

 private:
  void update_base();

  WorkerState& worker_;
  metrics::Tags scenario_tags_;
  std::string group_path_;
  std::uint32_t base_ = 0;
  std::unordered_map<std::string, std::uint32_t> bases_;
};

}  // namespace headroom::k6
