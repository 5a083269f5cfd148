// SPDX-License-Identifier: Apache-2.0
// Metrics of a suite's own, from the recorder to measures of them.
#include "metrics/defined_table.h"

#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>
#include <vector>

#include "metrics/evaluate.h"
#include "metrics/judge.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

const Tags kStream{{"stream", "true"}};
const std::vector<DefinedMetric> kDefined{{"answer_words", SampleKind::kTrend, Unit::kCount},
                                          {"cost", SampleKind::kCounter, Unit::kCount},
                                          {"depth", SampleKind::kGauge, Unit::kCount},
                                          {"cited", SampleKind::kRate, Unit::kRatio}};

class DefinedTableTest : public testing::Test {
 protected:
  void Add(int second, std::vector<DefinedSample> samples, const Tags& tags = {}) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.defined = std::move(samples);
    builder_.Add(second, std::move(turn), tags);
  }

  double Value(std::string_view text) const { return ValueIn(text, builder_.Run(20)); }

  static double ValueIn(std::string_view text, const RunData& run) {
    return Evaluate(ParseValue(text, run.defined), run);
  }

  RunBuilder builder_{WithDefinitions(PlanSeries({kStream}, {}, {}), {}, kDefined)};
};

TEST_F(DefinedTableTest, KeepsATrendAsADistribution) {
  for (int i = 1; i <= 100; ++i) Add(i % 20, {{0, i * 2.5}}, i <= 10 ? kStream : Tags{});
  EXPECT_NEAR(Value("p95(answer_words)"), 237.5, 0.25);
  EXPECT_DOUBLE_EQ(Value("max(answer_words)"), 250);
  EXPECT_DOUBLE_EQ(Value("min(answer_words)"), 2.5);
  EXPECT_NEAR(Value("mean(answer_words)"), 126.25, 1e-6);
  EXPECT_DOUBLE_EQ(Value("max(answer_words){stream=true}"), 25);
  EXPECT_NEAR(Value("p95(answer_words) / min(answer_words)"), 95, 0.1);
  const RunData run = builder_.Run(20);
  const auto interval = IntervalOf(ParseValue("p50(answer_words)", run.defined), run, 0.95);
  ASSERT_TRUE(interval);
  EXPECT_LT(*interval->low, 125);
  EXPECT_GT(*interval->high, 125);
  EXPECT_GT(*interval->low, 60);
}

TEST_F(DefinedTableTest, NeverShowsAPercentileAboveTheMaximum) {
  for (int i = 0; i < 3; ++i) Add(i, {{0, 777.7}});
  EXPECT_LE(Value("p99(answer_words)"), 777.7);
  EXPECT_DOUBLE_EQ(Value("p99(answer_words)"), Value("max(answer_words)"));
}

TEST_F(DefinedTableTest, SumsACounter) {
  Add(0, {{1, 0.25}, {1, 0.5}});
  Add(3, {{1, 4}}, kStream);
  EXPECT_DOUBLE_EQ(Value("cost"), 4.75);
  EXPECT_DOUBLE_EQ(Value("cost{stream=true}"), 4);
  const RunData run = builder_.Run(4);
  const auto windows = WindowsOf(ParseValue("cost", run.defined), run, 2);
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_DOUBLE_EQ(windows[0].value, 0.75);
  EXPECT_DOUBLE_EQ(windows[1].value, 4);
}

TEST_F(DefinedTableTest, CountsNoughtWhereTurnsAddedNothing) {
  EXPECT_THROW(Value("cost"), std::out_of_range);
  Add(0, {});
  EXPECT_DOUBLE_EQ(Value("cost"), 0);
  EXPECT_THROW(Value("cost{stream=true}"), std::out_of_range);
  EXPECT_THROW(Value("cited"), std::out_of_range);
  EXPECT_THROW(Value("max(depth)"), std::out_of_range);
  EXPECT_THROW(Value("p95(answer_words)"), std::out_of_range);
}

TEST_F(DefinedTableTest, KeepsTheLastSampleOfAGaugesSecond) {
  Add(5, {{2, 9}, {2, 3}});
  Add(2, {{2, -1}});
  Add(5, {{2, 4}});
  const RunData run = builder_.Run(20);
  ASSERT_EQ(run.defined_levels.size(), 1U);
  ASSERT_EQ(run.defined_levels[0].per_second.size(), 2U);
  EXPECT_EQ(run.defined_levels[0].per_second[0].second, 2U);
  EXPECT_DOUBLE_EQ(Value("max(depth)"), 4);
  EXPECT_DOUBLE_EQ(Value("mean(depth)"), 1.5);
  EXPECT_DOUBLE_EQ(Value("min(depth)"), -1);
}

TEST_F(DefinedTableTest, SharesARatesSamples) {
  for (int i = 0; i < 40; ++i) Add(i / 2, {{3, i % 4 == 0 ? 0.0 : 1.0}});
  EXPECT_DOUBLE_EQ(Value("cited"), 0.75);
  const Verdict verdict = Judge({"cited > 70%", "a.cc", 1}, builder_.Run(20), {});
  EXPECT_EQ(verdict.kind, VerdictKind::kPassed);
  EXPECT_THAT(verdict.message, testing::StartsWith("cited = 75 %, limit > 70 %, 40 samples, 95 %"));
}

TEST_F(DefinedTableTest, LeavesOutWhatIsNoNumber) {
  Add(0, {{0, std::numeric_limits<double>::quiet_NaN()}, {0, 5}, {1, HUGE_VAL}});
  EXPECT_DOUBLE_EQ(Value("max(answer_words)"), 5);
  EXPECT_DOUBLE_EQ(Value("cost"), 0);
}

TEST_F(DefinedTableTest, IsTheSameMergedAsRecordedByOne) {
  const SeriesPlan plan = WithDefinitions(PlanSeries({kStream}, {}, {}), {}, kDefined);
  const Recorder::Time start{1000s};
  Recorder whole(plan, start);
  Recorder a(plan, start);
  Recorder b(plan, start);
  for (int i = 0; i < 60; ++i) {
    TurnRecord turn;
    turn.outcome = Outcome::kSuccess;
    turn.ended = start + i * 100ms;
    turn.defined = {{0, i * 1.0}, {1, 0.5}, {2, i * 1.0}, {3, i % 3 == 0 ? 1.0 : 0.0}};
    const auto slices = plan.SlicesOf(i % 2 == 0 ? kStream : Tags{});
    whole.AddTurn(turn, slices);
    (i % 5 < 2 ? a : b).AddTurn(turn, slices);
  }
  Recorder copied(plan, start);
  copied.Merge(a);
  copied.Merge(b);
  a.Merge(std::move(b));
  RunData expected;
  std::move(whole).WriteTo(expected);
  for (const Recorder* merged : {&a, &copied}) {
    RunData run;
    merged->WriteTo(run);
    for (const char* text :
         {"p50(answer_words)", "mean(answer_words){stream=true}", "cost", "cost{stream=true}",
          "max(depth)", "mean(depth)", "min(depth){stream=true}", "cited", "cited{stream=true}"}) {
      EXPECT_DOUBLE_EQ(ValueIn(text, run), ValueIn(text, expected)) << text;
    }
  }
}

}  // namespace
}  // namespace clamor
