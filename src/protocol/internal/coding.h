// The names of the content codings we know.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/http1/field.h"

namespace headroom::protocol {

enum class Coding : std::uint8_t { gzip, deflate, zstd, br };

inline std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::gzip: return "gzip";
    case Coding::deflate: return "deflate";
    case Coding::zstd: return "zstd";
    case Coding::br: return "br";
  }
  __builtin_unreachable();
}

inline std::optional<Coding> coding_named(std::string_view name) {
  for (const Coding coding : {Coding::gzip, Coding::deflate, Coding::zstd, Coding::br}) {
    if (http1::equals_ignoring_case(name, name_of(coding))) {
      return coding;
    }
  }
  return std::nullopt;
}

}  // namespace headroom::protocol
