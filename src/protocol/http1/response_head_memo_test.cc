#include "protocol/http1/response_head_memo.h"

#include <gtest/gtest.h>

namespace headroom::protocol::http1 {
namespace {

const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

ResponseHead head_of(std::string bytes, bool answers_head_request = false) {
  ResponseHeadParser parser(0, answers_head_request);
  EXPECT_TRUE(parser.parse(bytes).value());
  return parser.head();
}

TEST(ResponseHeadMemo, RecognisesTheSameHeadBeforeAnotherBody) {
  ResponseHeadMemo memo;
  memo.remember(answer, head_of(answer), false, answer.size());

  const ResponseHead* found = memo.find("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nho", false);

  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->status, 200);
  EXPECT_EQ(found->length, 2U);
  EXPECT_EQ(found->size, answer.size() - 2);
}

TEST(ResponseHeadMemo, KnowsNothingAtFirst) {
  EXPECT_EQ(ResponseHeadMemo().find(answer, false), nullptr);
  EXPECT_EQ(ResponseHeadMemo().find("", false), nullptr);
}

TEST(ResponseHeadMemo, DoesNotTakeOneHeadForAnother) {
  ResponseHeadMemo memo;
  memo.remember(answer, head_of(answer), false, answer.size());

  EXPECT_EQ(memo.find("HTTP/1.1 201 OK\r\nContent-Length: 2\r\n\r\nhi", false), nullptr);
  EXPECT_EQ(memo.find(answer.substr(0, 20), false), nullptr) << "only a part has come";
  EXPECT_EQ(memo.find(answer, true), nullptr) << "an answer to HEAD has no body";
}

TEST(ResponseHeadMemo, ForgetsWhatCameBeforeInTheSamePlace) {
  ResponseHeadMemo memo;
  const std::string other = "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno";
  ASSERT_EQ(other.size(), answer.size());
  memo.remember(answer, head_of(answer), false, answer.size());
  memo.remember(other, head_of(other), false, other.size());

  EXPECT_EQ(memo.find(answer, false), nullptr);
  EXPECT_EQ(memo.find(other, false)->status, 404);
}

TEST(ResponseHeadMemo, KeepsNoHugeHeadsNorThoseThatCameInParts) {
  ResponseHeadMemo memo;
  const std::string huge =
      "HTTP/1.1 200 OK\r\nX: " + std::string(3000, 'x') + "\r\nContent-Length: 0\r\n\r\n";
  memo.remember(huge, head_of(huge), false, huge.size());
  memo.remember(answer, head_of(answer), false, 10);

  EXPECT_EQ(memo.find(huge, false), nullptr);
  EXPECT_EQ(memo.find(answer, false), nullptr);
}

}  // namespace
}  // namespace headroom::protocol::http1
