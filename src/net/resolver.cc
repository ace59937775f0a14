#include "net/resolver.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include "fiber/reactor.h"
#include "kit/file.h"
#include "kit/random.h"
#include "net/internal/dns_channel.h"
#include "net/internal/hosts_file.h"
#include "net/internal/socket.h"

namespace headroom::net {

namespace {

using internal::Answer;

// One query and the fibers that wait for it.
struct Lookup {
  bool is_answered = false;
  Answer answer;
  std::vector<fiber::Fiber*> waiting;
};

struct Kept {
  std::vector<Address> addresses;
  kit::Instant until;
};

// The wanted go first; otherwise the order stays.
template <typename Predicate>
void put_first(std::vector<Address>& addresses, const Predicate& is_wanted) {
  std::vector<Address> others;
  std::copy_if(addresses.begin(), addresses.end(), std::back_inserter(others),
               [&](const Address& address) { return !is_wanted(address); });
  std::erase_if(addresses, [&](const Address& address) { return !is_wanted(address); });
  addresses.insert(addresses.end(), others.begin(), others.end());
}

// The families that the policy wants, in its order; the order within a family stays.
std::vector<Address> chosen(std::vector<Address> addresses, AddressPolicy policy) {
  using Family = Address::Family;
  const auto is_of = [](Family family) {
    return [family](const Address& address) { return address.family() == family; };
  };
  switch (policy) {
    case AddressPolicy::any: break;
    case AddressPolicy::only_ipv4: std::erase_if(addresses, is_of(Family::ipv6)); break;
    case AddressPolicy::only_ipv6: std::erase_if(addresses, is_of(Family::ipv4)); break;
    case AddressPolicy::prefer_ipv4: put_first(addresses, is_of(Family::ipv4)); break;
    case AddressPolicy::prefer_ipv6: put_first(addresses, is_of(Family::ipv6)); break;
  }
  return addresses;
}

// How many addresses, from the front, the policy wants before any other.
std::size_t preferred_count(const std::vector<Address>& addresses, AddressPolicy policy) {
  if (policy == AddressPolicy::any) {
    return addresses.size();
  }
  const auto other = std::ranges::find_if(addresses, [&](const Address& address) {
    return address.family() != addresses.front().family();
  });
  return static_cast<std::size_t>(other - addresses.begin());
}

}  // namespace

class Resolver::Internals {
 public:
  Internals(fiber::Reactor& reactor, ResolverOptions options)
      : reactor_(reactor),
        options_(std::move(options)),
        // Shared because the channel's fiber may outlive the resolver by one turn.
        channel_(std::make_shared<internal::DnsChannel>(reactor, options_)),
        random_(options_.seed) {}
  Internals(const Internals&) = delete;
  Internals& operator=(const Internals&) = delete;
  ~Internals() { channel_->close(); }

  Answer find(const std::string& name, kit::Instant deadline) {
    if (const auto kept = kept_.find(name);
        kept != kept_.end() && reactor_.now() < kept->second.until) {
      return kept->second.addresses;
    }
    if (std::vector<Address> local = find_locally(name); !local.empty()) {
      return local;
    }
    return wait_for(lookup_of(name), deadline);
  }

  std::vector<Address> ordered(std::vector<Address> addresses) const {
    return chosen(std::move(addresses), options_.policy);
  }
  // `addresses` is not empty and in the policy's order.
  const Address& choose(const std::string& name, const std::vector<Address>& addresses) {
    const std::size_t count = preferred_count(addresses, options_.policy);
    switch (options_.choice) {
      case AddressChoice::first: break;
      case AddressChoice::random: return addresses[random_.next_below(count)];
      case AddressChoice::round_robin: {
        const auto turn = turns_.try_emplace(name, options_.seed).first;
        return addresses[turn->second++ % count];
      }
    }
    return addresses.front();
  }
  std::size_t query_count() const { return query_count_; }

 private:
  // Shared because the query's answer and every waiting fiber hold it, and any may be last.
  using LookupPointer = std::shared_ptr<Lookup>;

  std::vector<Address> find_locally(const std::string& name) {
    if (!hosts_) {
      const kit::Result<std::string> text = kit::read_file(options_.hosts_file);
      hosts_ = std::make_unique<internal::HostsFile>(text ? std::string_view(*text) : "");
    }
    std::vector<Address> addresses = hosts_->find(name);
    if (addresses.empty() && (name == "localhost" || name.ends_with(".localhost"))) {
      addresses = {Address::loopback(0)};
      if (const auto ipv6 = Address::parse_ip("::1", 0)) {
        addresses.push_back(*ipv6);
      }
    }
    return addresses;
  }

  LookupPointer lookup_of(const std::string& name) {
    if (const auto running = running_.find(name); running != running_.end()) {
      return running->second;
    }
    auto lookup = std::make_shared<Lookup>();
    running_.emplace(name, lookup);
    ++query_count_;
    channel_->query(
        name, [this, name, lookup](Answer answer) { finish(name, *lookup, std::move(answer)); });
    return lookup;
  }

  void finish(const std::string& name, Lookup& lookup, Answer answer) {
    if (answer && options_.ttl > kit::Duration()) {
      kept_[name] = {.addresses = *answer, .until = reactor_.now() + options_.ttl};
    }
    lookup.answer = std::move(answer);
    lookup.is_answered = true;
    running_.erase(name);
    for (fiber::Fiber* fiber : lookup.waiting) {
      reactor_.wake(*fiber);
    }
  }

  Answer wait_for(const LookupPointer& lookup, kit::Instant deadline) {
    while (!lookup->is_answered) {
      fiber::Fiber* self = &reactor_.current();
      lookup->waiting.push_back(self);
      ++waiting_count_;
      const fiber::Wake wake = reactor_.suspend(deadline);
      --waiting_count_;
      std::erase(lookup->waiting, self);
      if (wake != fiber::Wake::ready && waiting_count_ == 0) {
        // Nobody wants to know any more; the channel's fiber must not keep the
        // reactor running for the rest of the servers' time.
        channel_->cancel();
      }
      if (wake != fiber::Wake::ready) {
        return std::unexpected<Failure>(internal::failure_of_wake(wake));
      }
    }
    return lookup->answer;
  }

  fiber::Reactor& reactor_;
  const ResolverOptions options_;
  std::shared_ptr<internal::DnsChannel> channel_;
  std::unique_ptr<const internal::HostsFile> hosts_;
  std::unordered_map<std::string, Kept> kept_;
  std::unordered_map<std::string, LookupPointer> running_;
  std::unordered_map<std::string, std::uint64_t> turns_;
  kit::Random random_;
  std::size_t query_count_ = 0;
  std::size_t waiting_count_ = 0;  // fibers in wait_for()
};

Resolver::Resolver(fiber::Reactor& reactor, ResolverOptions options)
    : internals_(std::make_unique<Internals>(reactor, std::move(options))) {}

Resolver::~Resolver() = default;

Outcome<std::vector<Address>> Resolver::resolve(std::string_view host, int port,
                                                kit::Instant deadline) {
  if (const std::optional<Address> literal = Address::parse_ip(host, port)) {
    return std::vector<Address>{*literal};
  }
  const std::string name = internal::canonical_name(host);
  if (name.empty()) {
    return failed(FailureKind::no_such_host, "no such host");
  }
  Answer answer = internals_->find(name, deadline);
  if (!answer) {
    return answer;
  }
  std::vector<Address> addresses = internals_->ordered(std::move(*answer));
  if (addresses.empty()) {
    return failed(FailureKind::no_such_host, "no such host");
  }
  for (Address& address : addresses) {
    address.set_port(port);
  }
  return addresses;
}

Outcome<Address> Resolver::resolve_one(std::string_view host, int port, kit::Instant deadline) {
  Outcome<std::vector<Address>> addresses = resolve(host, port, deadline);
  if (!addresses) {
    return failed(addresses);
  }
  return internals_->choose(internal::canonical_name(host), *addresses);
}

std::size_t Resolver::query_count() const {
  return internals_->query_count();
}

}  // namespace headroom::net
