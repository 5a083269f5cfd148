// SPDX-License-Identifier: Apache-2.0
// Turns that are tried again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <functional>
#include <ostream>
#include <regex>
#include <sstream>

#include "protocols/test_chat.h"
#include "protocols/test_session.h"
#include "protocols/verbose_log.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const std::string kGood = RespondWithStream(
    "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

std::string Overloaded(std::string_view headers = "") {
  return Respond("503 Service Unavailable", headers, "overloaded");
}

std::string HeaderOf(const std::string& request, const std::string& name) {
  std::smatch match;
  return std::regex_search(request, match, std::regex("\r\n" + name + ": ([^\r]*)"))
             ? match[1].str()
             : "";
}

std::string BodyOf(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

class HttpSessionRetry : public testing::Test {
 protected:
  HttpSessionRetry() {
    options_.retries = 2;
    options_.retry_backoff = 1ms;
  }
  TurnRecord Play(std::vector<Reply> replies) {
    const Conversation chat = ChatOf({"hello"});
    const Script script(chat);
    ReplyingServer server(std::move(replies));
    TurnRecord record;
    {
      TestSession session(std::make_unique<OpenAiChatDialect>(), server.url(), options_, limits_);
      record = session.Hold(script);
      trace_id_ = session.session().TraceId();
    }
    requests_ = server.TakeRequests();
    return record;
  }

  PlayOptions options_;
  Limits limits_;
  std::vector<std::string> requests_;
  std::string trace_id_;
};

TEST_F(HttpSessionRetry, CountsAttemptsAndTheFinalOutcome) {
  const TurnRecord record = Play({{Overloaded()}, {Overloaded()}, {kGood}});
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.attempts, 3U);
  EXPECT_EQ(record.message, "");
  EXPECT_EQ(record.content_events, 1U);
  EXPECT_EQ(record.bytes_received, 2 * Overloaded().size() + kGood.size());
  ASSERT_THAT(requests_, SizeIs(3));
  EXPECT_EQ(record.bytes_sent, requests_[0].size() + requests_[1].size() + requests_[2].size());
}

TEST_F(HttpSessionRetry, AsksTheSameAgain) {
  Play({{Overloaded()}, {kGood}});
  ASSERT_THAT(requests_, SizeIs(2));
  EXPECT_EQ(BodyOf(requests_[0]), BodyOf(requests_[1]));
}

TEST_F(HttpSessionRetry, AttemptsAreSpansOfOneTrace) {
  Play({{Overloaded()}, {kGood}});
  ASSERT_THAT(requests_, SizeIs(2));
  const std::string first = HeaderOf(requests_[0], "traceparent");
  const std::string second = HeaderOf(requests_[1], "traceparent");
  EXPECT_THAT(first, StartsWith("00-" + trace_id_));
  EXPECT_THAT(second, StartsWith("00-" + trace_id_));
  EXPECT_NE(first, second);
}

TEST_F(HttpSessionRetry, TokensRotateWithEachRequest) {
  options_.auth_tokens = {"one", "Bearer two"};
  Play({{Overloaded()}, {kGood}});
  ASSERT_THAT(requests_, SizeIs(2));
  EXPECT_EQ(HeaderOf(requests_[0], "Authorization"), "Bearer one");
  EXPECT_EQ(HeaderOf(requests_[1], "Authorization"), "Bearer two");
}

TEST_F(HttpSessionRetry, TheTurnsTimeIncludesItsRetries) {
  const TurnRecord record = Play({{Overloaded("retry-after-ms: 30\r\n")}, {kGood}});
  for (Trend trend : {Trend::kTimeToFirstByte, Trend::kTimeToFirstToken, Trend::kResponseTime}) {
    EXPECT_GE(record.trends.Get(trend).value_or(0ns), 30ms) << Info(trend).name;
  }
  EXPECT_LT(record.trends.Get(Trend::kStartLag).value_or(1h), 1h);
}

TEST_F(HttpSessionRetry, GivesUpAfterTheLast) {
  const TurnRecord record = Play({{Overloaded()}, {Overloaded()}, {Overloaded()}});
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.failure, Failure::kServerError);
  EXPECT_EQ(record.attempts, 3U);
  EXPECT_EQ(record.message, "503 Service Unavailable: overloaded (attempt 3)");
  EXPECT_GE(record.trends.Get(Trend::kFailedResponseTime).value_or(0ns), 1500us);
}

TEST_F(HttpSessionRetry, AResetLeavesNothingOfItsAttempt) {
  const Reply cut{
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999\r\n\r\n"
      "data: {\"choices\":[{\"delta\":{\"content\":\"lost\"}}]}\n\n",
      true};
  const TurnRecord record = Play({cut, {"", true}, {kGood}});
  EXPECT_EQ(record.outcome, Outcome::kSuccess) << record.message;
  EXPECT_EQ(record.attempts, 3U);
  EXPECT_EQ(record.content_events, 1U);
  EXPECT_EQ(record.checks_passed, ChatChecksOf(true));
}

TEST_F(HttpSessionRetry, ARefusedConnectionIsTriedAgain) {
  const Conversation chat = ChatOf({"hello"});
  const Script script(chat);
  TestSession session(std::make_unique<OpenAiChatDialect>(), "http://127.0.0.1:1", options_);
  const TurnRecord record = session.Hold(script);
  EXPECT_EQ(record.failure, Failure::kRefused);
  EXPECT_EQ(record.attempts, 3U);
}

TEST_F(HttpSessionRetry, WhatWillNotPassIsNotTriedAgain) {
  for (const std::string& response :
       {Respond("400 Bad Request", "", ""), Respond("401 Unauthorized", "", ""),
        Respond("429 Too Many Requests", "x-should-retry: false\r\n", ""),
        Respond("200 OK", "Content-Type: text/html\r\n", "")}) {
    const TurnRecord record = Play({{response}, {kGood}});
    EXPECT_EQ(record.outcome, Outcome::kFailed) << response;
    EXPECT_EQ(record.attempts, 1U) << response;
  }
}

TEST_F(HttpSessionRetry, NothingIsTriedAgainUnlessAsked) {
  options_.retries = 0;
  EXPECT_EQ(Play({{Overloaded()}, {kGood}}).attempts, 1U);
}

TEST_F(HttpSessionRetry, APauseBeyondTheTurnsLimitIsNotMade) {
  limits_.turn = 10s;
  const TurnRecord record = Play({{Overloaded("Retry-After: 10\r\n")}, {kGood}});
  EXPECT_EQ(record.failure, Failure::kServerError);
  EXPECT_EQ(record.attempts, 1U);
}

TEST_F(HttpSessionRetry, TheTurnsLimitCoversAllAttempts) {
  limits_.turn = 1s;
  const TurnRecord record = Play({{Overloaded("retry-after-ms: 800\r\n")}, {""}});
  EXPECT_EQ(record.failure, Failure::kTimeout);
  EXPECT_EQ(record.attempts, 2U);
  EXPECT_LT(record.trends.Get(Trend::kFailedResponseTime).value_or(1h), 1700ms);
}

// Calls a function when it is told of a retry.
class RetryWatcher : public std::stringbuf {
 public:
  explicit RetryWatcher(std::function<void()> on_retry) : on_retry_(std::move(on_retry)) {}

 private:
  int sync() override {
    if (str().find("trying again in ") != std::string::npos) on_retry_();
    str("");
    return 0;
  }
  std::function<void()> on_retry_;
};

TEST_F(HttpSessionRetry, APauseEndsAtOnceWhereTheTurnIsCut) {
  const Conversation chat = ChatOf({"hello"});
  const Script script(chat);
  ReplyingServer server({{Overloaded("Retry-After: 200\r\n")}});
  TestSession* session = nullptr;
  RetryWatcher watcher([&] { asio::post(session->io(), [&] { session->session().Cut(); }); });
  std::ostream out(&watcher);
  VerboseLog verbose(out);
  options_.verbose = &verbose;
  TestSession pausing(std::make_unique<OpenAiChatDialect>(), server.url(), options_);
  session = &pausing;
  const Time began = Clock::now();
  pausing.Hold(script);
  EXPECT_TRUE(pausing.cut);
  EXPECT_LT(Clock::now() - began, 100s);
}

}  // namespace
}  // namespace clamor
