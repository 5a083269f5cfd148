// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/paired_statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace clamor {
namespace {

using testing::DoubleNear;
using testing::Optional;

TEST(TrimmedMean, CutsAFifthOffAtEitherEnd) {
  const std::vector<double> differences{0.1, 0.2, 0.3, 0.4, 100, -100, 0.2, 0.3, 0.1, 0.2};
  const auto mean = TrimmedMean::Of(differences);
  ASSERT_TRUE(mean);
  EXPECT_NEAR(mean->value(), (0.1 + 0.2 + 0.2 + 0.2 + 0.3 + 0.3) / 6, 1e-12);
}

// By hand: the middle six of 1..10 have the mean 5.5; winsorized, 3 3 3 4 5 6 7 8 8 8 has the
// squares' sum 42.5, so the error is sqrt(42.5 / (6 * 5)) = 1.1902, t is 4.621 with 0.8 * 5 degrees
// of freedom.
TEST(TrimmedMean, HasYuensErrorAndP) {
  const std::vector<double> differences{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const auto mean = TrimmedMean::Of(differences);
  ASSERT_TRUE(mean);
  EXPECT_DOUBLE_EQ(mean->value(), 5.5);
  EXPECT_NEAR(mean->standard_error(), 1.1902, 1e-4);
  EXPECT_NEAR(mean->PValue(), 0.009874, 1e-6);
  const Between interval = mean->IntervalAt(0.05);
  EXPECT_NEAR(interval.low, 5.5 - 2.7764 * 1.1902, 1e-3);
  EXPECT_NEAR(interval.high, 5.5 + 2.7764 * 1.1902, 1e-3);
}

TEST(TrimmedMean, IsStudentsMeanWhereNothingIsCutOff) {
  const auto mean = TrimmedMean::Of(std::vector<double>{1, 2, 3, 4, 5}, 0);
  EXPECT_DOUBLE_EQ(mean->value(), 3);
  EXPECT_DOUBLE_EQ(mean->standard_error(), std::sqrt(0.5));
  EXPECT_NEAR(mean->PValue(), 0.0132356, 1e-6);
}

// Sums of twelve uniform numbers, which are as good as normal here. With Yuen's degrees of freedom
// it would be 1.23 % of them, with Wilcox's error as well 1.36 %.
TEST(TrimmedMean, AlarmsNoMoreOftenThanItPromises) {
  constexpr int kTests = 20'000;
  Random random(1);
  int alarms = 0;
  for (int test = 0; test < kTests; ++test) {
    std::vector<double> differences(16, -6);
    for (double& difference : differences) {
      for (int i = 0; i < 12; ++i) difference += random.Uniform();
    }
    alarms += TrimmedMean::Of(differences)->PValue() <= 0.01 ? 1 : 0;
  }
  EXPECT_LT(alarms, kTests * 0.0105);
  EXPECT_GT(alarms, kTests * 0.007);
}

TEST(TrimmedMean, ExcludesZeroWhereItsPValueSaysSo) {
  const std::vector<double> differences{0.3, 0.1, 0.4, -0.1, 0.5, 0.9, -0.2, 0.6, 0.5, 0.3};
  const auto mean = TrimmedMean::Of(differences);
  ASSERT_TRUE(mean);
  EXPECT_NEAR(mean->IntervalAt(mean->PValue()).low, 0, 1e-9);
}

TEST(TrimmedMean, NeedsFiveDifferences) {
  EXPECT_FALSE(TrimmedMean::Of(std::vector<double>{1, 2, 3, 4}));
  EXPECT_TRUE(TrimmedMean::Of(std::vector<double>{1, 2, 3, 4, 5}));
}

TEST(TrimmedMean, KnowsDifferencesWithoutSpread) {
  EXPECT_EQ(TrimmedMean::Of(std::vector<double>(8, 0.0))->PValue(), 1);
  EXPECT_EQ(TrimmedMean::Of(std::vector<double>(8, 0.125))->PValue(), 0);
}

TEST(TrimmedMean, TellsWhatItCouldHaveFound) {
  const auto mean = TrimmedMean::Of(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  EXPECT_NEAR(mean->Detectable(0.05), (2.7764 + 2.1318) * 1.1902, 1e-3);
}

// Without ties: the table of Hollander, Wolfe and Chicken; 5 positive differences of 5 are 2 / 32.
TEST(SignedRank, IsExact) {
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{1, 2, 3, 4, 5}), 2.0 / 32);
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{-1, 2, 3, 4, 5}), 4.0 / 32);
  EXPECT_NEAR(SignedRankPValue(std::vector<double>{-1, -2, -3, 4, 5, 6, 7, 8, 9, 10}), 0.02734375,
              1e-9);  // the sum 6: 14 / 1024, twice
}

// Two differences of the same size have rank 1.5 each, so the positive and the negative ranks of
// {1, 1, -2} both sum up to 3.
TEST(SignedRank, SharesRanksAmongTies) {
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{1, 1, -2}), 1);
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{1, 1, 1, 1, 1, 1}), 2.0 / 64);
}

TEST(SignedRank, LeavesOutPairsWithoutDifference) {
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{0, 0, 0}), 1);
  EXPECT_DOUBLE_EQ(SignedRankPValue(std::vector<double>{0, 1, 0, 2, 3, 4, 5, 0}), 2.0 / 32);
}

// Of 55 averages 8 are left out at either end: a rank sum of 8 or less has the chance 0.0244.
TEST(HodgesLehmann, TakesTheMiddleAverages) {
  const std::vector<double> differences{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const auto interval = HodgesLehmannInterval(differences, 0.05);
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->low, 3);
  EXPECT_DOUBLE_EQ(interval->high, 8);
}

TEST(HodgesLehmann, NeedsEnoughDifferencesForItsLevel) {
  EXPECT_FALSE(HodgesLehmannInterval(std::vector<double>{1, 2, 3, 4, 5}, 0.05));
  EXPECT_TRUE(HodgesLehmannInterval(std::vector<double>{1, 2, 3, 4, 5}, 0.10));
}

}  // namespace
}  // namespace clamor
