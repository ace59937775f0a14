#include "protocol/http/date.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http {
namespace {

struct Row {
  std::string_view text;
  std::optional<std::int64_t> unix_ms;
  std::string_view reason;
};

TEST(Date, IsReadAsGoReadsRfc1123) {
  const Row rows[] = {
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0, "the epoch"},
      {"Wed, 21 Oct 2015 07:28:00 GMT", 1'445'412'480'000, "the usual form"},
      {"Wed, 31 Dec 1969 23:59:59 GMT", -1'000, "before the epoch"},
      {"Fri, 31 Dec 9999 23:59:59 GMT", 253'402'300'799'000, "later than nanoseconds can count"},
      {"Thu, 29 Feb 2024 00:00:00 UTC", 1'709'164'800'000, "a leap day"},
      {"Wed, 29 Feb 2023 00:00:00 GMT", std::nullopt, "no leap day"},
      {"sUN, 21 oCT 2015 07:28:00 GMT", 1'445'412'480'000, "names in any case, the wrong day"},
      {"Wed,  21  Oct 2015   7:28:00  GMT", 1'445'412'480'000, "blanks, one digit of hours"},
      {"Wed, 21 Oct 2015 07:28:00.1259 GMT", 1'445'412'480'125, "a fraction"},
      {"Wed, 21 Oct 2015 07:28:00,5 GMT", 1'445'412'480'500, "a fraction with a comma"},
      {"Wed, 21 Oct 2015 07:28:00 CEST", 1'445'412'480'000, "a zone's name says no offset"},
      {"Wed, 21 Oct 2015 07:28:00 GMT+5", 1'445'412'480'000, "GMT with an offset"},
      {"Wed, 21 Oct 2015 07:28:00 +05", 1'445'412'480'000, "an offset alone"},
      {"Wed, 21 Oct 2015 07:28:00 WITA", 1'445'412'480'000, "four letters without T"},
      {"Wed, 21 Oct 2015 07:28:00 ChST", 1'445'412'480'000, "small letters"},
      {"Wed, 21 Oct 2015 07:28:00 AMSST", 1'445'412'480'000, "five letters"},
      {"Wed, 21 Oct 2015 07:28:00 +99", std::nullopt, "an offset of 99 hours"},
      {"Wed, 21 Oct 2015 07:28:00 GMT+99", std::nullopt, "an offset of 99 hours"},
      {"Wed, 21 Oct 2015 07:28:00 ABCD", std::nullopt, "four letters without T"},
      {"Wed, 21 Oct 2015 07:28:00 Z", std::nullopt, "one letter"},
      {"Wed, 21 Oct 2015 07:28:00 gmt", std::nullopt, "a zone in small letters"},
      {"Wed, 21 Oct 2015 07:28:00", std::nullopt, "no zone"},
      {"Wed, 21 Oct 2015 07:28:00 GMT ", std::nullopt, "something behind"},
      {" Wed, 21 Oct 2015 07:28:00 GMT", std::nullopt, "a blank in front"},
      {"21 Oct 2015 07:28:00 GMT", std::nullopt, "no day's name"},
      {"Wednesday, 21 Oct 2015 07:28:00 GMT", std::nullopt, "a whole name"},
      {"Wed, 1 Oct 2015 07:28:00 GMT", std::nullopt, "one digit of days"},
      {"Wed, 00 Oct 2015 07:28:00 GMT", std::nullopt, "no such day"},
      {"Wed, 21 Oct 15 07:28:00 GMT", std::nullopt, "a short year"},
      {"Wed, 21 Oct 2015 24:00:00 GMT", std::nullopt, "no such hour"},
      {"Wed, 21 Oct 2015 07:60:00 GMT", std::nullopt, "no such minute"},
      {"Wed, 21 Oct 2015 07:28:60 GMT", std::nullopt, "a leap second"},
      {"Wed, 21-Oct-2015 07:28:00 GMT", std::nullopt, "dashes are for cookies"},
      {"2015-10-21T07:28:00Z", std::nullopt, "another format"},
      {"0", std::nullopt, "a number"},
      {"", std::nullopt, "nothing"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(parse_rfc1123_ms(row.text), row.unix_ms) << row.text << ": " << row.reason;
  }
}

TEST(Date, MayHaveDashesInACookie) {
  EXPECT_EQ(parse_cookie_date_ms("Wed, 21-Oct-2015 07:28:00 GMT"), 1'445'412'480'000);
  EXPECT_EQ(parse_cookie_date_ms("Wed, 21 Oct 2015 07:28:00 GMT"), 1'445'412'480'000);
  EXPECT_EQ(parse_cookie_date_ms("Wed, 21-Oct 2015 07:28:00 GMT"), std::nullopt);
}

}  // namespace
}  // namespace headroom::protocol::http
