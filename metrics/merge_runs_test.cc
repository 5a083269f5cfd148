// SPDX-License-Identifier: Apache-2.0
#include "metrics/merge_runs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "metrics/judge.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

// One turn in each of three seconds, of that response time.
RunData Shard(std::chrono::seconds begins, std::chrono::milliseconds response_time) {
  RunBuilder builder;
  for (int s = 0; s < 3; ++s) builder.Succeed(s, response_time);
  builder.Fail(0, Failure::kReset);
  RunData run = builder.Run(3);
  run.started += begins;
  run.gauges = {{Gauge::kActiveUsers, {10, 10, 10}}, {Gauge::kGeneratorCpu, {0.5, 0.5, 0.5}}};
  run.settings.users = 10;
  run.generator.threads = 1;
  return run;
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> Turns(const RunData& run) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> turns;
  run.FindTrend(Trend::kResponseTime, {})->timeline.ForEachCell([&](const auto& cell) {
    turns.emplace_back(cell.second, cell.Count());
  });
  return turns;
}

TEST(MergeRuns, AddsShardsThatRanAtTheSameTimeSecondBySecond) {
  RunData whole = Shard(0s, 100ms);
  MergeRuns(whole, Shard(1s, 200ms));
  EXPECT_EQ(whole.counted, 4s);
  EXPECT_THAT(Turns(whole), ElementsAre(Pair(0, 1), Pair(1, 2), Pair(2, 2), Pair(3, 1)));
  EXPECT_THAT(whole.FindCounter(Counter::kTurnsSucceeded, {})->per_second, ElementsAre(1, 2, 2, 1));
  EXPECT_THAT(whole.gauges[0].per_second, ElementsAre(10, 20, 20, 10));
  EXPECT_THAT(whole.gauges[1].per_second, ElementsAre(0.5, 0.5, 0.5, 0.5));
  EXPECT_EQ(whole.FindTrend(Trend::kResponseTime, {})->histogram.count(), 6U);
  EXPECT_EQ(whole.FindTrend(Trend::kResponseTime, {})->histogram.max(), 200ms);
  EXPECT_EQ(whole.Value(Counter::kTurnsFailed), 2U);
  EXPECT_EQ(whole.settings.users, 20);
  EXPECT_EQ(whole.generator.threads, 2);
  EXPECT_EQ(whole.generator.response_as_read.count(), 6U);
}

TEST(MergeRuns, TakesTheShardsInEitherOrder) {
  RunData whole = Shard(1s, 200ms);
  MergeRuns(whole, Shard(0s, 100ms));
  EXPECT_EQ(whole.started, Shard(0s, 100ms).started);
  EXPECT_EQ(whole.counted, 4s);
  EXPECT_THAT(Turns(whole), ElementsAre(Pair(0, 1), Pair(1, 2), Pair(2, 2), Pair(3, 1)));
  EXPECT_THAT(whole.gauges[0].per_second, ElementsAre(10, 20, 20, 10));
}

TEST(MergeRuns, LeavesOutTheTimeBetweenRunsThatFollowedOneAnother) {
  RunData whole = Shard(0s, 100ms);
  MergeRuns(whole, Shard(3600s, 200ms));
  EXPECT_EQ(whole.counted, 6s);
  EXPECT_THAT(Turns(whole), SizeIs(6));
  EXPECT_EQ(whole.FindTrend(Trend::kResponseTime, {})->timeline.EndSecond(), 6U);
}

TEST(MergeInTime, GivesTheSameInEveryOrder) {
  std::vector<std::chrono::seconds> begins{0s, 4s, 8s};
  do {
    std::vector<RunData> runs;
    for (const auto begin : begins) runs.push_back(Shard(begin, 100ms));
    const RunData whole = MergeInTime(std::move(runs));
    EXPECT_EQ(whole.started, Shard(0s, 100ms).started);
    EXPECT_EQ(whole.counted, 9s);
    EXPECT_THAT(Turns(whole), SizeIs(9));
    EXPECT_THAT(whole.gauges[0].per_second, Each(10));
  } while (std::next_permutation(begins.begin(), begins.end()));
}

TEST(MergeInTime, AddsThoseThatRanTogetherAfterAPause) {
  std::vector<std::chrono::seconds> begins{0s, 100s, 102s};
  do {
    std::vector<RunData> runs;
    for (const auto begin : begins) runs.push_back(Shard(begin, 100ms));
    const RunData whole = MergeInTime(std::move(runs));
    EXPECT_EQ(whole.counted, 8s);
    EXPECT_THAT(whole.gauges[0].per_second, ElementsAre(10, 10, 10, 10, 10, 20, 10, 10));
  } while (std::next_permutation(begins.begin(), begins.end()));
}

TEST(MergeRuns, KeepsFiveExamplesOfAReason) {
  RunData whole = Shard(0s, 100ms);
  for (int i = 0; i < 6; ++i) MergeRuns(whole, Shard(0s, 100ms));
  ASSERT_THAT(whole.failures, SizeIs(1));
  EXPECT_EQ(whole.failures[0].count, 7U);
  EXPECT_THAT(whole.failures[0].examples, SizeIs(5));
  EXPECT_NE(whole.failures[0].examples[0].repeat_command, "");
  EXPECT_EQ(whole.failures[0].examples[1].repeat_command, "");
}

TEST(MergeRuns, TakesTheOtherShardsCommandWhereItHasNone) {
  RunData whole = Shard(0s, 100ms);
  whole.failures[0].examples[0].repeat_command.clear();
  MergeRuns(whole, Shard(0s, 100ms));
  ASSERT_THAT(whole.failures[0].examples, SizeIs(2));
  EXPECT_NE(whole.failures[0].examples[1].repeat_command, "");
}

TEST(MergeRuns, AddsSeriesThatOnlyOneShardHas) {
  const Tags stream{{"stream", "true"}};
  RunBuilder builder(PlanSeries({stream}, {}, {}));
  builder.Succeed(0, 100ms, stream);
  RunData whole = Shard(0s, 100ms);
  MergeRuns(whole, builder.Run(1));
  EXPECT_EQ(whole.FindTrend(Trend::kResponseTime, stream)->histogram.count(), 1U);
  EXPECT_EQ(whole.Value(Counter::kTurnsSucceeded, stream), 1U);
  EXPECT_THAT(whole.slices, ElementsAre(Tags{}, stream));
}

TEST(MergeRuns, LeavesWhatWasPromisedToBeJudgedAgain) {
  RunData whole = Shard(0s, 100ms);
  whole.promised = {{"max(response_time) < 150ms", "a.cc", 1}};
  RunData slow = Shard(0s, 200ms);
  slow.promised = whole.promised;
  JudgeRun(whole, {});
  EXPECT_EQ(whole.verdicts[0].kind, VerdictKind::kPassed);
  MergeRuns(whole, slow);
  EXPECT_TRUE(whole.verdicts.empty());
  EXPECT_THAT(whole.promised, SizeIs(1));
  JudgeRun(whole, {});
  EXPECT_EQ(whole.verdicts[0].kind, VerdictKind::kFailed);
}

}  // namespace
}  // namespace clamor
