// SPDX-License-Identifier: Apache-2.0
#include "metrics/merge_runs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "metrics/exemplar_table.h"
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
  run.gauges = {{Gauge::kActiveUsers, {10, 10, 10}},
                {Gauge::kGeneratorCpu, {0.5, 0.5, 0.5}},
                {Gauge::kServerRss, {2e6, 3e6, 3e6}}};
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

TEST(MergeRuns, TakesTheServerOfAllShardsForTheSame) {
  RunData whole = Shard(0s, 100ms);
  MergeRuns(whole, Shard(0s, 100ms));
  EXPECT_THAT(whole.FindGauge(Gauge::kServerRss)->per_second, ElementsAre(2e6, 3e6, 3e6));
  EXPECT_THAT(whole.FindGauge(Gauge::kActiveUsers)->per_second, ElementsAre(20, 20, 20));
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

std::vector<std::pair<std::uint32_t, std::chrono::nanoseconds>> Slowest(const RunData& run) {
  std::vector<std::pair<std::uint32_t, std::chrono::nanoseconds>> slowest;
  for (const Exemplar& exemplar : run.exemplars) {
    if (exemplar.trend == Trend::kResponseTime) {
      slowest.emplace_back(exemplar.second, exemplar.Value());
    }
  }
  return slowest;
}

TEST(MergeRuns, PutsTheSlowestTurnsIntoTheSecondsOfTheWholeRun) {
  RunData whole = Shard(1s, 200ms);
  MergeRuns(whole, Shard(0s, 100ms));
  EXPECT_THAT(Slowest(whole), ElementsAre(Pair(0, 100ms), Pair(1, 200ms), Pair(1, 100ms),
                                          Pair(2, 200ms), Pair(2, 100ms), Pair(3, 200ms)));
}

TEST(MergeRuns, KeepsNoMoreOfTheSlowestTurnsThanOneRunHas) {
  RunData whole = SteadyRun(60);
  RunData later = SteadyRun(60);
  later.started += 60s;
  MergeRuns(whole, later);
  const auto slowest = Slowest(whole);
  EXPECT_THAT(slowest, SizeIs(ExemplarTable::kMostWindows * ExemplarTable::kPerWindow));
  EXPECT_THAT(slowest, Each(Pair(testing::Le(119U), 190ms)));
}

TEST(MergeRuns, TakesWhereTracesAreFromWhicheverShardTells) {
  RunData whole = Shard(0s, 100ms);
  RunData other = Shard(0s, 100ms);
  other.settings.trace_url = "https://traces.example/{trace_id}";
  MergeRuns(whole, other);
  EXPECT_EQ(whole.settings.trace_url, "https://traces.example/{trace_id}");
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

const std::vector<DefinedMetric> kDefined{{"words", SampleKind::kTrend, Unit::kCount},
                                          {"cost", SampleKind::kCounter, Unit::kCount},
                                          {"depth", SampleKind::kGauge, Unit::kCount},
                                          {"cited", SampleKind::kRate, Unit::kRatio}};

// Three seconds with a turn each, whose hooks measured that value.
RunData DefinedShard(std::chrono::seconds begins, double value) {
  RunBuilder builder(WithDefinitions(SeriesPlan(), {{"json"}}, kDefined));
  for (int s = 0; s < 3; ++s) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.finish = Finish::kStop;
    turn.checks_made = 1;
    turn.checks_passed = value < 10 ? 1 : 0;
    turn.defined = {{0, value}, {1, value}, {2, value}, {3, value}};
    builder.Add(s, turn, {});
  }
  RunData run = builder.Run(3);
  run.started += begins;
  return run;
}

TEST(MergeRuns, AddsChecksAndMetricsOfSuites) {
  const auto value = [](std::string_view text, const RunData& run) {
    return Evaluate(ParseValue(text, run.defined), run);
  };
  for (const bool earlier_first : {true, false}) {
    RunData whole = earlier_first ? DefinedShard(0s, 4) : DefinedShard(1s, 20);
    MergeRuns(whole, earlier_first ? DefinedShard(1s, 20) : DefinedShard(0s, 4));
    EXPECT_THAT(whole.checks, SizeIs(1));
    EXPECT_DOUBLE_EQ(value("checks(json)", whole), 0.5);
    EXPECT_THAT(whole.check_rates[0].of_per_second, ElementsAre(1, 2, 2, 1));
    EXPECT_DOUBLE_EQ(value("mean(words)", whole), 12);
    EXPECT_DOUBLE_EQ(value("max(words)", whole), 20);
    EXPECT_EQ(whole.defined_trends[0].timeline.EndSecond(), 4U);
    EXPECT_DOUBLE_EQ(value("cost", whole), 72);
    EXPECT_DOUBLE_EQ(value("mean(depth)", whole), (4 + 20 + 20 + 20) / 4.0);
    EXPECT_DOUBLE_EQ(value("cited", whole), 1);
    EXPECT_THAT(whole.defined, SizeIs(4));
    EXPECT_EQ(whole.finishes[static_cast<std::size_t>(Finish::kStop)], 6U);
  }
}

TEST(MergeRuns, RefusesAMetricThatIsDefinedInTwoWays) {
  RunData whole = DefinedShard(0s, 4);
  RunData other = DefinedShard(0s, 4);
  other.test = "Other";
  other.defined[0].unit = Unit::kSeconds;
  try {
    MergeRuns(whole, other);
    ADD_FAILURE() << "merged";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "the metric \"words\" is a trend in 1 in Assistant.Drains and a trend in s in "
                 "Assistant.Other: such results cannot be put together, expected one definition of "
                 "it");
  }
  EXPECT_EQ(whole.finishes[static_cast<std::size_t>(Finish::kStop)], 3U);
}

TEST(MergeRuns, PutsScenariosOfShardsTogether) {
  RunData whole = Shard(0s, 100ms);
  whole.scenarios = {{"basic", "5/s", 5, 10, 0s, 2s}};
  RunData other = Shard(1s, 100ms);
  other.scenarios = {{"basic", "5/s", 5, 10, 0s, 3s}, {"stress", "9/s", 9, std::nullopt, 1s, 2s}};
  MergeRuns(whole, other);
  ASSERT_THAT(whole.scenarios, SizeIs(2));
  EXPECT_EQ(whole.scenarios[0].users, 10);
  EXPECT_EQ(whole.scenarios[0].planned_turns, 20U);
  EXPECT_EQ(whole.scenarios[0].started, 0s);
  EXPECT_EQ(whole.scenarios[0].counted, 4s);
  EXPECT_EQ(whole.scenarios[1].started, 2s);
}

TEST(MergeRuns, AddsUpTheTimeOfAScenarioThatRanTwice) {
  RunData whole = Shard(0s, 100ms);
  whole.scenarios = {{"basic", "5/s", 5, 10, 0s, 3s}};
  RunData other = Shard(100s, 100ms);
  other.scenarios = {{"basic", "5/s", 7, std::nullopt, 0s, 2s}};
  MergeRuns(whole, other);
  ASSERT_THAT(whole.scenarios, SizeIs(1));
  EXPECT_EQ(whole.scenarios[0].users, 7);
  EXPECT_EQ(whole.scenarios[0].planned_turns, std::nullopt);
  EXPECT_EQ(whole.scenarios[0].counted, 5s);
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
  EXPECT_FALSE(whole.health);
  EXPECT_THAT(whole.promised, SizeIs(1));
  JudgeRun(whole, {});
  EXPECT_EQ(whole.verdicts[0].kind, VerdictKind::kFailed);
}

}  // namespace
}  // namespace clamor
