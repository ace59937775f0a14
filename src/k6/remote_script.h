// A main script named by an https address: fetched as k6 does, with our own client.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "fiber/reactor.h"
#include "kit/result.h"
#include "log/logger.h"

namespace headroom::k6 {

bool is_remote(std::string_view script_path);

struct RemoteScriptOptions {
  // Proxies and whom to trust; see network_settings.h.
  const std::map<std::string, std::string>& environment;
  log::Logger& logger;
  kit::Duration timeout = kit::Duration::seconds(60);  // of each attempt
};

// Blocks the calling fiber. First with _k6=1 in the query, for hosts that tell programs
// from people by it, then plainly. Errors have the exit code 255.
kit::Result<std::string> fetch_script(fiber::Reactor& reactor, const std::string& address,
                                      const RemoteScriptOptions& options);

}  // namespace headroom::k6
