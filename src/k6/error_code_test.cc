#include "k6/error_code.h"

#include <gtest/gtest.h>

namespace headroom::k6 {
namespace {

using protocol::http::ExchangeFailure;
using protocol::http::FailureKind;

TEST(ErrorCode, IsK6sForWhatKeptAConnectionFromComingAbout) {
  struct Row {
    ExchangeFailure failure;
    int code;
  };
  const Row rows[] = {
      {{.kind = FailureKind::no_such_host}, 1101},
      {{.kind = FailureKind::lookup_failed}, 1100},
      {{.kind = FailureKind::address_blocked}, 1110},
      {{.kind = FailureKind::host_blocked}, 1111},
      {{.kind = FailureKind::dial_failed}, 1210},
      {{.kind = FailureKind::dial_timeout}, 1211},
      {{.kind = FailureKind::dial_refused}, 1212},
      {{.kind = FailureKind::dial_failed, .error_number = 101}, 1213},
      {{.kind = FailureKind::too_many_files, .error_number = 24}, 1213},
      {{.kind = FailureKind::no_local_port, .error_number = 99}, 1213},
      {{.kind = FailureKind::proxy_unreachable, .error_number = 111}, 1200},
      {{.kind = FailureKind::proxy_refused}, 1000},
      {{.kind = FailureKind::tls_not_tls}, 1301},
      {{.kind = FailureKind::tls_unknown_authority}, 1310},
      {{.kind = FailureKind::tls_hostname}, 1311},
      {{.kind = FailureKind::tls_alert, .error_number = 70}, 1010},
      {{.kind = FailureKind::timeout}, 1050},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(error_code_of(row.failure), row.code) << static_cast<int>(row.failure.kind);
  }
}

}  // namespace
}  // namespace headroom::k6
