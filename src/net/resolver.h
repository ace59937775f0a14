// Host names to addresses, by c-ares driven by the reactor. Literals, localhost
// and /etc/hosts are answered at once; answers are kept for a while; fibers that
// ask for one name at a time share one query. Belongs to one reactor's thread.
#pragma once

#include <cstdint>
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

// Which of several addresses resolve_one() takes.
enum class AddressChoice { first, random, round_robin };

struct ResolverOptions {
  kit::Duration ttl = kit::Duration::seconds(300);  // 0 asks anew each time; max() never
  AddressPolicy policy = AddressPolicy::prefer_ipv4;
  AddressChoice choice = AddressChoice::first;
  // Of the random choice, and where the round robin begins: another one for each
  // worker, or all of them would take the same turns.
  std::uint64_t seed = 0;
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

  // One of the host's addresses: of the family the policy prefers, where it has any,
  // and by the choice in the options. Blocks the fiber.
  Outcome<Address> resolve_one(std::string_view host, int port, kit::Instant deadline);
  // All addresses of the host, at least one, in the policy's order. Blocks the fiber.
  Outcome<std::vector<Address>> resolve(std::string_view host, int port, kit::Instant deadline);

  // Queries sent so far, for tests.
  std::size_t query_count() const;

 private:
  class Internals;
  std::unique_ptr<Internals> internals_;
};

}  // namespace headroom::net
