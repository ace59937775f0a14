#include "net/internal/hosts_file.h"

#include <cctype>

namespace headroom::net::internal {

namespace {

// Takes the next word off the front of `line`; empty at its end.
std::string_view next_word(std::string_view& line) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t start = line.find_first_not_of(blanks);
  if (start == std::string_view::npos) {
    return {};
  }
  line.remove_prefix(start);
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace

HostsFile::HostsFile(std::string_view text) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    line = line.substr(0, line.find('#'));
    const std::optional<Address> address = Address::parse_ip(next_word(line), 0);
    if (!address) {
      continue;
    }
    for (std::string_view name = next_word(line); !name.empty(); name = next_word(line)) {
      addresses_[canonical_name(name)].push_back(*address);
    }
  }
}

std::vector<Address> HostsFile::find(const std::string& name) const {
  const auto found = addresses_.find(name);
  return found == addresses_.end() ? std::vector<Address>() : found->second;
}

std::string canonical_name(std::string_view host) {
  if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  std::string name(host);
  for (char& letter : name) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return name;
}

}  // namespace headroom::net::internal
