// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/judge_pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace clamor {
namespace {

using testing::ElementsAre;

constexpr double kNothing = PairedSeries::kMissing;

// So many pairs that differ by the share on average, and by up to `noise` to either side.
PairedSeries Pairs(int pairs, double share, double noise, std::uint64_t seed = 7) {
  Random random(seed);
  PairedSeries series;
  for (int i = 0; i < pairs; ++i) {
    series.differences.push_back(std::log1p(share) + noise * (2 * random.Uniform() - 1));
  }
  return series;
}

PairedSeries ErrorRates(double rise) {
  PairedSeries series;
  series.is_share = true;
  series.fewest_of = 4000;
  for (int i = 0; i < 40; ++i) series.differences.push_back(i % 4 == 0 ? 0 : rise * (1 + i % 3));
  return series;
}

JudgedSeries Judge(const PairedSeries& series, const RegressionRules& rules = {}) {
  return PairJudge(rules).Judge(std::vector{series}).series.front();
}

TEST(LooksAt, AreEveryEighthPairAndTheLast) {
  EXPECT_THAT(LooksAt(40, {}), ElementsAre(8, 16, 24, 32, 40));
  EXPECT_THAT(LooksAt(19, {}), ElementsAre(8, 16, 19));
  EXPECT_THAT(LooksAt(5, {}), ElementsAre(5));
  EXPECT_THAT(LooksAt(0, {}), ElementsAre());
}

TEST(PairJudge, FindsWhatIsSlower) {
  const JudgedSeries judged = Judge(Pairs(40, 0.10, 0.05));
  EXPECT_EQ(judged.change, Change::kWorse);
  EXPECT_NEAR(std::expm1(judged.estimate), 0.10, 0.02);
  EXPECT_GT(judged.low, 0);
  EXPECT_LT(judged.p_value, 0.001);
}

TEST(PairJudge, FindsWhatIsFaster) {
  EXPECT_EQ(Judge(Pairs(40, -0.10, 0.05)).change, Change::kBetter);
}

TEST(PairJudge, CallsSameWhatLiesWithinTenPercent) {
  const JudgedSeries judged = Judge(Pairs(40, 0, 0.05));
  EXPECT_EQ(judged.change, Change::kSame);
  EXPECT_LT(judged.same_within, 0.02);
  EXPECT_GT(judged.same_within, 0);
}

TEST(PairJudge, DoesNotAlarmBelowTheFloorHoweverSureItIs) {
  const JudgedSeries judged = Judge(Pairs(40, 0.03, 0.01));
  EXPECT_LT(judged.p_value, 1e-6);
  EXPECT_EQ(judged.change, Change::kSame);
}

TEST(PairJudge, CannotTellWhereNoiseHidesChanges) {
  const JudgedSeries judged = Judge(Pairs(40, 0, 1.0));
  EXPECT_EQ(judged.change, Change::kCannotTell);
  EXPECT_GT(judged.detectable, 0.2);
}

TEST(PairJudge, CallsNothingDetectableThatLiesBelowTheFloor) {
  EXPECT_DOUBLE_EQ(Judge(Pairs(40, 0.01, 0.001)).detectable, 0.05);
  EXPECT_DOUBLE_EQ(Judge(ErrorRates(0)).detectable, 0.005);
}

TEST(PairJudge, TellsNoNumbersBeyondAThousandfold) {
  const JudgedSeries judged = Judge(Pairs(8, 0, 1), {.planned_pairs = 200});
  EXPECT_DOUBLE_EQ(std::exp(judged.high), 1000);
  EXPECT_DOUBLE_EQ(std::exp(-judged.low), 1000);
  EXPECT_DOUBLE_EQ(judged.detectable, 999);
}

TEST(PairJudge, DemandsMoreOfAnEarlyLook) {
  const PairedSeries few = Pairs(8, 0.10, 0.12);
  PairedSeries all = few;
  for (int repeat = 0; repeat < 4; ++repeat) {
    all.differences.insert(all.differences.end(), few.differences.begin(), few.differences.end());
  }
  EXPECT_LT(Judge(few).p_value, 0.05);
  EXPECT_NE(Judge(few).change, Change::kWorse);
  EXPECT_EQ(Judge(all).change, Change::kWorse);
}

TEST(PairJudge, DemandsMoreOfOneAmongMany) {
  const PairedSeries changed = Pairs(40, 0.07, 0.32, 16);
  ASSERT_EQ(Judge(changed).change, Change::kWorse);
  std::vector<PairedSeries> many{changed};
  for (std::uint64_t seed = 1; seed < 60; ++seed) many.push_back(Pairs(40, 0, 0.3, seed));
  EXPECT_NE(PairJudge({}).Judge(many).series.front().change, Change::kWorse);
}

TEST(PairJudge, IsClearOnceSomethingIsWorse) {
  EXPECT_TRUE(PairJudge({}).Judge(std::vector{Pairs(40, 0, 0.1), Pairs(40, 0.2, 0.1)}).is_clear);
  EXPECT_FALSE(PairJudge({}).Judge(std::vector{Pairs(40, 0, 0.1), Pairs(40, -0.2, 0.1)}).is_clear);
}

TEST(PairJudge, LeavesOutPairsInWhichOneSideMeasuredNothing) {
  PairedSeries series = Pairs(40, 0.10, 0.05);
  for (std::size_t i = 0; i < 10; ++i) series.differences[4 * i] = kNothing;
  const JudgedSeries judged = Judge(series);
  EXPECT_EQ(judged.pairs, 30u);
  EXPECT_EQ(judged.change, Change::kWorse);
}

TEST(PairJudge, SaysWhereThereIsTooLittle) {
  PairedSeries series = Pairs(40, 0.10, 0.05);
  std::fill(series.differences.begin() + 4, series.differences.end(), kNothing);
  EXPECT_TRUE(Judge(series).has_too_few);
  EXPECT_TRUE(Judge(PairedSeries{}).has_too_few);
}

TEST(PairJudge, HoldsErrorRatesAgainstAFloorOfTheirOwn) {
  EXPECT_EQ(Judge(ErrorRates(0.01)).change, Change::kWorse);
  EXPECT_EQ(Judge(ErrorRates(0.001)).change, Change::kSame);
}

TEST(PairJudge, DoesNotCallWorseWhatItsTestFindsBetter) {
  PairedSeries series;
  series.is_share = true;
  series.fewest_of = 4000;
  series.differences.assign(40, -0.003);
  series.differences[7] = 1;  // an outage in one block
  EXPECT_LT(Judge(series).p_value, 1e-6);
  EXPECT_GT(Judge(series).estimate, 0.02);
  EXPECT_EQ(Judge(series).change, Change::kCannotTell);
}

TEST(PairJudge, DoesNotPromiseMoreThanTheTurnsWithoutFailureAllow) {
  PairedSeries series = ErrorRates(0);
  EXPECT_DOUBLE_EQ(Judge(series).same_within, 3.0 / 4000);
  series.fewest_of = 100;
  EXPECT_EQ(Judge(series).change, Change::kCannotTell);
}

}  // namespace
}  // namespace clamor
