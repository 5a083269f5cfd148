// SPDX-License-Identifier: Apache-2.0
// What suites add of their own, in every report; and the chat API's suites from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/run_data.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ChatSuite : public SuiteTest {};

TEST_F(ChatSuite, ReportsItsOwnChecksMetricsAndNamesEverywhere) {
  const ShellOutcome outcome = Run("Own.ChecksAndMeasures");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::vector<RunResult> results = Results();
  ASSERT_THAT(results, SizeIs(1));
  const RunData& run = results.front().data();
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 12u);
  EXPECT_EQ(run.purpose, "What a suite can ask & measure <itself>");
  EXPECT_EQ(run.FindDefinedTrend("answer_words", {})->histogram.count(), 12u);
  EXPECT_EQ(FindShare(run.defined_rates, "streamed", {})->yes, 6u);
  EXPECT_EQ(FindShare(run.check_rates, "speaks", {})->yes, 12u);
  EXPECT_EQ(FindShare(run.check_rates, "is_instant", {})->yes, 0u);
  EXPECT_TRUE(results.front().passed());  // a check on time fails no turn, a warning no test
  for (const char* name : {"speaks", "answer_words", "streaming_latency", "gpt4_success_rate"}) {
    EXPECT_THAT(outcome.output, HasSubstr(name));
    EXPECT_THAT(Text("summary.md"), HasSubstr(name));
  }
  EXPECT_THAT(outcome.output, ContainsRegex("nobody +-"));
  EXPECT_THAT(outcome.output, ContainsRegex("gpt4_success_rate +100 %"));
  EXPECT_THAT(Text("summary.md"), HasSubstr("&#60;itself"));
  EXPECT_THAT(Text("junit.xml"), Not(HasSubstr("<failure")));
}

TEST_F(ChatSuite, TakesOptionsOfItsOwn) {
  EXPECT_EQ(Run("Own.ChecksAndMeasures", "--turns=4").exit_code, 0);
  const std::vector<RunResult> results = Results();
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results.front().turns(), 8);
}

TEST_F(ChatSuite, NamesTheOptionThatWasMeant) {
  const ShellOutcome outcome = Run("Own.ChecksAndMeasures", "--turn=4");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("--turn: no such option, did you mean --turns?"));
}

TEST_F(ChatSuite, KeepsScenariosApart) {
  const ShellOutcome outcome = Run("Own.PlaysInOrder");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::vector<RunResult> results = Results();
  const RunData& run = results.front().data();
  ASSERT_THAT(run.scenarios, SizeIs(2));
  EXPECT_EQ(run.scenarios[1].planned_turns, 20u);
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("scenarios"), ContainsRegex("second +constant rate")));
}

TEST_F(ChatSuite, CountsABrokenCheckAndAThrowingHookAsFailures) {
  Run("Rude.FailsATurnByItsOwnCheck:Rude.ThrowsInItsHook");
  const std::vector<RunResult> results = Results();
  ASSERT_THAT(results, SizeIs(2));
  const auto message = [&results](std::size_t run) {
    const FailureCount& failure = results[run].data().failures.at(0);
    EXPECT_EQ(failure.reason, Failure::kCheck);
    return failure.examples.at(0).message;
  };
  EXPECT_THAT(message(0), HasSubstr("is_silent"));
  EXPECT_THAT(message(1), HasSubstr("not today"));
}

TEST_F(ChatSuite, SaysBeforeAnyLoadWhatCannotBe) {
  EXPECT_THAT(Run("Rude.NamesNoModel").output, HasSubstr("model"));
  EXPECT_THAT(Run("Rude.NamesTwoChecksAlike").output, HasSubstr("status_200"));
  EXPECT_THAT(Run("Rude.PromisesWhatIsNeverMeasured").output,
              HasSubstr("dropped_iterations is never recorded here"));
  for (const RunResult& result : Results()) EXPECT_EQ(result.turns(), 0);
}

TEST_F(ChatSuite, FailsAPromiseOnDroppedIterations) {
  const ShellOutcome outcome = Run("Rude.DropsWhatItCannotHold");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, ContainsRegex("dropped_iterations = [1-9][0-9]*"));
}

}  // namespace
}  // namespace clamor
