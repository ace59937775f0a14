// Host names to addresses, by c-ares driven by the reactor. Literals, localhost
// and /etc/hosts are answered at once; answers are kept for a while; fibers that
// ask for one name at a time share one query. Belongs to one reactor's thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.h"
#include "kit/time.h"
#include "net/address.h"
#include "net/failure.h"

namespace headroom::fiber {
class Reactor;
}

namespace headroom::net {

// Which families to return, and in which order.
enum class AddressPolicy { prefer_ipv4, prefer_ipv6, only_ipv4, only_ipv6, any };

struct ResolverOptions {
  kit::Duration ttl = kit::Duration::seconds(300);  // 0 asks anew each time; max() never
  AddressPolicy policy = AddressPolicy::prefer_ipv4;
  std::string hosts_file = "/etc/hosts";
  // "127.0.0.1:5353": instead of the system's; for tests.
  std::vector<std::string> servers = {};
  // How long a server has for one try, and how many tries there are; 0 leaves c-ares' own.
  kit::Duration try_timeout = {};
  int tries = 0;
};

class Resolver {
 public:
  explicit Resolver(fiber::Reactor& reactor, ResolverOptions options = {});
  // No fiber may be waiting in resolve().
  ~Resolver();

  // All addresses of the host, at least one, in the policy's order. Blocks the fiber.
  // Choosing among several (first, random, in turn) is the caller's.
  Outcome<std::vector<Address>> resolve(std::string_view host, int port, kit::Instant deadline);

  // Queries sent so far, for tests.
  std::size_t query_count() const;

 private:
  class Internals;
  std::unique_ptr<Internals> internals_;
};

}  // namespace headroom::net
