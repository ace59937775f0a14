#include "conduct/machine.h"

#include <algorithm>

#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kit/file.h"
#include "kit/number.h"

namespace headroom::conduct {

namespace {

std::string cpu_model() {
  const auto text = kit::read_file("/proc/cpuinfo");
  if (!text) {
    return "";
  }
  const std::size_t key = text->find("model name");
  const std::size_t colon = key == std::string::npos ? key : text->find(": ", key);
  if (colon == std::string::npos) {
    return "";
  }
  return text->substr(colon + 2, text->find('\n', colon) - colon - 2);
}

// Sockets, files and event loops besides the virtual users' connections.
constexpr std::uint64_t spare_descriptors = 64;

}  // namespace

run::MachineFacts read_machine() {
  run::MachineFacts facts;
  utsname names{};
  if (uname(&names) == 0) {
    facts.host = names.nodename;
    facts.kernel = std::string(names.sysname) + " " + names.release;
  }
  facts.cpu_model = cpu_model();
  facts.cpu_count = sysconf(_SC_NPROCESSORS_ONLN);
  struct sysinfo memory{};
  if (sysinfo(&memory) == 0) {
    facts.memory_bytes = static_cast<std::int64_t>(memory.totalram) * memory.mem_unit;
  }
  return facts;
}

kit::Result<void> prepare_descriptors(std::uint64_t connections) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const std::uint64_t needed = connections + spare_descriptors;
  if (limit.rlim_cur >= needed) {
    return {};
  }
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, std::max<rlim_t>(needed, limit.rlim_cur));
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < needed) {
    return kit::failure("this run may need " + std::to_string(needed) +
                        " file descriptors, and the limit is " + std::to_string(limit.rlim_max) +
                        ": raise it (ulimit -n " + std::to_string(needed) +
                        ") or use fewer virtual users");
  }
  return {};
}

std::uint64_t parse_port_count(const std::string& line) {
  const std::size_t gap = line.find_first_of(" \t");
  if (gap == std::string::npos) {
    return 0;
  }
  const auto low = kit::parse_integer(line.substr(0, gap));
  const std::size_t second = std::min(line.find_first_not_of(" \t", gap), line.size());
  const auto high = kit::parse_integer(line.substr(second));
  return low && high && *high >= *low ? static_cast<std::uint64_t>(*high - *low + 1) : 0;
}

std::string port_warning(std::uint64_t connections) {
  const auto line = kit::read_first_line("/proc/sys/net/ipv4/ip_local_port_range");
  const std::uint64_t ports = line ? parse_port_count(*line) : 0;
  if (ports == 0 || connections <= ports) {
    return {};
  }
  return "this run may need " + std::to_string(connections) + " connections, and there are " +
         std::to_string(ports) +
         " local ports for each address called: widen the range (sysctl "
         "net.ipv4.ip_local_port_range=\"1024 65535\"), call from several addresses (--local-ips) "
         "or use fewer virtual users";
}

kit::Result<void> check_mappings(std::uint64_t virtual_users) {
  const auto line = kit::read_first_line("/proc/sys/vm/max_map_count");
  const auto limit = line ? kit::parse_integer(*line) : std::nullopt;
  // A stack and its guard page each.
  const std::uint64_t needed = 2 * virtual_users + 1000;
  if (limit && needed > static_cast<std::uint64_t>(*limit)) {
    return kit::failure("this run needs " + std::to_string(needed) +
                        " memory mappings, and the limit is " + std::to_string(*limit) +
                        ": raise it (sysctl vm.max_map_count=" + std::to_string(needed) +
                        ") or use fewer virtual users");
  }
  return {};
}

}  // namespace headroom::conduct
