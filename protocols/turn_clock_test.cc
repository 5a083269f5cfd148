// SPDX-License-Identifier: Apache-2.0
#include "protocols/turn_clock.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

const Time kZero{std::chrono::hours(1)};

Arrival At(Clock::duration kernel, Clock::duration lag = 0ms) {
  return {kZero + kernel, kZero + kernel + lag};
}

// Scheduled at 0, begun 2 ms late, sent at 5 ms.
ExchangeTimes Sent() {
  ExchangeTimes times;
  times.began = kZero + 2ms;
  times.sent = kZero + 5ms;
  times.first_byte = At(15ms);
  times.last_byte = At(60ms);
  return times;
}

class TurnClockTest : public testing::Test {
 protected:
  TurnClockTest() { clock_.Begin(kZero); }
  std::optional<std::chrono::nanoseconds> Get(Trend trend) const {
    return record_.trends.Get(trend);
  }
  TurnClock clock_;
  TurnRecord record_;
};

TEST_F(TurnClockTest, MeasuresFromTheRequestsLastByteToEachMilestone) {
  clock_.SawEvent(At(20ms));
  clock_.SawEvent(At(25ms));
  clock_.SawContent(At(25ms, 1ms), record_);
  clock_.SawContent(At(35ms), record_);
  clock_.SawContent(At(50ms), record_);
  clock_.SawEnd(At(55ms, 3ms));
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kTimeToFirstByte), 10ms);
  EXPECT_EQ(Get(Trend::kTimeToFirstEvent), 15ms);
  EXPECT_EQ(clock_.TimeToFirstEvent(Sent()), 15ms);
  EXPECT_EQ(Get(Trend::kTimeToFirstToken), 20ms);
  EXPECT_EQ(Get(Trend::kResponseTime), 50ms);
  EXPECT_EQ(Get(Trend::kScheduledResponseTime), 55ms);
  EXPECT_EQ(Get(Trend::kStartLag), 2ms);
  EXPECT_EQ(Get(Trend::kLongestStall), 15ms);
  EXPECT_EQ(record_.gaps.size(), 2u);
  EXPECT_EQ(record_.content_events, 3u);
  EXPECT_EQ(record_.first_token_lag, 1ms);
  EXPECT_EQ(record_.response_lag, 3ms);
  EXPECT_EQ(record_.ended, kZero + 55ms);
}

TEST_F(TurnClockTest, GenerationIsFromTheFirstContentToTheLast) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawContent(At(50ms), record_);
  clock_.SawEnd(At(55ms));
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kGenerationTime), 30ms);
}

TEST_F(TurnClockTest, AnAnswerOfOneEventIsNotGenerated) {
  clock_.SawContent(At(20ms), record_);
  clock_.Succeed(Sent(), record_);
  EXPECT_FALSE(Get(Trend::kGenerationTime));
}

TEST_F(TurnClockTest, TheAnswersFirstTokenIsApartWhereTheModelReasons) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawReasoning();
  clock_.SawContent(At(30ms), record_);
  clock_.SawAnswer(At(30ms));
  clock_.SawContent(At(40ms), record_);
  clock_.SawAnswer(At(40ms));
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kTimeToFirstToken), 15ms);
  EXPECT_EQ(Get(Trend::kTimeToFirstAnswerToken), 25ms);
}

TEST_F(TurnClockTest, TheAnswersFirstTokenIsNotKeptTwice) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawAnswer(At(20ms));
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kTimeToFirstToken), 15ms);
  EXPECT_FALSE(Get(Trend::kTimeToFirstAnswerToken));
}

TEST_F(TurnClockTest, ReasoningAloneIsNoAnswer) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawReasoning();
  clock_.Succeed(Sent(), record_);
  EXPECT_FALSE(Get(Trend::kTimeToFirstAnswerToken));
}

TEST_F(TurnClockTest, EndsAtTheLastByteWhereThereIsNoMarker) {
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kResponseTime), 55ms);
  EXPECT_FALSE(Get(Trend::kTimeToFirstEvent));
  EXPECT_FALSE(Get(Trend::kTimeToFirstToken));
  EXPECT_FALSE(Get(Trend::kLongestStall));
}

TEST_F(TurnClockTest, OnlyTheFirstEndCounts) {
  clock_.SawEnd(At(30ms));
  clock_.SawEnd(At(40ms));
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kResponseTime), 25ms);
}

TEST_F(TurnClockTest, ConnectingIsApartAndOnlyThereForNewConnections) {
  clock_.Succeed(Sent(), record_);
  EXPECT_FALSE(Get(Trend::kConnectionLatency));
  ExchangeTimes times = Sent();
  times.new_connection = true;
  times.made = {1ms, 2ms};
  clock_.Succeed(times, record_);
  EXPECT_EQ(Get(Trend::kConnectionLatency), 1ms);
  EXPECT_EQ(Get(Trend::kTlsHandshake), 2ms);
  EXPECT_EQ(Get(Trend::kSessionSetupTime), 3ms);
}

TEST_F(TurnClockTest, TimePerOutputTokenLeavesTheFirstTokenOut) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawContent(At(50ms), record_);
  record_.completion_tokens = 4;
  clock_.Succeed(Sent(), record_);
  EXPECT_EQ(Get(Trend::kTimePerOutputToken), 10ms);
}

TEST_F(TurnClockTest, AnAnswerOfOneTokenHasNoTimePerOutputToken) {
  clock_.SawContent(At(20ms), record_);
  record_.completion_tokens = 1;
  clock_.Succeed(Sent(), record_);
  EXPECT_FALSE(Get(Trend::kTimePerOutputToken));
}

TEST_F(TurnClockTest, AFailedTurnEntersNoLatencyButItsOwn) {
  clock_.SawContent(At(20ms), record_);
  clock_.SawContent(At(30ms), record_);
  clock_.Fail(Sent(), kZero + 45ms, record_);
  EXPECT_EQ(Get(Trend::kFailedResponseTime), 40ms);
  EXPECT_FALSE(Get(Trend::kResponseTime));
  EXPECT_TRUE(record_.gaps.empty());
}

TEST_F(TurnClockTest, AFailedTurnTellsOfTheGeneratorToo) {
  ExchangeTimes times = Sent();
  times.lag_max = 7ms;
  clock_.Fail(times, kZero + 45ms, record_);
  EXPECT_EQ(Get(Trend::kStartLag), times.began - kZero);
  EXPECT_EQ(Get(Trend::kGeneratorLag), 7ms);
}

TEST_F(TurnClockTest, DrainingIsNeitherTheTurnsTimeNorTheGeneratorsDelay) {
  ExchangeTimes times = Sent();
  times.whole = kZero + 50ms;
  times.drained = kZero + 150ms;
  clock_.SawEnd(At(50ms));
  clock_.Succeed(times, record_);
  EXPECT_EQ(record_.ended, kZero + 50ms);
  EXPECT_EQ(record_.freed, kZero + 150ms);
  clock_.Fail(times, kZero + 151ms, record_);
  EXPECT_EQ(record_.ended, kZero + 50ms);
  EXPECT_EQ(record_.freed, kZero + 150ms);
}

TEST_F(TurnClockTest, AFailureBeforeSendingIsMeasuredFromItsBeginning) {
  ExchangeTimes times;
  times.began = kZero + 2ms;
  clock_.Fail(times, kZero + 12ms, record_);
  EXPECT_EQ(Get(Trend::kFailedResponseTime), 10ms);
}

TEST_F(TurnClockTest, ABeginForgetsTheTurnBefore) {
  clock_.SawEvent(At(1ms));
  clock_.SawEnd(At(2ms));
  clock_.Begin(kZero);
  EXPECT_FALSE(clock_.ended());
  clock_.Succeed(Sent(), record_);
  EXPECT_FALSE(Get(Trend::kTimeToFirstEvent));
}

}  // namespace
}  // namespace clamor
