// SPDX-License-Identifier: Apache-2.0
#include "ci/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "metrics/result_files.h"
#include "metrics/test_schema.h"
#include "reporters/standing.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class GatherTest : public testing::Test {
 protected:
  ~GatherTest() override { std::filesystem::remove_all(root_); }

  std::filesystem::path Folder(const std::string& name) {
    std::filesystem::create_directories(root_ / name);
    return root_ / name;
  }

  // Leaves a run as a suite's process does.
  void Put(const std::string& folder, const RunData& run) { WriteResultFile(Folder(folder), run); }

  std::filesystem::path root_ =
      std::filesystem::path(testing::TempDir()) / ("gather_" + std::to_string(::getpid()));
};

// 300 turns of one response time, half a minute long, with the promise that p95 stays below a
// second.
RunData RunOf(const std::string& test, std::chrono::nanoseconds response) {
  RunData run;
  run.suite = "Assistant";
  run.test = test;
  run.started = std::chrono::system_clock::time_point(1'772'366'400s);
  run.counted = 30s;
  run.wall = 31s;
  run.generator.threads = 1;
  run.settings.users = 5;
  TrendSeries series{Trend::kResponseTime, {}, Histogram(), Timeline()};
  for (int i = 0; i < 300; ++i) {
    series.histogram.Record(response);
    series.timeline.Add(static_cast<std::uint32_t>(i / 10), Histogram::IndexOf(response));
  }
  run.trends.push_back(std::move(series));
  run.counters.push_back({Counter::kRequests, {}, 300, {}});
  run.counters.push_back({Counter::kTurnsSucceeded, {}, 300, {}});
  run.promised.push_back({"p95(response_time) < 1s", "suites/assistant.cc", 12});
  return run;
}

PromisedSla Promise(const std::string& sla) { return {sla, "load.sla", 1}; }

TEST_F(GatherTest, PutsTheProcessesOfSeveralFoldersTogether) {
  Put("a", RunOf("One", 100ms));
  Put("b", RunOf("Two", 200ms));
  const auto runs = Gather({Folder("a"), Folder("b")});
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].test(), "Assistant.One");
  EXPECT_EQ(runs[1].test(), "Assistant.Two");
  EXPECT_TRUE(runs[0].passed());
}

TEST_F(GatherTest, MergesShardsOfDifferentFoldersAndJudgesThemAnew) {
  RunData quick = RunOf("One", 100ms);
  quick.shard = 0;
  RunData slow = RunOf("One", 3s);
  slow.shard = 1;
  Put("a", quick);
  Put("b", slow);
  const auto runs = Gather({Folder("a"), Folder("b")});
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].turns(), 600);
  ASSERT_EQ(runs[0].verdicts().size(), 1u);
  EXPECT_EQ(runs[0].verdicts()[0].kind, VerdictKind::kFailed);
}

TEST_F(GatherTest, KeepsRepetitionsApart) {
  RunData again = RunOf("One", 100ms);
  again.repetition = 1;
  Put("a", RunOf("One", 100ms));
  Put("a", again);
  EXPECT_EQ(Gather({Folder("a")}).size(), 2u);
}

TEST_F(GatherTest, IsAnErrorWhereThereIsNoResult) {
  try {
    Gather({Folder("empty")});
    FAIL() << "gathered nothing";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("empty: no result of a load test"));
  }
}

TEST_F(GatherTest, HoldsSlasAgainstAllLoadTestsTogether) {
  RunData first = RunOf("One", 100ms);
  first.purpose = "to be quick";
  Put("a", first);
  RunData later = RunOf("Two", 900ms);
  later.started += 60s;
  Put("a", later);
  const RunResult whole = JudgeWhole(
      Gather({Folder("a")}), {Promise("p90(response_time) < 500ms"), Promise("error_rate < 1%")});
  EXPECT_EQ(whole.turns(), 600);
  EXPECT_EQ(whole.data().settings.users, 5);
  EXPECT_EQ(whole.data().wall, 91s);
  EXPECT_EQ(whole.data().purpose, "");  // each test's own
  ASSERT_EQ(whole.verdicts().size(), 2u);
  EXPECT_EQ(whole.verdicts()[0].kind, VerdictKind::kFailed);
  EXPECT_EQ(whole.verdicts()[0].file, "load.sla");
  EXPECT_EQ(whole.verdicts()[1].kind, VerdictKind::kPassed);
  EXPECT_EQ(StandingOf(whole.data()), Standing::kFailed);
}

// By name the one that ran between the two others comes last.
TEST_F(GatherTest, PutsLoadTestsInTheOrderInWhichTheyRan) {
  for (const auto& [test, begins] : {std::pair("A", 0s), {"B", 120s}, {"C", 40s}}) {
    RunData run = RunOf(test, 100ms);
    run.started += begins;
    run.gauges = {{Gauge::kActiveUsers, std::vector<double>(30, 5)}};
    Put("a", run);
  }
  const RunResult whole = JudgeWhole(Gather({Folder("a")}), {Promise("max(active_users) <= 5")});
  EXPECT_EQ(whole.data().counted, 90s);
  EXPECT_EQ(whole.verdicts().at(0).kind, VerdictKind::kPassed) << whole.verdicts()[0].message;
}

TEST_F(GatherTest, DoesNotTakeSlowerLoadTestsForResponseTimesThatGrow) {
  int begun = 0;
  for (const char* test : {"A", "B", "C", "D"}) {
    RunData run = RunOf(test, (1 + begun) * 100ms);
    run.started += begun++ * 60s;
    Put("a", run);
  }
  EXPECT_THAT(JudgeWhole(Gather({Folder("a")}), {}).data().warnings, IsEmpty());
}

TEST_F(GatherTest, GivesResultsThatKeepToTheSchema) {
  for (const int shard : {0, 1}) {
    RunData run = RunOf("One", 100ms);
    run.shard = shard;
    Put("given", run);
  }
  const auto runs = Gather({Folder("given")});
  Put("gathered", runs.at(0).data());
  Put("gathered", JudgeWhole(runs, {Promise("error_rate < 1%")}).data());
  EXPECT_EQ(ResultFilesOf(Folder("gathered")).size(), 2u);
  for (const char* folder : {"given", "gathered"}) {
    for (const auto& file : ResultFilesOf(Folder(folder))) {
      EXPECT_EQ(SchemaError(ReadFile(file)), "") << file;
    }
  }
}

TEST_F(GatherTest, RefusesAnSlaOverATagThatNoRunKnows) {
  Put("a", RunOf("One", 100ms));
  try {
    JudgeWhole(Gather({Folder("a")}), {Promise("p95(response_time){colour=blue} < 1s")});
    FAIL() << "judged a tag that does not exist";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("load.sla:1: "));
    EXPECT_THAT(error.what(), HasSubstr("colour"));
  }
}

TEST_F(GatherTest, JudgesChecksAndTheMetricsThatSuitesDefined) {
  for (const char* test : {"One", "Two"}) {
    RunData run = RunOf(test, 100ms);
    run.checks = {{"json", CheckOn::kContent}};
    run.check_rates = {{"json", {}, 290, 300, {}, {}}};
    run.defined = {{"cost", SampleKind::kCounter, Unit::kCount}};
    run.defined_levels = {{"cost", {}, 2.5, {{3, 2.5}}}};
    run.started += std::string(test) == "Two" ? 60s : 0s;
    Put("a", run);
  }
  const auto runs = Gather({Folder("a")});
  EXPECT_EQ(DefinedIn(runs).size(), 1u);
  const RunResult whole = JudgeWhole(runs, {Promise("cost <= 5"), Promise("checks(json) > 99%")});
  EXPECT_EQ(whole.verdicts().at(0).kind, VerdictKind::kPassed);
  EXPECT_THAT(whole.verdicts().at(0).message, HasSubstr("cost = 5,"));
  EXPECT_EQ(whole.verdicts().at(1).kind, VerdictKind::kFailed);
  EXPECT_THROW(JudgeWhole(runs, {Promise("checks(jason) > 99%")}), std::runtime_error);
}

TEST_F(GatherTest, HoldsTheSlasOfASectionAgainstItsTestsTogether) {
  int begun = 0;
  for (const char* test : {"QuickOne", "QuickTwo", "Slow"}) {
    RunData run = RunOf(test, test == std::string("Slow") ? 900ms : 100ms);
    run.started += begun++ * 60s;
    if (begun == 2) run.defined = {{"cost", SampleKind::kCounter, Unit::kCount}};
    Put("a", run);
  }
  const auto sections = ReadSections(
      "[Assistant.Quick*]\np95(response_time) < 500ms\ncost < 5\n"
      "[*]\np95(response_time) < 500ms\n"
      "[Assistant.Quick*]\nerror_rate < 1%\n",
      "load.sla");
  const JudgedSections judged = JudgeSections(Gather({Folder("a")}), sections);
  EXPECT_THAT(judged.not_judged, IsEmpty());
  ASSERT_EQ(judged.wholes.size(), 2u);
  EXPECT_EQ(judged.wholes[0].test(), "Whole.Assistant.Quick*");
  EXPECT_EQ(judged.wholes[0].turns(), 600);
  ASSERT_EQ(judged.wholes[0].verdicts().size(), 3u);
  EXPECT_EQ(judged.wholes[0].verdicts()[0].kind, VerdictKind::kPassed);
  EXPECT_EQ(judged.wholes[0].verdicts()[2].line, 7);
  EXPECT_EQ(judged.wholes[1].test(), "Whole.AllLoadTestsTogether");
  EXPECT_EQ(judged.wholes[1].turns(), 900);
  EXPECT_EQ(judged.wholes[1].verdicts().at(0).kind, VerdictKind::kFailed);
}

TEST_F(GatherTest, TellsOfSectionsThatNoTestMatches) {
  Put("a", RunOf("One", 100ms));
  const auto sections =
      ReadSections("[Chat.*]\ncost < 5\nerror_rate < 1%\n[Voice.*]\nerror_rate < 1%\n", "load.sla");
  const JudgedSections judged = JudgeSections(Gather({Folder("a")}), sections);
  EXPECT_THAT(judged.wholes, IsEmpty());
  EXPECT_THAT(judged.not_judged, ElementsAre("no result of Chat.*: its 2 SLAs were not judged",
                                             "no result of Voice.*: its 1 SLA was not judged"));
}

TEST_F(GatherTest, RefusesAMetricThatTwoSuitesDefineDifferently) {
  RunData run = RunOf("One", 100ms);
  run.defined = {{"cost", SampleKind::kCounter, Unit::kCount}};
  Put("a", run);
  run.test = "Two";
  run.defined[0].unit = Unit::kBytes;
  Put("a", run);
  const auto runs = Gather({Folder("a")});
  try {
    JudgeWhole(runs, {Promise("error_rate < 1%")});
    FAIL() << "added bytes to counts";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("the metric \"cost\" is a counter in 1 in Assistant.One"));
  }
}

TEST_F(GatherTest, JudgesAsStrictlyAsTheRunsWereJudged) {
  RunData run = RunOf("One", 100ms);
  run.trends[0] = TrendSeries{Trend::kResponseTime, {}, Histogram(), Timeline()};
  for (int i = 0; i < 5; ++i) {
    run.trends[0].histogram.Record(100ms);
    run.trends[0].timeline.Add(static_cast<std::uint32_t>(i), Histogram::IndexOf(100ms));
  }
  Put("lenient", run);
  run.settings.options["confidence"] = "0.95";
  Put("strict", run);
  const std::vector<PromisedSla> slas{Promise("p99(response_time) < 1s")};
  const auto kind = [&](const std::string& folder) {
    return JudgeWhole(Gather({Folder(folder)}), slas).verdicts().at(0).kind;
  };
  EXPECT_EQ(kind("lenient"), VerdictKind::kPassed);
  EXPECT_EQ(kind("strict"), VerdictKind::kFailed);
}

}  // namespace
}  // namespace clamor
