// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/alpha_spending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace clamor {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

const std::vector<double> kFiveLooks{0.2, 0.4, 0.6, 0.8, 1};

double POf(double z) { return std::erfc(z / std::sqrt(2.0)); }

// As a share of what is expected: the first boundaries are as small as 1e-10.
void ExpectBoundaries(const std::vector<double>& p_values, const std::vector<double>& z) {
  ASSERT_EQ(p_values.size(), z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    EXPECT_LT(p_values[i], POf(z[i] - 0.001)) << i;
    EXPECT_GT(p_values[i], POf(z[i] + 0.001)) << i;
  }
}

// As another integration found them; bench/regression_simulation.cc counts what they let through.
TEST(AlphaSpending, HasTheKnownBoundaries) {
  ExpectBoundaries(PValuesToReach(0.05, kFiveLooks), {4.383, 3.100, 2.553, 2.254, 2.064});
  ExpectBoundaries(PValuesToReach(0.05 / 12, kFiveLooks), {6.407, 4.530, 3.702, 3.221, 2.905});
}

TEST(AlphaSpending, IsTheWholeTestWithOneLook) {
  EXPECT_THAT(PValuesToReach(0.05, std::vector<double>{1}), ElementsAre(DoubleNear(0.05, 1e-6)));
}

TEST(AlphaSpending, SpendsAllOfAlphaInTheEnd) {
  EXPECT_DOUBLE_EQ(AlphaSpent(0.05, 1), 0.05);
  EXPECT_LT(AlphaSpent(0.05, 0.5), 0.01);
  EXPECT_GT(AlphaSpent(0.05, 0.5), 0.005);
}

TEST(SequentialHolm, HoldsTheBestToItsShareOfAlphaAndTheNextToMore) {
  SpendingBoundaries boundaries(0.05, {1});
  SequentialHolm holm(2, boundaries);
  const std::vector<double> p{0.03, 0.02};
  holm.Look([&p](std::size_t i) { return p[i]; });
  EXPECT_TRUE(holm.IsRejected(1));  // 0.02 <= 0.025
  EXPECT_TRUE(holm.IsRejected(0));  // 0.03 <= 0.05, as the other is out of the way
  EXPECT_NEAR(holm.HeldTo(1), 0.025, 1e-6);
  EXPECT_NEAR(holm.HeldTo(0), 0.05, 1e-6);
}

TEST(SequentialHolm, StopsAtTheFirstThatIsNotRejected) {
  SpendingBoundaries boundaries(0.05, {1});
  SequentialHolm holm(3, boundaries);
  const std::vector<double> p{0.03, 0.02, 0.001};
  holm.Look([&p](std::size_t i) { return p[i]; });
  EXPECT_TRUE(holm.IsRejected(2));
  EXPECT_TRUE(holm.IsRejected(1));
  EXPECT_TRUE(holm.IsRejected(0));
  SpendingBoundaries strict_boundaries(0.05, {1});
  SequentialHolm strict(3, strict_boundaries);
  const std::vector<double> none{0.03, 0.02, 0.018};
  strict.Look([&none](std::size_t i) { return none[i]; });
  for (std::size_t i = 0; i < 3; ++i) EXPECT_FALSE(strict.IsRejected(i));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(strict.HeldTo(i), 0.05 / 3, 1e-6);
}

TEST(SequentialHolm, KeepsWhatItRejectedWhileOthersHaveLaterLooks) {
  SpendingBoundaries boundaries(0.05, kFiveLooks);
  SequentialHolm holm(2, boundaries);
  holm.Look([](std::size_t i) { return i == 0 ? 1e-12 : 0.001; });
  EXPECT_TRUE(holm.IsRejected(0));
  EXPECT_FALSE(holm.IsRejected(1));
  holm.Look([](std::size_t i) { return i == 0 ? 0.9 : 0.0005; });
  EXPECT_TRUE(holm.IsRejected(0));
  EXPECT_TRUE(holm.IsRejected(1)) << "alone it is held to the whole of alpha";
}

}  // namespace
}  // namespace clamor
