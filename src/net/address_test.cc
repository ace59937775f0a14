#include "net/address.h"

#include <gtest/gtest.h>

#include "net/failure.h"

namespace headroom::net {
namespace {

TEST(Address, ReadsLiteralsOnly) {
  EXPECT_EQ(Address::parse_ip("10.0.0.1", 80)->text(), "10.0.0.1:80");
  EXPECT_EQ(Address::parse_ip("::1", 80)->text(), "[::1]:80");
  EXPECT_EQ(Address::parse_ip("[2001:db8::5]", 443)->ip(), "2001:db8::5");
  EXPECT_EQ(Address::parse_ip("fe80::1%2", 443)->scope(), 2U);
  for (const char* text : {"", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "[::1", "10.0.0.1%1",
                           "fe80::1%nosuchif"}) {
    EXPECT_FALSE(Address::parse_ip(text, 80)) << text;
  }
}

TEST(Address, SaysWhatItIs) {
  EXPECT_EQ(Address::loopback(8080).text(), "127.0.0.1:8080");
  EXPECT_EQ(Address::unix_socket("/run/x.sock").text(), "unix:/run/x.sock");
  EXPECT_EQ(Address().text(), "");
  EXPECT_EQ(Address::unix_socket("/x").ip(), "");
  EXPECT_EQ(Address::loopback(1).bytes().size(), 4U);
  EXPECT_NE(Address::loopback(1), Address::loopback(2));
}

TEST(Address, IsUnmappedToTheIpv4AddressThatItWraps) {
  struct Row {
    const char* text;
    const char* unmapped;
  };
  const Row rows[] = {
      {"::ffff:10.0.0.1", "10.0.0.1:80"},    {"::ffff:0:0", "0.0.0.0:80"},
      {"10.0.0.1", "10.0.0.1:80"},           {"::10.0.0.1", "[::10.0.0.1]:80"},
      {"::fffe:a00:1", "[::fffe:a00:1]:80"}, {"1::ffff:a00:1", "[1::ffff:a00:1]:80"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Address::parse_ip(row.text, 80)->unmapped().text(), row.unmapped) << row.text;
  }
  EXPECT_EQ(Address::parse_ip("fe80::1%2", 80)->unmapped().scope(), 2U);
  EXPECT_EQ(Address().unmapped(), Address());
}

TEST(Failure, NamesWhatTheKernelSays) {
  EXPECT_EQ(failure_of_errno(ECONNREFUSED).kind, FailureKind::refused);
  EXPECT_EQ(failure_of_errno(ECONNREFUSED).text, "connection refused");
  EXPECT_EQ(failure_of_errno(ECONNRESET).text, "connection reset by peer");
  EXPECT_EQ(failure_of_errno(EPIPE).kind, FailureKind::broken_pipe);
  EXPECT_EQ(failure_of_errno(EMFILE).kind, FailureKind::too_many_files);
  EXPECT_EQ(failure_of_errno(ENFILE).kind, FailureKind::too_many_files);
  EXPECT_EQ(failure_of_errno(EADDRNOTAVAIL).kind, FailureKind::no_local_port);
  EXPECT_EQ(failure_of_errno(ETIMEDOUT).kind, FailureKind::timeout);
  EXPECT_EQ(failure_of_errno(ENETUNREACH).kind, FailureKind::unreachable);
  EXPECT_EQ(failure_of_errno(EIO).text, "input/output error");
  EXPECT_EQ(name_of(FailureKind::no_local_port), "no_local_port");
}

}  // namespace
}  // namespace headroom::net
