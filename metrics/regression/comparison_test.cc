// SPDX-License-Identifier: Apache-2.0
// Runs of two builds held against each other: paired_blocks.h, compare_runs.h, comparison_json.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "metrics/regression/compare_runs.h"
#include "metrics/regression/compared_measures.h"
#include "metrics/regression/comparison_json.h"
#include "metrics/regression/paired_blocks.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

// So many turns in each second, slower by that factor, noisy by the seed; some of a hundred fail.
RunData Turns(int seconds, double factor, std::uint64_t seed = 1, int failures_of_100 = 0,
              int per_second = 20) {
  Random random(seed);
  RunBuilder builder;
  for (int s = 0; s < seconds; ++s) {
    for (int i = 0; i < per_second; ++i) {
      if (random.Below(100) < static_cast<std::uint64_t>(failures_of_100)) {
        builder.Fail(s, Failure::kServerError);
      } else {
        const double ms = factor * (100 + 100 * random.Uniform());
        builder.Succeed(s, std::chrono::nanoseconds(std::llround(ms * 1e6)));
      }
    }
  }
  RunData run = builder.Run(seconds);
  run.settings.machine = "Linux 6.1, 2 x CPU";
  run.settings.commit = "abc1234";
  return run;
}

std::vector<std::string> NamesOf(const RunData& run) {
  std::vector<std::string> names;
  for (const ComparedMeasure& measure : ComparedMeasures(run)) names.push_back(measure.name);
  return names;
}

const MeasureChange& ChangeOf(const BuildComparison& comparison, const std::string& measure) {
  static const MeasureChange none;
  const auto found = std::find_if(comparison.changes.begin(), comparison.changes.end(),
                                  [&](const auto& change) { return change.measure == measure; });
  if (found != comparison.changes.end()) return *found;
  ADD_FAILURE() << measure << " was not compared";
  return none;
}

TEST(ComparedMeasures, TakesPercentilesThatTheSamplesSupport) {
  EXPECT_THAT(NamesOf(Turns(5, 1, 1, 0, 4)),
              ElementsAre("error_rate", "p50(time_to_first_token)", "p50(inter_event_gap)",
                          "p50(response_time)"));
  EXPECT_THAT(NamesOf(Turns(30, 1)), Contains("p99(time_to_first_token)"));
}

TEST(ComparedMeasures, TakesDurationsThatSuitesDefineAndTheServersLevels) {
  RunData run = Turns(30, 1);
  run.defined.push_back({"time_to_first_audio", SampleKind::kTrend, Unit::kSeconds});
  DefinedTrend audio{"time_to_first_audio", {}, Histogram(), Timeline()};
  for (int i = 0; i < 100; ++i) audio.histogram.Record(80ms);
  run.defined_trends.push_back(audio);
  run.gauges.push_back({Gauge::kServerCores, {0.5, 0.7}});
  EXPECT_THAT(NamesOf(run), Contains("p95(time_to_first_audio)"));
  EXPECT_THAT(NamesOf(run), Contains("mean(server_cores)"));
}

// Pairs of blocks, head slower by that factor; both share the machine's mood.
BuildComparison Paired(double factor, int pairs = 40, int failures = 0) {
  PairedBlocks blocks({});
  for (int i = 0; i < pairs; ++i) {
    const double mood = 1 + 0.3 * std::sin(i);
    const auto seed = static_cast<std::uint64_t>(i);
    blocks.Add({Turns(5, mood, seed)}, {Turns(5, mood * factor, seed + 1000, failures)});
  }
  return blocks.Compare();
}

TEST(PairedBlocks, FindTenPercentThroughThirtyPercentOfDrift) {
  const BuildComparison comparison = Paired(1.10);
  EXPECT_TRUE(comparison.IsWorse());
  const MeasureChange& change = ChangeOf(comparison, "p95(response_time)");
  EXPECT_EQ(change.change, Change::kWorse);
  EXPECT_NEAR(change.estimate, 1.10, 0.03);
  EXPECT_GT(change.low, 1);
  EXPECT_EQ(change.pairs, 40u);
  EXPECT_EQ(change.base_samples, 4000u);
  EXPECT_NEAR(change.head / change.base, 1.10, 0.03);
}

TEST(PairedBlocks, CallTheSameWhatIsTheSame) {
  const BuildComparison comparison = Paired(1);
  EXPECT_FALSE(comparison.IsWorse());
  EXPECT_EQ(ChangeOf(comparison, "p50(response_time)").change, Change::kSame);
  EXPECT_EQ(ChangeOf(comparison, "error_rate").change, Change::kSame);
}

TEST(PairedBlocks, FindFailures) {
  const MeasureChange change = ChangeOf(Paired(1, 40, 5), "error_rate");
  EXPECT_EQ(change.change, Change::kWorse);
  EXPECT_NEAR(change.estimate, 0.05, 0.01);
}

// Two equal processes differ by as much in every pair.
TEST(PairedBlocks, TellOfMemoryWithoutJudgingIt) {
  PairedBlocks blocks({});
  for (int i = 0; i < 40; ++i) {
    RunData base = Turns(5, 1);
    RunData head = Turns(5, 1);
    base.gauges.push_back({Gauge::kServerRss, {59e6, 59e6}});
    head.gauges.push_back({Gauge::kServerRss, {67e6, 67e6}});
    blocks.Add({base}, {head});
  }
  const BuildComparison comparison = blocks.Compare();
  EXPECT_FALSE(comparison.IsWorse());
  const MeasureChange& memory = ChangeOf(comparison, "mean(server_rss)");
  EXPECT_NEAR(memory.estimate, 67.0 / 59, 1e-9);
  EXPECT_EQ(memory.unit, Unit::kBytes);
  EXPECT_THAT(memory.remark, HasSubstr("one process of each build"));
}

TEST(PairedBlocks, ListWhatStandsOnOneSideOnly) {
  PairedBlocks blocks({});
  RunData other = Turns(5, 1);
  other.test = "New";
  RunData without_tokens = Turns(5, 1);
  std::erase_if(without_tokens.trends,
                [](const auto& series) { return series.trend == Trend::kTimeToFirstToken; });
  for (int i = 0; i < 8; ++i) blocks.Add({Turns(5, 1)}, {without_tokens, other});
  const BuildComparison comparison = blocks.Compare();
  EXPECT_THAT(comparison.not_compared,
              Contains(testing::AllOf(Field(&NotCompared::test, "Assistant.New"),
                                      Field(&NotCompared::measure, ""),
                                      Field(&NotCompared::why, "only head has it"))));
  EXPECT_THAT(comparison.not_compared,
              Contains(testing::AllOf(Field(&NotCompared::measure, "p50(time_to_first_token)"),
                                      Field(&NotCompared::why, "only base has it"))));
}

TEST(PairedBlocks, ListWhatWasMeasuredTooSeldom) {
  PairedBlocks blocks({});
  for (int i = 0; i < 8; ++i) {
    const int per_second = i < 3 ? 20 : 4;  // twenty turns support no p95
    blocks.Add({Turns(5, 1, 1, 0, per_second)}, {Turns(5, 1, 2, 0, per_second)});
  }
  EXPECT_THAT(blocks.Compare().not_compared,
              Contains(Field(&NotCompared::why,
                             "only 3 of 8 pairs have enough samples of it on both sides")));
}

TEST(PairedBlocks, TellWhatWasThrownAwayAndHowBlocksDiffered) {
  PairedBlocks blocks({});
  RunData head = Turns(5, 1);
  head.settings.users = 7;
  blocks.Add({Turns(5, 1)}, {head});
  blocks.Lose(2, "base: the generator was busy");
  const BuildComparison comparison = blocks.Compare();
  EXPECT_EQ(comparison.lost.size(), 1u);
  EXPECT_THAT(comparison.cautions, ElementsAre(HasSubstr("the number of users differs")));
  EXPECT_EQ(comparison.changes.front().change, Change::kCannotTell) << "one pair is none";
  EXPECT_EQ(comparison.changes.front().remark, "measured in 1 pairs only");
}

BuildComparison Unpaired(double factor, int seconds = 120) {
  return CompareRuns({Turns(seconds, 1, 1)}, {Turns(seconds, factor, 2)}, {});
}

TEST(CompareRuns, SayThatDriftIsNotExcluded) {
  EXPECT_THAT(Unpaired(1).cautions, ElementsAre(HasSubstr("not taken in pairs")));
}

TEST(CompareRuns, CallNothingSlowerThatMachinesDo) {
  const BuildComparison comparison = Unpaired(1.20);
  EXPECT_FALSE(comparison.IsWorse());
  const MeasureChange& change = ChangeOf(comparison, "p50(response_time)");
  EXPECT_EQ(change.change, Change::kCannotTell);
  EXPECT_THAT(change.remark, HasSubstr("no more than a machine drifts"));
  EXPECT_GT(change.low, 1);
  EXPECT_LT(change.low, 1.20);
  EXPECT_GT(change.high, 1.20);
}

TEST(CompareRuns, CallSlowerWhatIsFarBeyondDrift) {
  const BuildComparison comparison = Unpaired(1.6);
  EXPECT_EQ(ChangeOf(comparison, "p50(response_time)").change, Change::kWorse);
  EXPECT_EQ(ChangeOf(Unpaired(0.5), "p50(response_time)").change, Change::kBetter);
  EXPECT_EQ(ChangeOf(Unpaired(1), "p50(response_time)").change, Change::kSame);
}

TEST(CompareRuns, CallNothingSlowerFromAnotherMachine) {
  RunData head = Turns(120, 2, 2);
  head.settings.machine = "Linux 6.8, 64 x CPU";
  const BuildComparison comparison = CompareRuns({Turns(120, 1)}, {head}, {});
  EXPECT_FALSE(comparison.IsWorse());
  EXPECT_THAT(comparison.cautions, Contains(HasSubstr("head on \"Linux 6.8, 64 x CPU\"")));
  EXPECT_THAT(ChangeOf(comparison, "p50(response_time)").remark, HasSubstr("different machines"));
}

TEST(CompareRuns, FindFailures) {
  const BuildComparison comparison = CompareRuns({Turns(120, 1, 1, 0)}, {Turns(120, 1, 2, 8)}, {});
  EXPECT_EQ(ChangeOf(comparison, "error_rate").change, Change::kWorse);
  EXPECT_EQ(comparison.changes.front().measure, "error_rate") << "failures come first";
}

TEST(CompareRuns, CannotTellFromARunOfAFewSeconds) {
  const MeasureChange change = ChangeOf(Unpaired(3, 5), "p50(response_time)");
  EXPECT_EQ(change.change, Change::kCannotTell);
  EXPECT_THAT(change.remark, HasSubstr("too short"));
}

TEST(CompareRuns, ListLoadTestsOfOneSideAndThoseThatAreNotBelieved) {
  RunData other = Turns(20, 1);
  other.test = "Gone";
  RunData busy = Turns(20, 1);
  busy.generator.void_because = {"the generator's threads were busy"};
  const BuildComparison comparison = CompareRuns({Turns(20, 1), other}, {busy}, {});
  EXPECT_THAT(comparison.changes, IsEmpty());
  EXPECT_THAT(comparison.not_compared,
              ElementsAre(Field(&NotCompared::why, "head: void: the generator's threads were busy"),
                          Field(&NotCompared::why, "only base has it")));
}

TEST(ComparisonJson, ComesBackAsItWas) {
  PairedBlocks blocks({});
  for (int i = 0; i < 8; ++i) blocks.Add({Turns(5, 1)}, {Turns(5, 1.5, 2, 3)});
  blocks.Lose(9, "head: \"busy\" \xff");
  blocks.Caution("machine drift");
  blocks.EndServer("head's server exited with code 1");
  blocks.NameCommits("abc", "def");
  BuildComparison comparison = blocks.Compare();
  comparison.not_compared.push_back({"A.B", "p50(x)", kOnlyBase});
  comparison.changes.back().remark = "a remark";
  const std::string text = ComparisonJson(comparison);
  const BuildComparison read = ReadComparisonJson(text, "comparison.json");
  EXPECT_EQ(ComparisonJson(read), text);
  EXPECT_EQ(read.head.commit, "def");
  ASSERT_EQ(read.changes.size(), comparison.changes.size());
  EXPECT_EQ(read.changes[1].estimate, comparison.changes[1].estimate);
  EXPECT_EQ(read.changes[1].change, comparison.changes[1].change);
}

std::string WhyRefused(const std::string& text) {
  try {
    ReadComparisonJson(text, "c.json");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(ComparisonJson, RefusesWhatIsNone) {
  const std::string good = ComparisonJson(Paired(1, 8));
  EXPECT_EQ(WhyRefused(good), "");
  EXPECT_THAT(WhyRefused("[]"), HasSubstr("c.json"));
  EXPECT_THAT(WhyRefused("{\"a\""), HasSubstr("c.json: not JSON at byte"));
  EXPECT_THAT(WhyRefused(Replaced(good, "\"clamor_comparison\":1", "\"clamor_comparison\":2")),
              HasSubstr("format 2, expected 1"));
  EXPECT_THAT(WhyRefused(Replaced(good, "\"verdict\":\"", "\"verdict\":\"x")),
              HasSubstr("c.json.changes[0].verdict"));
  EXPECT_THAT(WhyRefused(Replaced(good, "\"alpha\":0.05", "\"alpha\":1e300")),
              HasSubstr("c.json.alpha: a number that no comparison has"));
  std::string many = "{\"number\":1,\"why\":\"\"}";
  for (int i = 0; i < 14; ++i) many += "," + many;
  EXPECT_THAT(WhyRefused(Replaced(good, "\"lost\":[]", "\"lost\":[" + many + "]")),
              HasSubstr("more than 10000 entries"));
}

}  // namespace
}  // namespace clamor
