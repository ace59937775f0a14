// The names of /etc/hosts, read once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "net/address.h"

namespace headroom::net::internal {

class HostsFile {
 public:
  HostsFile() = default;
  // Lines that make no sense are skipped, as everybody does.
  explicit HostsFile(std::string_view text);

  // In the order of the file, with port 0; empty when the name is not in it.
  // `name` is in lower case.
  std::vector<Address> find(const std::string& name) const;

 private:
  std::unordered_map<std::string, std::vector<Address>> addresses_;
};

// Without a final dot and in lower case.
std::string canonical_name(std::string_view host);

}  // namespace headroom::net::internal
