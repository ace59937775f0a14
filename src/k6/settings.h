// What every virtual user of a test reads and nobody changes once the test has
// been loaded: the effective settings of a run as the script's API needs them.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "k6/files.h"
#include "k6/metric_ids.h"
#include "k6/network_settings.h"
#include "k6/request_gate.h"
#include "k6/system_tags.h"
#include "k6/test_status.h"
#include "kit/time.h"
#include "kit/version.h"
#include "log/logger.h"
#include "metrics/catalog.h"
#include "metrics/tags.h"
#include "script/program.h"

namespace headroom::k6 {

// What of each request and response goes into the log.
enum class HttpDebug { off, headers, full };

struct Settings {
  std::string user_agent = "Headroom/" + std::string(kit::version());
  bool throws_on_failure = false;
  bool discards_bodies = false;
  bool reuses_connections = true;         // noConnectionReuse
  bool reuses_between_iterations = true;  // noVUConnectionReuse
  bool keeps_cookies = false;             // noCookiesReset: between iterations
  int redirects_max = 10;
  bool is_redirects_max_given = false;  // else a chain that is cut short is worth a warning
  int batch_max = 20;                   // requests of one batch() at a time
  int batch_per_host_max = 6;           // of them to one host; 0: no limit
  HttpDebug http_debug = HttpDebug::off;
  double requests_per_second_max = 0;  // of all virtual users together; 0: no limit
  SystemTags system_tags;              // those that samples get
  NetworkSettings network;
  kit::Duration min_iteration_duration;
  kit::Duration request_timeout = kit::Duration::seconds(60);
  std::size_t memory_bytes_max = std::size_t{64} << 20;  // of each virtual user's JavaScript
  std::map<std::string, std::string> env;                // __ENV
  bool has_global_alias = true;                          // `global` for globalThis
  bool freezes_env = false;                              // feature freeze-env
  metrics::Tags tags;                                    // of every sample
  bool keeps_checks_by_scenario = false;
};

// Shared by all virtual users; the references outlive them.
struct TestContext {
  Settings settings;
  MetricIds metrics;
  metrics::Catalog& catalog;
  log::Logger& logger;   // the tool's
  log::Logger& console;  // the script's console.*
  Files& files;
  TestStatus& status;
  const script::Program* program = nullptr;  // set once compiled
  std::string options_json = {};             // exec.test.options, set once they are read
  // What every request waits for; null without a limit.
  std::unique_ptr<RequestGate> request_gate = {};
};

}  // namespace headroom::k6
