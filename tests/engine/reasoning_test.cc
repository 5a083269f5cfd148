// SPDX-License-Identifier: Apache-2.0
// Streams of reasoning: their nodes, their ends, and what becomes of those that are cut.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "protocols/reasoning.h"
#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::HasSubstr;

constexpr char kQuick[] = "--ttft constant:1ms --gap constant:1ms --answer-events constant:9 ";
constexpr std::uint64_t kStreams = 20;

PlayCase Streams(const std::string& show, const std::string& server = "") {
  PlayCase play{.server = kQuick + server};
  play.dialect = []() -> std::unique_ptr<Dialect> { return std::make_unique<ReasoningDialect>(); };
  play.metrics = ReasoningMetrics();
  Conversation query = Saying({"What is Graph-RAG?"});
  query.tags["show"] = show;
  play.conversations = {query};
  return play;
}

double EventsOf(const RunData& run, const std::string& counter) {
  const DefinedLevels* const levels = run.FindDefinedLevels(counter, {});
  return levels == nullptr ? 0 : levels->sum;
}

TEST(Reasoning, ComesFromTheNodesAskedFor) {
  const RunData run = PlayAgainst(Streams("planner solver"));
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kStreams);
  EXPECT_EQ(run.Value(Counter::kContentEvents), 9 * kStreams);
  EXPECT_GT(EventsOf(run, "planner_events"), 0);
  EXPECT_EQ(EventsOf(run, "planner_events") + EventsOf(run, "solver_events"), 9. * kStreams);
  EXPECT_EQ(FindShare(run.check_rates, "only_nodes_asked_for", {})->yes, kStreams);
  EXPECT_EQ(run.FindTrend(Trend::kTimeToFirstEvent, {})->histogram.count(), kStreams);
}

TEST(Reasoning, ComesFromAllNodesWhereNoneIsNamed) {
  const RunData run = PlayAgainst(Streams(""));
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kStreams);
  for (const char* const counter : {"planner_events", "solver_events", "verifier_events"}) {
    EXPECT_GT(EventsOf(run, counter), 0) << counter;
  }
  EXPECT_EQ(EventsOf(run, "other_node_events"), 0);
}

TEST(Reasoning, FromAnotherNodeFailsItsCheck) {
  const RunData run = PlayAgainst(Streams("solver", "--fault wrong_node=1"));
  EXPECT_EQ(FailuresOf(run, Failure::kCheck), kStreams);
  EXPECT_THAT(MessageOf(run, Failure::kCheck), HasSubstr("only_nodes_asked_for"));
}

TEST(Reasoning, MayEndWithoutItsMarker) {
  const RunData run = PlayAgainst(Streams("", "--fault no_done=1"));
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kStreams);
  EXPECT_EQ(run.stream_ends[static_cast<std::size_t>(StreamEnd::kComplete)], kStreams);
}

TEST(Reasoning, ThatBreaksOffIsAFailure) {
  const RunData run = PlayAgainst(Streams("", "--fault reset_during=1"));
  EXPECT_EQ(FailuresOf(run, Failure::kReset), kStreams);
}

TEST(Reasoning, OfAnUnknownNodeIsRefused) {
  const RunData run = PlayAgainst(Streams("poet"));
  EXPECT_EQ(FailuresOf(run, Failure::kValidation), kStreams);
  EXPECT_THAT(MessageOf(run, Failure::kValidation), HasSubstr("poet"));
}

struct ResumeCase {
  const char* server;
  std::uint64_t lost;
  std::uint64_t repeated;
};

class CutStreams : public testing::TestWithParam<ResumeCase> {};

TEST_P(CutStreams, TellHowTheServerGoesOn) {
  PlayCase play = Streams("", GetParam().server);
  play.profile = SharedIterations(kStreams).Users(4).DropAfter(4);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), kStreams);
  EXPECT_EQ(run.Value(Counter::kLostEvents), GetParam().lost * kStreams);
  EXPECT_EQ(run.Value(Counter::kRepeatedEvents), GetParam().repeated * kStreams);
  EXPECT_EQ(run.FindTrend(Trend::kReconnectLatency, {})->histogram.count(), kStreams);
  EXPECT_EQ(run.Value(Counter::kContentEvents),
            (9 + GetParam().repeated - GetParam().lost) * kStreams);
}

INSTANTIATE_TEST_SUITE_P(Each, CutStreams,
                         testing::Values(ResumeCase{"", 0, 0},
                                         ResumeCase{"--fault resume_loses=1", 1, 0},
                                         ResumeCase{"--fault resume_repeats=1", 0, 1}));

TEST(CutStreamsOfTheAssistant, CannotGoOn) {
  PlayCase play{.server = kQuick};
  play.profile = SharedIterations(5).DropAfter(2);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(FailuresOf(run, Failure::kSse), 5U);
  EXPECT_THAT(MessageOf(run, Failure::kSse), HasSubstr("its events carry no id"));
}

}  // namespace
}  // namespace clamor
