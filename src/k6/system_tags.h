// The tags that the tool itself puts on samples, and which of them a test wants
// (option systemTags). Whoever tags samples asks has() before it sets one.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace headroom::k6 {

enum class SystemTag : std::uint8_t {
  proto,
  subproto,
  status,
  method,
  url,
  name,
  group,
  check,
  error,
  error_code,
  tls_version,
  scenario,
  service,
  expected_response,
  // Not among the defaults.
  ip,
  ocsp_status,
  vu,
  iter,
  stage,  // Headroom's own
};

std::string_view name_of(SystemTag tag);

class SystemTags {
 public:
  // k6's default set.
  constexpr SystemTags();
  constexpr SystemTags(std::initializer_list<SystemTag> tags);
  // As the option names them. An unknown name is taken and means nothing, as in k6.
  static SystemTags named(std::span<const std::string> names);

  constexpr bool has(SystemTag tag) const { return (bits_ & bit_of(tag)) != 0; }
  bool operator==(const SystemTags&) const = default;

 private:
  static constexpr std::uint32_t bit_of(SystemTag tag) {
    return std::uint32_t{1} << static_cast<unsigned>(tag);
  }

  std::uint32_t bits_ = 0;
};

constexpr SystemTags::SystemTags() : bits_(bit_of(SystemTag::ip) - 1) {}

constexpr SystemTags::SystemTags(std::initializer_list<SystemTag> tags) {
  for (const SystemTag tag : tags) {
    bits_ |= bit_of(tag);
  }
}

}  // namespace headroom::k6
