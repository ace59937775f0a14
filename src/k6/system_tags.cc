#include "k6/system_tags.h"

#include <array>

namespace headroom::k6 {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 19> tag_names{
    "proto", "subproto",    "status",     "method",      "url",      "name",    "group",
    "check", "error",       "error_code", "tls_version", "scenario", "service", "expected_response",
    "ip",    "ocsp_status", "vu",         "iter",        "stage"};
static_assert(tag_names.size() == static_cast<std::size_t>(SystemTag::stage) + 1);

}  // namespace

std::string_view name_of(SystemTag tag) {
  return tag_names[static_cast<std::size_t>(tag)];
}

SystemTags SystemTags::named(std::span<const std::string> names) {
  SystemTags tags{};
  tags.bits_ = 0;
  for (const std::string& name : names) {
    for (std::size_t i = 0; i < tag_names.size(); ++i) {
      tags.bits_ |= name == tag_names[i] ? bit_of(static_cast<SystemTag>(i)) : 0;
    }
  }
  return tags;
}

}  // namespace headroom::k6
