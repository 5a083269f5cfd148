// SPDX-License-Identifier: Apache-2.0
#include "reporters/standing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using testing::ElementsAre;

TEST(Standing, IsThatOfTheWorstVerdict) {
  EXPECT_EQ(StandingOf(PassingRun()), Standing::kPassed);
  EXPECT_EQ(StandingOf(FailingRun()), Standing::kFailed);
  EXPECT_EQ(StandingOf(VoidRun()), Standing::kVoid);
}

TEST(Standing, IsFailedWhereSomethingStoppedThePlay) {
  RunData run = PassingRun();
  run.errors.emplace_back("the server died");
  EXPECT_EQ(StandingOf(run), Standing::kFailed);
}

TEST(Standing, IsFailedWhereTheRunEndedEarly) {
  RunData run = PassingRun();
  run.ended_early = "its time limit was reached";
  EXPECT_EQ(StandingOf(run), Standing::kFailed);
  run.interrupted = true;
  EXPECT_EQ(StandingOf(run), Standing::kInterrupted);
}

TEST(Standing, IsFailedWhereNoTurnEndedAndNothingElseSaysWhy) {
  RunData run = PassingRun();
  run.counters.clear();
  run.verdicts.clear();
  EXPECT_EQ(StandingOf(run), Standing::kFailed);
  EXPECT_THAT(ProblemsOf(run), ElementsAre("no turn ended within the counted part of the run"));
  run.generator.void_because = {"out of descriptors"};
  EXPECT_EQ(StandingOf(run), Standing::kVoid);
}

TEST(Standing, IsInterruptedWhateverPassed) {
  EXPECT_EQ(StandingOf(InterruptedRun()), Standing::kInterrupted);
}

TEST(Standing, IsVoidEvenWithoutAnSla) {
  RunData run = VoidRun();
  run.verdicts.clear();
  EXPECT_EQ(StandingOf(run), Standing::kVoid);
}

TEST(Standing, DoesNotFallByAPromiseThatOnlyWarns) {
  const RunData run = ChatRun();
  ASSERT_EQ(run.verdicts.back().kind, VerdictKind::kFailed);
  EXPECT_EQ(StandingOf(run), Standing::kPassed);
  EXPECT_TRUE(IsWarning(run.verdicts.back()));
  EXPECT_FALSE(IsWarning(run.verdicts.front()));
  const std::vector<Warning> warnings = WarningsOf(run);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].name, "p99(response_time) < 2s");
}

TEST(Standing, TellsThatNothingWasPromised) {
  RunData run = PassingRun();
  run.verdicts.clear();
  EXPECT_EQ(StandingOf(run), Standing::kNotJudged);
  EXPECT_EQ(WorstOf({}), Standing::kNotJudged);
}

TEST(Standing, IsGoodOnlyWhenEverythingRanWholeAndNothingWasBroken) {
  EXPECT_TRUE(IsGood(Standing::kPassed));
  EXPECT_TRUE(IsGood(Standing::kUncertain));
  EXPECT_TRUE(IsGood(Standing::kNotJudged));
  EXPECT_FALSE(IsGood(Standing::kInterrupted));
  EXPECT_FALSE(IsGood(Standing::kVoid));
  EXPECT_FALSE(IsGood(Standing::kFailed));
}

TEST(Standing, CallsAPassThatTheSamplesDoNotSettleUncertain) {
  Verdict verdict;
  verdict.kind = VerdictKind::kPassed;
  verdict.uncertain = true;
  EXPECT_EQ(ToString(StandingOf(verdict)), "UNCERTAIN");
  verdict.kind = VerdictKind::kFailed;
  EXPECT_EQ(ToString(StandingOf(verdict)), "FAILED");
}

TEST(TitleOf, TellsRepetitionsAndShardsApart) {
  RunData run = PassingRun();
  EXPECT_EQ(TitleOf(run), "Assistant.DrainsTheQueueWhileEveryoneTalks");
  run.repetition = 1;
  run.shard = 0;
  EXPECT_EQ(TitleOf(run), "Assistant.DrainsTheQueueWhileEveryoneTalks (repetition 2, shard 0)");
}

TEST(ProblemsOf, NamesErrorsFirstAndThenWhatWasNotWhole) {
  RunData run = VoidRun();
  run.errors = {"the server died"};
  run.interrupted = true;
  run.ended_early = "error_rate < 1% was broken";
  run.generator.void_because = {"busy"};
  EXPECT_THAT(ProblemsOf(run),
              ElementsAre("the server died", "void: busy", "interrupted: this is not the whole run",
                          "ended early: error_rate < 1% was broken"));
}

TEST(ScaleOf, NamesOnlyWhatWasScaled) {
  RunSettings settings;
  EXPECT_EQ(ScaleOf(settings), "");
  settings.rate_scale = 0.5;
  EXPECT_EQ(ScaleOf(settings), "rates x 0.5");
  settings.duration_scale = 0.1;
  EXPECT_EQ(ScaleOf(settings), "durations x 0.1, rates x 0.5");
}

}  // namespace
}  // namespace clamor
