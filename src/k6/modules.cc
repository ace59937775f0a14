#include "k6/modules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace headroom::k6 {

void add_modules(script::NativeModules& modules) {
  modules.add(core_module());
  modules.add(execution_module());
  modules.add(http_module());
  modules.add(metrics_module());
}

bool is_later_module(std::string_view name) {
  constexpr std::array<std::string_view, 16> later{"k6/browser",
                                                   "k6/crypto",
                                                   "k6/crypto/x509",
                                                   "k6/data",
                                                   "k6/encoding",
                                                   "k6/experimental/csv",
                                                   "k6/experimental/fs",
                                                   "k6/experimental/streams",
                                                   "k6/experimental/websockets",
                                                   "k6/html",
                                                   "k6/net/grpc",
                                                   "k6/secrets",
                                                   "k6/timers",
                                                   "k6/websockets",
                                                   "k6/ws",
                                                   "k6/x"};
  return std::find(later.begin(), later.end(), name) != later.end() || name.starts_with("k6/x/");
}

}  // namespace headroom::k6
