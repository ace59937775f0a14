// c-ares on a reactor: sends queries, and a fiber of its own feeds it with what
// arrives for as long as a query is out. The only file that names c-ares.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fiber/reactor.h"
#include "kit/file_descriptor.h"
#include "net/failure.h"
#include "net/resolver.h"

struct ares_channeldata;
struct ares_addrinfo;  // NOLINT(readability-identifier-naming): the library's name

namespace headroom::net::internal {

// Addresses have port 0.
using Answer = Outcome<std::vector<Address>>;

// Held by shared_ptr, because its fiber may outlive the resolver by one turn.
class DnsChannel : public std::enable_shared_from_this<DnsChannel> {
 public:
  DnsChannel(fiber::Reactor& reactor, const ResolverOptions& options);
  ~DnsChannel();
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  // Calls back once, from the channel's fiber or before it returns.
  void query(const std::string& name, std::function<void(Answer)> take);
  // Ends every query with a failure, and the fiber soon.
  void cancel();
  // The same for good.
  void close();

 private:
  struct Query;

  Outcome<void> open();
  void serve();
  void drain();
  kit::Instant next_timeout() const;
  static void on_socket(void* self, int descriptor, int readable, int writable);
  static void on_answer(void* query, int status, int timeouts, ares_addrinfo* result);

  fiber::Reactor& reactor_;
  const ResolverOptions options_;
  ares_channeldata* channel_ = nullptr;
  kit::FileDescriptor sockets_;  // an epoll that holds c-ares' sockets, itself watched
  fiber::Watch watch_;
  fiber::Fiber* server_ = nullptr;  // the fiber in serve()
  std::size_t open_count_ = 0;
};

}  // namespace headroom::net::internal
