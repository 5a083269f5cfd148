// SPDX-License-Identifier: Apache-2.0
// What becomes of promises: on the console, in the exit code, in GoogleTest's XML and in our
// results.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/atomic_file.h"
#include "metrics/run_data.h"
#include "tests/suite/run_suite.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Listener : public SuiteTest {};

TEST_F(Listener, PassesAKeptPromise) {
  const ShellOutcome outcome = Run("Promises.AreKept");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  ASSERT_THAT(Results(), SizeIs(1));
  const RunResult run = Results().front();
  EXPECT_EQ(run.test(), "Promises.AreKept");
  EXPECT_EQ(run.turns(), 12);
  EXPECT_TRUE(run.passed());
  EXPECT_THAT(run.verdicts(), SizeIs(2));
}

// Where the suite's source has the text, after a mark that makes it unique; 0: nowhere.
int LineOf(const std::string& text, const std::string& after) {
  const std::string source = ReadFile(CLAMOR_SUITE_SOURCE);
  const std::size_t at = source.find(text, source.find(after));
  if (at == std::string::npos) return 0;
  const auto place = source.begin() + static_cast<std::ptrdiff_t>(at);
  return 1 + static_cast<int>(std::count(source.begin(), place, '\n'));
}

TEST_F(Listener, FailsABrokenPromiseAtItsLine) {
  const int line = LineOf("ExpectSla(", "TEST_F(Promises, AreBroken)");
  ASSERT_GT(line, 0);
  const std::string place = "promises_load.cc:" + std::to_string(line);
  const std::string xml = (out() / "gtest.xml").string();
  const ShellOutcome outcome = Run("Promises.AreBroken", "--gtest_output=xml:" + xml);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output,
              AllOf(ContainsRegex(place + ": Failure\np95\\(time_to_first_token\\) = "),
                    HasSubstr("[  FAILED  ] Promises.AreBroken")));
  EXPECT_THAT(Text("gtest.xml"), ContainsRegex("<failure message=\"[^\"]*" + place + "&#x0A;"));
  EXPECT_THAT(Text("junit.xml"),
              ContainsRegex("promises_load.cc\" line=\"" + std::to_string(line) +
                            "\" time=\"0.000\">[[:space:]]*<failure message=\"p95"));
  EXPECT_FALSE(Results().front().passed());
}

TEST_F(Listener, FailsAPromiseWithoutSamples) {
  const ShellOutcome outcome = Run("Promises.HaveNoSamples");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("nothing was measured"));
}

TEST_F(Listener, FailsAPromiseThatIsNotPlayed) {
  const ShellOutcome outcome = Run("Promises.AreNotPlayed");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("SLAs were promised, but nothing was played"));
}

TEST_F(Listener, RefusesAPromiseAfterThePlay) {
  EXPECT_THAT(Run("Promises.AreTooLate").output, HasSubstr("ExpectSla() after Play()"));
}

TEST_F(Listener, RefusesASecondPlay) {
  EXPECT_THAT(Run("Promises.ArePlayedTwice").output, HasSubstr("a second Play()"));
}

TEST_F(Listener, NamesTheClosestMetric) {
  const ShellOutcome outcome = Run("Promises.AreNoSla");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("time_to_first_token"));
}

TEST_F(Listener, RefusesATagThatDoesNotExistBeforeAnyLoad) {
  const ShellOutcome outcome = Run("Promises.AreOnATagThatDoesNotExist");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("knd"));
  EXPECT_EQ(Results().front().turns(), 0);
}

TEST_F(Listener, RefusesABadProfile) {
  EXPECT_THAT(Run("Promises.HaveABadProfile").output, HasSubstr("Users(0): expected at least 1"));
}

TEST_F(Listener, LeavesSkippedTestsAlone) {
  const ShellOutcome outcome = Run("Promises.AreSkipped");
  EXPECT_EQ(outcome.exit_code, 77);
  EXPECT_THAT(outcome.output, Not(HasSubstr("FAILED")));
  EXPECT_THAT(Results(), SizeIs(0));
}

TEST_F(Listener, EndsARunWhosePromiseIsBrokenForGood) {
  const ShellOutcome outcome = Run("Promises.EndTheRunEarly");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("abort"));
}

TEST_F(Listener, FailsAVoidRunWithAndWithoutPromises) {
  for (const char* test : {"Slow.PromisesNothing", "Slow.IsVoid"}) {
    const ShellOutcome outcome = Run(test, "--clamor_threads=1");
    EXPECT_EQ(outcome.exit_code, 1) << test;
    EXPECT_THAT(outcome.output, ContainsRegex("promises_load.cc:[0-9]+: Failure\n"
                                              "void, the load generator was the bottleneck: "));
    EXPECT_THAT(Text("junit.xml"), HasSubstr("type=\"void\"")) << test;
  }
}

// What fails in GoogleTest is red in our reports too.
TEST_F(Listener, ReportsARunThatItsTimeLimitEnded) {
  EXPECT_EQ(Run("Promises.AreKeptButTheRunIsCut", "--clamor_time_limit=1s").exit_code, 1);
  EXPECT_THAT(Text("junit.xml"), AllOf(HasSubstr("failures=\"1\""), HasSubstr("time limit")));
}

TEST_F(Listener, ReportsWhatFailsInTheBodyAfterThePlay) {
  EXPECT_EQ(Run("Promises.AreKeptButTheBodyFails").exit_code, 1);
  EXPECT_THAT(Text("junit.xml"),
              AllOf(HasSubstr("failures=\"1\""),
                    ContainsRegex("promises_load.cc:[0-9]+: Expected equality of these values")));
  EXPECT_THAT(Results().front().verdicts(), SizeIs(1));
}

TEST_F(Listener, ReportsATestThatNeverPlayed) {
  EXPECT_EQ(Run("Promises.AreNoSla:Promises.AreNotPlayed:Each/Broken.*").exit_code, 1);
  EXPECT_THAT(Results(), SizeIs(4));
  EXPECT_THAT(
      Text("junit.xml"),
      AllOf(HasSubstr("failures=\"3\""), HasSubstr("time_to_first_tokn"),
            HasSubstr("SLAs were promised, but nothing was played"),
            ContainsRegex("\"[^ ]*without_invocations.json:1:1: No invocations configured")));
}

TEST_F(Listener, ReportsABrokenPromiseOnce) {
  Run("Promises.AreBroken");
  EXPECT_THAT(Text("junit.xml"), HasSubstr("failures=\"1\""));
  EXPECT_THAT(Results().front().data().errors, testing::IsEmpty());
}

TEST_F(Listener, ReportsOnceWhatStoppedThePlay) {
  Run("Promises.HaveABadProfile");
  EXPECT_THAT(Results().front().data().errors, SizeIs(1));
}

TEST_F(Listener, LeavesPlainTestsAlone) {
  EXPECT_EQ(Run("Plain.IsNoLoadTest").exit_code, 0);
  EXPECT_THAT(Results(), SizeIs(0));
}

TEST_F(Listener, KeepsTheResultsOfEachRepetition) {
  Run("Promises.AreKept", "--gtest_repeat=3 --gtest_shuffle");
  EXPECT_THAT(Results(), SizeIs(3));
}

TEST_F(Listener, IsSeenByFailFast) {
  const ShellOutcome outcome =
      Run("Promises.AreBroken:Promises.HaveNoSamples", "--gtest_fail_fast");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("[  FAILED  ] Promises.AreBroken"),
                                    Not(HasSubstr("Promises.HaveNoSamples\n  server"))));
}

TEST_F(Listener, DoesNotTerminateWhereGoogleTestIsToThrow) {
  const ShellOutcome outcome = Run("Promises.AreBroken", "--gtest_throw_on_failure");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, Not(HasSubstr("terminate")));
}

TEST_F(Listener, GathersShards) {
  for (const char* index : {"0", "1"}) {
    Run("Promises.AreKept:Promises.AreBroken", "",
        std::string("GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=") + index + " ");
  }
  EXPECT_THAT(Results(), SizeIs(2));
}

TEST_F(Listener, FailsAFilterThatSelectsNothing) {
  const ShellOutcome outcome = Run("No.SuchTest");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("no test was selected"));
  EXPECT_EQ(Run("No.SuchTest", "", "GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=0 ").exit_code, 0);
}

TEST_F(Listener, FailsTheTestOfABrokenFileAndRunsTheOthers) {
  const ShellOutcome outcome = Run("Each/Broken.*");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("[       OK ] Each/Broken.Holds/good"),
                                    HasSubstr("[  FAILED  ] Each/Broken.Holds/without_invocations"),
                                    HasSubstr("No invocations configured"),
                                    ContainsRegex("without_invocations.json:[0-9]+:[0-9]+: ")));
}

TEST_F(Listener, FailsWhereThereIsNoConversation) {
  const ShellOutcome outcome = Run("Each/Missing.*");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("no conversation file found"));
}

TEST_F(Listener, FailsATestThatIsNamedByItsNumber) {
  EXPECT_THAT(Run("Each/Numbered.*").output, HasSubstr("pass ConversationName"));
}

TEST_F(Listener, JudgesSlasFromOutside) {
  const ShellOutcome outcome =
      Run("Promises.AreKept", std::string("--clamor_sla=") + CLAMOR_SLA_FILE);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, ContainsRegex("outside.sla:2: Failure"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("outside.sla:5")));
  const ShellOutcome other =
      Run("Promises.AreBroken", std::string("--clamor_sla=") + CLAMOR_SLA_FILE);
  EXPECT_THAT(other.output, ContainsRegex("outside.sla:2: Failure"));
  EXPECT_THAT(other.output, ContainsRegex("outside.sla:5: Failure"));
}

}  // namespace
}  // namespace clamor
