// SPDX-License-Identifier: Apache-2.0
#include "metrics/recorder.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using testing::ElementsAre;
using testing::SizeIs;

const Tags kStream{{"stream", "true"}};
const Tags kHello{{"conversation", "hello"}};

class RecorderTest : public testing::Test {
 protected:
  RecorderTest()
      : plan_(PlanSeries({{{"conversation", "hello"}, {"stream", "true"}}}, {},
                         {{"goodput(response_time < 1s)", {{Trend::kResponseTime, 1s}}}})),
        recorder_(plan_, kStart) {}

  TurnRecord Success(nanoseconds response_time, std::chrono::seconds at = 0s) const {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.stream_end = StreamEnd::kComplete;
    turn.ended = kStart + at;
    turn.trends.Set(Trend::kTimeToFirstToken, response_time / 2);
    turn.trends.Set(Trend::kResponseTime, response_time);
    turn.gaps.Add(10ms);
    turn.gaps.Add(30ms);
    turn.content_events = 3;
    return turn;
  }

  TurnRecord Failed(Failure failure, const std::string& message) const {
    TurnRecord turn;
    turn.outcome = Outcome::kFailed;
    turn.failure = failure;
    turn.stream_end = StreamEnd::kTruncated;
    turn.ended = kStart;
    turn.trends.Set(Trend::kResponseTime, 7s);  // must not enter
    turn.trends.Set(Trend::kFailedResponseTime, 2s);
    turn.trends.Set(Trend::kStartLag, 1ms);
    turn.message = message;
    turn.repeat_command = "curl";
    return turn;
  }

  RunData Written() const {
    RunData run;
    recorder_.WriteTo(run);
    return run;
  }

  static constexpr Recorder::Time kStart{std::chrono::seconds(1000)};
  SeriesPlan plan_;
  Recorder recorder_;
};

TEST_F(RecorderTest, CountsATurnInEachOfItsSlices) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf(kStream));
  recorder_.AddTurn(Success(600ms), plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, {})->histogram.count(), 2U);
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, kStream)->histogram.max(), 400ms);
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, kHello), nullptr);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 2U);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded, kStream), 1U);
  EXPECT_EQ(run.slices, plan_.slices);
}

TEST_F(RecorderTest, KeepsGapsAndTheLongestStallOfSuccessfulTurns) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf({}));
  TurnRecord failed = Failed(Failure::kTruncated, "");
  failed.gaps.Add(5s);
  recorder_.AddTurn(failed, plan_.SlicesOf({}));
  const RunData run = Written();
  const auto& gaps = run.FindTrend(Trend::kInterEventGap, {})->histogram;
  EXPECT_EQ(gaps.count(), 2U);
  EXPECT_EQ(gaps.sum(), 40ms);
  EXPECT_EQ(run.FindTrend(Trend::kLongestStall, {})->histogram.max(), 30ms);
}

TEST_F(RecorderTest, LetsAFailedTurnIntoNoLatencyButItsOwn) {
  recorder_.AddTurn(Failed(Failure::kTruncated, ""), plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.FindTrend(Trend::kResponseTime, {}), nullptr);
  EXPECT_EQ(run.FindTrend(Trend::kFailedResponseTime, {})->histogram.max(), 2s);
  EXPECT_EQ(run.FindTrend(Trend::kStartLag, {})->histogram.count(), 1U);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 1U);
  EXPECT_EQ(run.stream_ends[static_cast<std::size_t>(StreamEnd::kTruncated)], 1U);
}

TEST_F(RecorderTest, CountsAnUnfinishedTurnAsNeitherGoodNorBad) {
  TurnRecord turn = Success(400ms);
  turn.outcome = Outcome::kUnfinished;
  recorder_.AddTurn(turn, plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.Value(Counter::kRequests), 1U);
  EXPECT_EQ(run.Value(Counter::kTurnsUnfinished), 1U);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed) + run.Value(Counter::kTurnsSucceeded), 0U);
  EXPECT_TRUE(run.trends.empty());
  EXPECT_EQ(run.goodputs[0].of, 0U);
}

TEST_F(RecorderTest, KeepsFiveExamplesOfEachReasonAndOneCommand) {
  for (int i = 0; i < 9; ++i) {
    recorder_.AddTurn(Failed(Failure::kReset, std::to_string(i)), plan_.SlicesOf(kHello),
                      {.conversation = "hello"});
  }
  const RunData run = Written();
  ASSERT_THAT(run.failures, SizeIs(1));
  EXPECT_EQ(run.failures[0].reason, Failure::kReset);
  EXPECT_EQ(run.failures[0].count, 9U);
  ASSERT_THAT(run.failures[0].examples, SizeIs(5));
  EXPECT_EQ(run.failures[0].examples[4].message, "4");
  EXPECT_EQ(run.failures[0].examples[0].conversation, "hello");
  EXPECT_EQ(run.failures[0].examples[0].repeat_command, "curl");
  EXPECT_EQ(run.failures[0].examples[1].repeat_command, "");
}

TEST_F(RecorderTest, KeepsTheFirstCommandThatThereIs) {
  TurnRecord unsent = Failed(Failure::kReset, "unsent");
  unsent.repeat_command.clear();
  for (int i = 0; i < 9; ++i) recorder_.AddTurn(unsent, plan_.SlicesOf({}));
  recorder_.AddTurn(Failed(Failure::kReset, "sent"), plan_.SlicesOf({}));
  recorder_.AddTurn(Failed(Failure::kReset, "again"), plan_.SlicesOf({}));
  const RunData run = Written();
  ASSERT_THAT(run.failures[0].examples, SizeIs(5));
  EXPECT_EQ(run.failures[0].examples[0].message, "unsent");
  EXPECT_EQ(run.failures[0].examples[4].message, "sent");
  EXPECT_EQ(run.failures[0].examples[4].repeat_command, "curl");
}

TEST_F(RecorderTest, CutsALongMessageBetweenCharacters) {
  std::string message(2047, 'x');
  message += "\xC3\xA4...";  // a two-byte letter across the limit
  recorder_.AddTurn(Failed(Failure::kJson, message), plan_.SlicesOf({}));
  EXPECT_EQ(Written().failures[0].examples[0].message, std::string(2047, 'x'));
}

TEST_F(RecorderTest, CountsTurnsThatKeepEveryLimitAsGood) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf({}));
  recorder_.AddTurn(Success(1s, 2s), plan_.SlicesOf({}));
  recorder_.AddTurn(Failed(Failure::kReset, ""), plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.goodputs[0].yes, 1U);
  EXPECT_EQ(run.goodputs[0].of, 3U);
  EXPECT_THAT(run.goodputs[0].of_per_second, ElementsAre(2, 0, 1));
}

TEST_F(RecorderTest, CountsChecksOfEachSliceUnderTheirNames) {
  const SeriesPlan plan = WithDefinitions(
      plan_, {{"status_200", CheckOn::kContent}, {"quick", CheckOn::kTime}, {"unasked"}}, {});
  Recorder recorder(plan, kStart);
  TurnRecord turn = Success(400ms);
  turn.checks_made = 0b11;
  turn.checks_passed = 0b01;
  recorder.AddTurn(turn, plan.SlicesOf(kStream));
  turn.ended += 2s;
  turn.checks_passed = 0b11;
  recorder.AddTurn(turn, plan.SlicesOf({}));
  TurnRecord failed = Failed(Failure::kCheck, "");
  failed.checks_made = 0b01;
  recorder.AddTurn(failed, plan.SlicesOf({}));
  TurnRecord cut = Success(1s);
  cut.outcome = Outcome::kUnfinished;
  cut.checks_made = 0b11;
  recorder.AddTurn(cut, plan.SlicesOf({}));
  RunData run;
  recorder.WriteTo(run);
  ASSERT_THAT(run.checks, SizeIs(3));
  EXPECT_EQ(run.checks[1].on, CheckOn::kTime);
  const ShareSeries* status = FindShare(run.check_rates, "status_200", {});
  EXPECT_EQ(status->yes, 2U);
  EXPECT_EQ(status->of, 3U);
  EXPECT_THAT(status->of_per_second, ElementsAre(2, 0, 1));
  EXPECT_THAT(status->yes_per_second, ElementsAre(1, 0, 1));
  EXPECT_EQ(FindShare(run.check_rates, "quick", kStream)->yes, 0U);
  EXPECT_EQ(FindShare(run.check_rates, "quick", kStream)->of, 1U);
  EXPECT_EQ(FindShare(run.check_rates, "unasked", {})->of, 0U);
  EXPECT_EQ(FindShare(run.check_rates, "quick", kHello), nullptr);
}

TEST_F(RecorderTest, CountsWhyModelsStoppedAndWhichAnswersCameWhole) {
  TurnRecord turn = Success(400ms);
  turn.finish = Finish::kLength;
  recorder_.AddTurn(turn, plan_.SlicesOf(kStream));
  recorder_.AddTurn(Failed(Failure::kTruncated, ""), plan_.SlicesOf(kStream));
  TurnRecord refused = Failed(Failure::kRefused, "");
  refused.stream_end = StreamEnd::kNone;
  recorder_.AddTurn(refused, plan_.SlicesOf({}));
  Recorder other(plan_, kStart);
  other.AddTurn(turn, plan_.SlicesOf({}));
  recorder_.Merge(other);
  const RunData run = Written();
  EXPECT_THAT(run.finishes, ElementsAre(2, 0, 2, 0, 0, 0));
  EXPECT_EQ(run.Value(Counter::kAnswersBegun), 3U);
  EXPECT_EQ(run.Value(Counter::kAnswersWhole), 2U);
  EXPECT_EQ(run.Value(Counter::kAnswersWhole, kStream), 1U);
}

TEST_F(RecorderTest, CountsTokensOnlyWhereTheServerReportedThem) {
  TurnRecord turn = Success(400ms);
  turn.completion_tokens = 12;
  recorder_.AddTurn(turn, plan_.SlicesOf({}));
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.Value(Counter::kCompletionTokens), 12U);
  EXPECT_EQ(run.Value(Counter::kTurnsWithUsage), 1U);
}

TEST_F(RecorderTest, KeepsWhatUserSpaceAloneWouldHaveMeasured) {
  TurnRecord turn = Success(400ms);
  turn.first_token_lag = 5ms;
  turn.response_lag = 7ms;
  recorder_.AddTurn(turn, plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.generator.first_token_as_read.max(), 205ms);
  EXPECT_EQ(run.generator.response_as_read.max(), 407ms);
}

TEST_F(RecorderTest, CountsConversationsAndWhatTheyLeftOut) {
  recorder_.AddConversation(true, 3s, 0, kStart + 1s, plan_.SlicesOf({}));
  recorder_.AddConversation(false, 9s, 4, kStart + 1s, plan_.SlicesOf({}));
  recorder_.AddDroppedIteration(kStart, plan_.SlicesOf({}));
  const RunData run = Written();
  EXPECT_EQ(run.Value(Counter::kConversations), 2U);
  EXPECT_EQ(run.Value(Counter::kConversationsWhole), 1U);
  EXPECT_EQ(run.Value(Counter::kTurnsNotHeld), 4U);
  EXPECT_EQ(run.Value(Counter::kDroppedIterations), 1U);
  EXPECT_EQ(run.FindTrend(Trend::kConversationTime, {})->histogram.max(), 3s);
}

TEST_F(RecorderTest, IsTheSameMergedAsRecordedByOne) {
  Recorder other(plan_, kStart);
  Recorder whole(plan_, kStart);
  for (int i = 0; i < 40; ++i) {
    const TurnRecord turn =
        i % 8 == 0 ? Failed(Failure::kReset, "m")
                   : Success(std::chrono::milliseconds(100 + i), std::chrono::seconds(i / 4));
    const auto slices = plan_.SlicesOf(kStream);
    (i % 2 == 0 ? recorder_ : other).AddTurn(turn, slices);
    whole.AddTurn(turn, slices);
  }
  recorder_.Merge(other);
  RunData expected;
  whole.WriteTo(expected);
  const RunData merged = Written();
  ASSERT_EQ(merged.trends.size(), expected.trends.size());
  for (std::size_t i = 0; i < merged.trends.size(); ++i) {
    EXPECT_EQ(merged.trends[i].histogram.sum(), expected.trends[i].histogram.sum());
    EXPECT_EQ(merged.trends[i].timeline.EndSecond(), expected.trends[i].timeline.EndSecond());
  }
  ASSERT_EQ(merged.counters.size(), expected.counters.size());
  for (std::size_t i = 0; i < merged.counters.size(); ++i) {
    EXPECT_EQ(merged.counters[i].value, expected.counters[i].value);
    EXPECT_EQ(merged.counters[i].per_second, expected.counters[i].per_second);
  }
  EXPECT_EQ(merged.failures[0].count, expected.failures[0].count);
  EXPECT_EQ(merged.goodputs[0].yes, expected.goodputs[0].yes);
}

TEST_F(RecorderTest, KeepsWhoTheSlowestTurnsWere) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf(kStream),
                    {.conversation = "hello", .session = "s-1", .trace_id = "a1", .place = 3});
  Recorder other(plan_, kStart);
  other.AddTurn(Success(600ms), plan_.SlicesOf({}), {.session = "s-2"});
  other.AddTurn(Failed(Failure::kReset, ""), plan_.SlicesOf({}), {.session = "s-3"});
  TurnRecord cut = Success(9s);
  cut.outcome = Outcome::kUnfinished;
  other.AddTurn(cut, plan_.SlicesOf({}), {.session = "s-4"});
  recorder_.Merge(std::move(other));
  const RunData run = Written();
  const auto of = [&run](Trend trend) {
    std::vector<std::string> sessions;
    for (const Exemplar& exemplar : run.exemplars) {
      if (exemplar.trend == trend) sessions.push_back(exemplar.session);
    }
    return sessions;
  };
  EXPECT_THAT(of(Trend::kResponseTime), ElementsAre("s-2", "s-1"));
  EXPECT_THAT(of(Trend::kFailedResponseTime), ElementsAre("s-3"));
  const Exemplar& first = run.exemplars[1];  // of the two by time to first token
  EXPECT_EQ(first.trend, Trend::kTimeToFirstToken);
  EXPECT_EQ(first.conversation, "hello");
  EXPECT_EQ(first.trace_id, "a1");
  EXPECT_EQ(first.place, 3);
}

TEST_F(RecorderTest, WritesNoExemplarsIntoAnExcerpt) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf({}), {.session = "s-1"});
  RunData excerpt;
  recorder_.WriteExcerptTo(excerpt, plan_.SlicesOf({}));
  EXPECT_THAT(excerpt.exemplars, SizeIs(0));
  EXPECT_THAT(Written().exemplars, SizeIs(3));
}

TEST_F(RecorderTest, TellsTheLiveLineWhatHasHappenedSoFar) {
  recorder_.AddTurn(Success(400ms), plan_.SlicesOf({}));
  recorder_.AddTurn(Failed(Failure::kReset, ""), plan_.SlicesOf({}));
  LiveCounts live = recorder_.Live();
  live.Add(recorder_.Live());
  EXPECT_EQ(live.turns, 4U);
  EXPECT_EQ(live.failures, 2U);
  EXPECT_EQ(live.response_time.count(), 2U);
}

TEST(TurnRecord, IsNewAfterClearButKeepsItsMemory) {
  TurnRecord turn;
  for (int i = 0; i < 100; ++i) turn.gaps.Add(1ms);
  turn.message = std::string(500, 'x');
  turn.trends.Set(Trend::kResponseTime, 1s);
  turn.completion_tokens = 3;
  const std::size_t message_memory = turn.message.capacity();
  turn.Clear();
  EXPECT_TRUE(turn.gaps.empty());
  EXPECT_GE(turn.gaps.indexes().capacity(), 100U);
  EXPECT_EQ(turn.message, "");
  EXPECT_EQ(turn.message.capacity(), message_memory);
  EXPECT_FALSE(turn.trends.Get(Trend::kResponseTime));
  EXPECT_FALSE(turn.completion_tokens);
}

TEST(PlanSeries, KeepsASliceForEachValueAndEachWantedCombination) {
  const Tags both{{"model", "a"}, {"stream", "true"}};
  const SeriesPlan plan = PlanSeries({{{"model", "a"}, {"stream", "true"}}, {{"model", "b"}}},
                                     {{{"stream", "true"}, {"model", "a"}}}, {});
  EXPECT_THAT(plan.slices, SizeIs(5));
  ASSERT_THAT(plan.by_second, SizeIs(2));
  EXPECT_EQ(plan.by_second[0], 0);
  EXPECT_EQ(plan.slices[plan.by_second[1]], both);
  EXPECT_TRUE(plan.slices[0].empty());
  EXPECT_THAT(plan.SlicesOf(both), SizeIs(4));
  EXPECT_THAT(plan.SlicesOf({{"model", "b"}}), SizeIs(2));
}

}  // namespace
}  // namespace clamor
