// SPDX-License-Identifier: Apache-2.0
#include "protocols/retry.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace clamor {
namespace {

using namespace std::chrono_literals;

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(784'111'777)};

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

RetryAdvice Advice(Fields fields) {
  ResponseHead head;
  head.fields = std::move(fields);
  return RetryAdviceIn(head, kNow);
}

TEST(RetryAdvice, IsReadFromSecondsMillisecondsAndDates) {
  EXPECT_EQ(Advice({{"Retry-After", "3"}}).wait, 3s);
  EXPECT_EQ(Advice({{"retry-after", "0.5"}}).wait, 500ms);
  EXPECT_EQ(Advice({{"Retry-After", "Sun, 06 Nov 1994 08:49:40 GMT"}}).wait, 3s);
  EXPECT_EQ(Advice({{"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"}}).wait, 0s);
  EXPECT_EQ(Advice({{"Retry-After", "3"}, {"retry-after-ms", "20"}}).wait, 20ms);
  EXPECT_EQ(Advice({{"Retry-After", "3"}, {"retry-after-ms", "soon"}}).wait, 3s);
}

TEST(RetryAdvice, IsNoneWhereItCannotBeRead) {
  EXPECT_EQ(Advice({}).wait, std::nullopt);
  for (std::string_view text : {"", "soon", "-1", "nan", "3 s", "1e999999"}) {
    EXPECT_EQ(Advice({{"Retry-After", text}}).wait, std::nullopt) << text;
  }
}

TEST(RetryAdvice, OfAHostileServerIsBounded) {
  EXPECT_EQ(Advice({{"Retry-After", "1e300"}}).wait, 24h);
  EXPECT_EQ(Advice({{"Retry-After", "inf"}}).wait, 24h);
  EXPECT_EQ(Advice({{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}).wait, 24h);
}

TEST(RetryAdvice, KnowsWhenTheServerWantsNone) {
  EXPECT_TRUE(Advice({{"x-should-retry", "False"}}).never);
  EXPECT_FALSE(Advice({{"x-should-retry", "true"}}).never);
  EXPECT_FALSE(Advice({}).never);
}

TEST(Retry, IsForWhatMayPass) {
  for (Failure reason :
       {Failure::kRefused, Failure::kReset, Failure::kRateLimited, Failure::kServerError}) {
    EXPECT_TRUE(IsWorthARetry(reason)) << ToString(reason);
  }
  for (Failure reason : {Failure::kAuth, Failure::kValidation, Failure::kTimeout, Failure::kCheck,
                         Failure::kTruncated, Failure::kStreamError}) {
    EXPECT_FALSE(IsWorthARetry(reason)) << ToString(reason);
  }
}

TEST(RetryPause, DoublesAndIsSpreadOverItsUpperHalf) {
  EXPECT_EQ(RetryPause(100ms, 1, 0, {}), 50ms);
  EXPECT_EQ(RetryPause(100ms, 1, 0.5, {}), 75ms);
  EXPECT_EQ(RetryPause(100ms, 2, 0, {}), 100ms);
  EXPECT_EQ(RetryPause(100ms, 4, 0, {}), 400ms);
  EXPECT_LT(RetryPause(100ms, 4, 0.999, {}), 800ms);
}

TEST(RetryPause, IsNeverShorterThanTheServerWants) {
  EXPECT_EQ(RetryPause(100ms, 1, 0, {.wait = 3s}), 3s);
  EXPECT_EQ(RetryPause(10s, 1, 0, {.wait = 3s}), 5s);
}

TEST(RetryPause, DoesNotOverflow) {
  EXPECT_EQ(RetryPause(1h, 2'000'000'000, 0.5, {}), 24h);
  EXPECT_EQ(RetryPause(0s, 5, 0.5, {}), 0s);
}

const Time kZero{1h};

ExchangeTimes Attempt(Time began) {
  ExchangeTimes times;
  times.began = began;
  times.connected = began + 1ms;
  times.sent = began + 2ms;
  times.bytes_sent = 10;
  times.bytes_received = 20;
  times.lag_max = 3ms;
  return times;
}

TEST(Attempts, AreOneTurnThatBeganWithTheFirst) {
  ExchangeTimes first = Attempt(kZero);
  first.lag_max = 5ms;
  first.unstamped_reads = 1;
  ExchangeTimes last = Attempt(kZero + 10s);
  last.whole = kZero + 11s;
  AddEarlierAttempt(first, last);
  EXPECT_EQ(last.began, kZero);
  EXPECT_EQ(last.sent, kZero + 2ms);
  EXPECT_EQ(last.whole, kZero + 11s);
  EXPECT_EQ(last.bytes_sent, 20U);
  EXPECT_EQ(last.bytes_received, 40U);
  EXPECT_EQ(last.unstamped_reads, 1U);
  EXPECT_EQ(last.lag_max, 5ms);
}

TEST(Attempts, ThatNeverSentCountFromTheirBeginning) {
  ExchangeTimes refused;
  refused.began = kZero;
  refused.new_connection = true;
  ExchangeTimes last = Attempt(kZero + 10s);
  AddEarlierAttempt(refused, last);
  EXPECT_EQ(last.sent, kZero);
  EXPECT_FALSE(last.new_connection);
}

TEST(Attempts, KeepTheConnectionThatAnEarlierOneMade) {
  ExchangeTimes first = Attempt(kZero);
  first.new_connection = true;
  first.made.connect = 4ms;
  ExchangeTimes last = Attempt(kZero + 10s);
  AddEarlierAttempt(first, last);
  EXPECT_TRUE(last.new_connection);
  EXPECT_EQ(last.made.connect, 4ms);
}

}  // namespace
}  // namespace clamor
