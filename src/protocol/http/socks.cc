#include "protocol/http/socks.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "kit/number.h"

namespace headroom::protocol::http {

namespace {

constexpr std::uint8_t socks_version = 5;
constexpr std::uint8_t password_version = 1;
constexpr std::uint8_t connect_command = 1;
constexpr std::uint8_t success = 0;
constexpr std::size_t text_bytes_max = 255;  // their length is one byte

enum class Method : std::uint8_t { none = 0, password = 2, no_acceptable = 255 };
enum class AddressType : std::uint8_t { ipv4 = 1, name = 3, ipv6 = 4 };

// Go's words for the proxy's replies.
std::string text_of_reply(std::uint8_t reply) {
  constexpr std::array<std::string_view, 9> texts = {"succeeded",
                                                     "general SOCKS server failure",
                                                     "connection not allowed by ruleset",
                                                     "network unreachable",
                                                     "host unreachable",
                                                     "connection refused",
                                                     "TTL expired",
                                                     "command not supported",
                                                     "address type not supported"};
  return reply < texts.size() ? std::string(texts[reply])
                              : "unknown code: " + std::to_string(reply);
}

void append_byte(std::string& bytes, std::size_t byte) {
  bytes += static_cast<char>(byte);
}

// One conversation with a proxy, which never says more than it was asked for.
class Socks {
 public:
  Socks(net::Transport& stream, const Proxy& proxy, const Origin& origin, kit::Instant deadline)
      : stream_(stream), proxy_(proxy), origin_(origin), deadline_(deadline) {}

  Outcome<void> open() {
    auto method = agree();
    if (!method) {
      return std::unexpected(std::move(method).error());
    }
    if (*method == Method::password) {
      if (auto accepted = authenticate(); !accepted) {
        return accepted;
      }
    }
    return connect();
  }

 private:
  Outcome<Method> agree() {
    std::string greeting;
    append_byte(greeting, socks_version);
    append_byte(greeting, proxy_.has_user ? 2 : 1);
    append_byte(greeting, static_cast<std::uint8_t>(Method::none));
    if (proxy_.has_user) {
      append_byte(greeting, static_cast<std::uint8_t>(Method::password));
    }
    std::array<std::uint8_t, 2> answer{};
    if (auto asked = ask(greeting, answer); !asked) {
      return std::unexpected(std::move(asked).error());
    }
    const auto method = static_cast<Method>(answer[1]);
    if (answer[0] != socks_version) {
      return refused("unexpected protocol version " + std::to_string(answer[0]));
    }
    if (method == Method::no_acceptable) {
      return refused("no acceptable authentication methods");
    }
    if (method != Method::none && (method != Method::password || !proxy_.has_user)) {
      return refused("unsupported authentication method " + std::to_string(answer[1]));
    }
    return method;
  }

  Outcome<void> authenticate() {
    if (proxy_.user.empty() || proxy_.user.size() > text_bytes_max ||
        proxy_.password.size() > text_bytes_max) {
      return refused("invalid username/password");
    }
    std::string request;
    append_byte(request, password_version);
    append_text(request, proxy_.user);
    append_text(request, proxy_.password);
    std::array<std::uint8_t, 2> answer{};
    if (auto asked = ask(request, answer); !asked) {
      return asked;
    }
    if (answer[0] != password_version) {
      return refused("invalid username/password version");
    }
    if (answer[1] != success) {
      return refused("username/password authentication failed");
    }
    return {};
  }

  Outcome<void> connect() {
    std::string request;
    append_byte(request, socks_version);
    append_byte(request, connect_command);
    append_byte(request, 0);
    if (auto appended = append_origin(request); !appended) {
      return appended;
    }
    std::array<std::uint8_t, 4> answer{};
    if (auto asked = ask(request, answer); !asked) {
      return asked;
    }
    if (answer[0] != socks_version) {
      return refused("unexpected protocol version " + std::to_string(answer[0]));
    }
    if (answer[1] != success) {
      return refused("unknown error " + text_of_reply(answer[1]));
    }
    if (answer[2] != 0) {
      return refused("non-zero reserved field");
    }
    return skip_bound_address(static_cast<AddressType>(answer[3]));
  }

  Outcome<void> append_origin(std::string& request) const {
    const auto address = net::Address::parse_ip(origin_.host, origin_.port);
    if (address) {
      const std::string_view bytes = address->bytes();
      append_byte(request, static_cast<std::uint8_t>(bytes.size() == 4 ? AddressType::ipv4
                                                                       : AddressType::ipv6));
      request += bytes;
    } else if (origin_.host.size() <= text_bytes_max) {
      append_byte(request, static_cast<std::uint8_t>(AddressType::name));
      append_text(request, origin_.host);
    } else {
      return refused("FQDN too long");
    }
    append_byte(request, static_cast<std::size_t>(origin_.port) >> 8U);
    append_byte(request, static_cast<std::size_t>(origin_.port) & 0xffU);
    return {};
  }

  // The address that the proxy calls from says nothing to us.
  Outcome<void> skip_bound_address(AddressType type) {
    std::size_t address_bytes = 0;
    switch (type) {
      case AddressType::ipv4: address_bytes = 4; break;
      case AddressType::ipv6: address_bytes = 16; break;
      case AddressType::name: {
        std::array<std::uint8_t, 1> length{};
        if (auto read = fill(length); !read) {
          return read;
        }
        address_bytes = length[0];
        break;
      }
      default: return refused("unknown address type " + std::to_string(static_cast<int>(type)));
    }
    std::array<std::uint8_t, text_bytes_max + 2> address{};
    return fill(std::span(address).first(address_bytes + 2));
  }

  static void append_text(std::string& bytes, std::string_view text) {
    append_byte(bytes, text.size());
    bytes += text;
  }

  Outcome<void> ask(std::string_view request, std::span<std::uint8_t> answer) {
    if (auto sent = stream_.write(request, deadline_); !sent) {
      return broken(failure_of_stream(std::move(sent).error(), Operation::write));
    }
    return fill(answer);
  }

  // Not a byte beyond: what follows is the origin's.
  Outcome<void> fill(std::span<std::uint8_t> room) {
    const std::size_t wanted = room.size();
    while (!room.empty()) {
      const auto size =
          stream_.read({reinterpret_cast<char*>(room.data()), room.size()}, deadline_);
      if (!size) {
        ExchangeFailure failure = failure_of_stream(size.error(), Operation::read);
        if (failure.kind == FailureKind::end_inside_answer && room.size() == wanted) {
          failure.kind = FailureKind::end_before_answer;
        }
        return broken(std::move(failure));
      }
      room = room.subspan(*size);
    }
    return {};
  }

  // Time that ran out is the request's, not the proxy's.
  std::unexpected<ExchangeFailure> broken(ExchangeFailure failure) const {
    if (failure.kind == FailureKind::timeout || failure.kind == FailureKind::cancelled) {
      return std::unexpected(std::move(failure));
    }
    return refused(text_of(failure));
  }

  // "socks connect tcp 127.0.0.1:1080->shop.test:80: unknown error connection refused"
  std::unexpected<ExchangeFailure> refused(const std::string& reason) const {
    return std::unexpected(ExchangeFailure{.kind = FailureKind::proxy_unreachable,
                                           .operation = Operation::dial,
                                           .error_number = 0,
                                           .detail = "socks connect tcp " +
                                                     stream_.remote().text() + "->" +
                                                     place_of(origin_) + ": " + reason});
  }

  net::Transport& stream_;
  const Proxy& proxy_;
  const Origin& origin_;
  const kit::Instant deadline_;
};

}  // namespace

Outcome<void> open_socks_stream(net::Transport& stream, const Proxy& proxy, const Origin& origin,
                                kit::Instant deadline) {
  return Socks(stream, proxy, origin, deadline).open();
}

}  // namespace headroom::protocol::http
