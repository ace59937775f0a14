// Facts about the machine and its limits, from the kernel's files.
#pragma once

#include <cstdint>
#include <string>

#include "kit/result.h"
#include "run/record.h"

namespace headroom::conduct {

run::MachineFacts read_machine();

// Fails, with the limit and the remedy, when a run with that many connections
// cannot get its file descriptors. Raises the soft limit as far as needed.
kit::Result<void> prepare_descriptors(std::uint64_t connections);
// The same for the mappings that fibers' stacks need.
kit::Result<void> check_mappings(std::uint64_t virtual_users);
// What to tell when so many connections to one address need more local ports than
// there are; empty when there are enough. Not an error: they may go to several.
std::string port_warning(std::uint64_t connections);
// How many ports a line such as "32768\t60999" allows; 0 when it says none.
std::uint64_t parse_port_count(const std::string& line);

}  // namespace headroom::conduct
