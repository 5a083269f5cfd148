// SPDX-License-Identifier: Apache-2.0
// clamor-compare as pipelines call it, and the order in which blocks are played.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "base/test_shell.h"
#include "ci/paired_folder.h"
#include "ci/paired_run.h"
#include "metrics/result_files.h"
#include "target/temporary_folder.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Turns of 20 s whose response times lie around so many milliseconds.
RunData Turns(double milliseconds) {
  RunData run;
  run.suite = "Chat";
  run.test = "BasicLoad";
  run.started = std::chrono::system_clock::time_point(1'772'366'400s);
  run.counted = 20s;
  run.settings.machine = "Linux 6.1, 2 x CPU";
  TrendSeries series{Trend::kResponseTime, {}, Histogram(), Timeline()};
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const double ms = milliseconds * (1 + 0.1 * std::sin(i));
    const std::chrono::nanoseconds time(std::llround(ms * 1e6));
    series.histogram.Record(time);
    series.timeline.Add(i / 100, Histogram::IndexOf(time));
  }
  run.trends.push_back(std::move(series));
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 2000, std::vector<std::uint32_t>(20, 100)});
  run.counters.push_back({Counter::kTurnsFailed, {}, 0, std::vector<std::uint32_t>(20, 0)});
  return run;
}

class CompareTest : public testing::Test {
 protected:
  std::filesystem::path Path(const std::string& name) const { return folder_.path() / name; }

  void Put(const std::string& folder, const RunData& run) const {
    std::filesystem::create_directories(Path(folder));
    WriteResultFile(Path(folder), run);
  }

  ShellOutcome Run(const std::string& arguments, const std::string& environment = "") const {
    return RunShell("cd " + folder_.path().string() +
                    " && env -u GITHUB_STEP_SUMMARY -u GITHUB_ACTIONS " + environment +
                    " " CLAMOR_COMPARE " " + arguments);
  }

  // A paired run of eight pairs; the third was thrown away.
  void PutPairs(double factor) const {
    PairedRecord record;
    record.rules.planned_pairs = 8;
    record.base_commit = "abc1234";
    record.cautions = {"drift \"quoted\""};
    for (int number = 1; number <= 9; ++number) {
      record.pairs.push_back({number, Side::kHead, number == 3 ? "base: busy" : ""});
      const double mood = 100 + 20 * number;
      Put("run/base/pair-0" + std::to_string(number), Turns(mood));
      Put("run/head/pair-0" + std::to_string(number), Turns(mood * (factor + 0.001 * number)));
    }
    WriteRecord(Path("run"), record);
  }

  const TemporaryFolder folder_;
};

TEST_F(CompareTest, FindsNothingSlowerWithExitCode0) {
  Put("base", Turns(100));
  Put("head", Turns(101));
  const ShellOutcome outcome = Run("base head");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, StartsWith("nothing is slower"));
  EXPECT_THAT(outcome.output, HasSubstr("not taken in pairs"));
}

TEST_F(CompareTest, TellsWhatIsSlowerByExitCode1AndFiles) {
  Put("base", Turns(100));
  Put("head", Turns(200));
  const ShellOutcome outcome = Run("base head --out told");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("slower"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("::error")));
  EXPECT_THAT(ReadFile(Path("told/comparison.md")), StartsWith("## Load comparison: ❌"));
  EXPECT_THAT(ReadFile(Path("told/comparison.xml")), HasSubstr("<failure"));
  const ShellOutcome again = Run("told/comparison.json");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_EQ(again.output, outcome.output);
}

TEST_F(CompareTest, TakesSingleFiles) {
  Put("base", Turns(100));
  Put("head", Turns(200));
  EXPECT_EQ(Run("base/Chat.BasicLoad.json head/Chat.BasicLoad.json").exit_code, 1);
}

TEST_F(CompareTest, SpeaksToGithub) {
  Put("base", Turns(100));
  Put("head", Turns(200));
  const ShellOutcome outcome = Run("base head", "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=step.md");
  EXPECT_THAT(outcome.output, HasSubstr("\n::error title=Chat.BasicLoad"));
  EXPECT_THAT(ReadFile(Path("step.md")), StartsWith("## Load comparison: ❌"));
}

TEST_F(CompareTest, TakesWhatWasTakenInPairsAsPairs) {
  PutPairs(1.1);
  const ShellOutcome outcome = Run("run/base run/head/");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("Base is abc1234"));
  EXPECT_THAT(outcome.output, HasSubstr("8 pairs of blocks, 1 more thrown away"));
  EXPECT_THAT(outcome.output, HasSubstr("thrown away: pair 3: base: busy"));
  EXPECT_THAT(outcome.output, HasSubstr("drift \"quoted\""));
  EXPECT_THAT(outcome.output, Not(HasSubstr("not taken in pairs")));
  EXPECT_EQ(Run("run/head run/base").exit_code, 2) << "the other way round they are no pairs";
}

TEST_F(CompareTest, RefusesWhatItCannotReadWithOneLineAndExitCode2) {
  Put("base", Turns(100));
  PutPairs(1);
  WriteWhole(Path("run/paired.json"), "{\"clamor_paired\": 7}");
  for (const auto& [arguments, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "RESULTS"},
           {"base nowhere", "nowhere: there is no such folder"},
           {"base/Chat.BasicLoad.json", "\"clamor_comparison\" is missing"},
           {"base base base", "3 paths, expected BASE and HEAD"},
           {"run/base run/head", "paired.json: \"clamor_paired\" is 7, expected 1 to 1"}}) {
    EXPECT_EQ(WhyNoRefusal(Run(arguments), "clamor-compare", message), "") << arguments;
  }
}

TEST_F(CompareTest, DoesNotPassWhereNothingCouldBeCompared) {
  RunData other = Turns(100);
  other.test = "Other";
  Put("base", Turns(100));
  Put("head", other);
  const ShellOutcome outcome = Run("base head");
  EXPECT_EQ(outcome.exit_code, 2) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("not compared: Chat.Other: only head has it"));
}

TEST(OrderOfPairs, IsBalancedInEveryTwoAndDrawnByTheSeed) {
  const std::vector<Side> order = OrderOfPairs(40, 7);
  for (std::size_t i = 0; i < order.size(); i += 2) EXPECT_NE(order[i], order[i + 1]) << i;
  EXPECT_EQ(order, OrderOfPairs(40, 7));
  EXPECT_NE(order, OrderOfPairs(40, 8));
  EXPECT_EQ(OrderOfPairs(3, 7).size(), 3u);
}

}  // namespace
}  // namespace clamor
