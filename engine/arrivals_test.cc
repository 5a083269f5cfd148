// SPDX-License-Identifier: Apache-2.0
#include "engine/arrivals.h"

#include <gtest/gtest.h>

#include <cmath>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(Arrivals, OfAConstantRateKeepAnAbsoluteSchedule) {
  const Arrivals arrivals(ConstantRate(10_per_s).For(2min), 1);
  EXPECT_EQ(arrivals.counted(), 1200);
  EXPECT_EQ(arrivals.At(0)->at, 0ns);
  EXPECT_NEAR(Seconds(arrivals.At(1199)->at).count(), 119.9, 1e-9);
  EXPECT_FALSE(arrivals.At(1200));
  EXPECT_EQ(arrivals.RateIn(119), 10);
  EXPECT_EQ(arrivals.RateIn(120), 0);
}

TEST(Arrivals, OfTheWarmUpAreNumberedApartAndNotCounted) {
  const Arrivals arrivals(ConstantRate(10_per_s).For(1s).WarmUp(500ms), 1);
  EXPECT_EQ(arrivals.counted(), 10);
  EXPECT_EQ(arrivals.At(0)->at, -500ms);
  EXPECT_FALSE(arrivals.At(4)->counted);
  EXPECT_EQ(arrivals.At(4)->iteration, 4);
  EXPECT_TRUE(arrivals.At(5)->counted);
  EXPECT_EQ(arrivals.At(5)->iteration, 0);
  EXPECT_EQ(arrivals.At(5)->at, 0ns);
}

TEST(Arrivals, OfARampAreAsManyAsItsRateSumsUpTo) {
  const Arrivals arrivals(RampingRate(0_per_s, {{20_per_s, 100s}, {50_per_s, 100s}}), 1);
  EXPECT_EQ(arrivals.counted(), 1000 + 3500);
  EXPECT_EQ(arrivals.length(), 200s);
  EXPECT_NEAR(arrivals.RateIn(100), 20, 0.2);
}

// The gaps of a Poisson process are exponential: their mean is 1/rate and equal to their deviation.
TEST(Arrivals, OfAPoissonRateHaveExponentialGaps) {
  const Arrivals arrivals(PoissonRate(100_per_s).For(200s), 7);
  const auto n = static_cast<double>(arrivals.counted());
  EXPECT_NEAR(n, 20000, 4 * std::sqrt(20000));
  double sum = 0;
  double squares = 0;
  for (long i = 1; i < arrivals.counted(); ++i) {
    const double gap = Seconds(arrivals.At(i)->at - arrivals.At(i - 1)->at).count();
    ASSERT_GE(gap, 0);
    sum += gap;
    squares += gap * gap;
  }
  const double mean = sum / n;
  EXPECT_NEAR(mean, 0.01, 0.0004);
  EXPECT_NEAR(std::sqrt(squares / n - mean * mean), mean, 0.0005);
}

TEST(Arrivals, OfAPoissonRateRepeatWithTheSeed) {
  const Profile profile = PoissonRate(10_per_s).For(10s);
  EXPECT_EQ(Arrivals(profile, 1).At(5)->at, Arrivals(profile, 1).At(5)->at);
  EXPECT_NE(Arrivals(profile, 1).At(5)->at, Arrivals(profile, 2).At(5)->at);
}

TEST(Arrivals, OfAPoissonRateWarmUpBeforeTheyCount) {
  const Arrivals arrivals(PoissonRate(100_per_s).For(1s).WarmUp(1s), 1);
  EXPECT_FALSE(arrivals.At(0)->counted);
  EXPECT_LT(arrivals.At(0)->at, 0ns);
  long warm_up = 0;
  while (!arrivals.At(warm_up)->counted) ++warm_up;
  EXPECT_GE(arrivals.At(warm_up)->at, 0ns);
  EXPECT_EQ(arrivals.At(warm_up)->iteration, 0);
  EXPECT_FALSE(arrivals.At(warm_up + arrivals.counted()));
}

TEST(Arrivals, OfATraceAreThoseRecorded) {
  const Arrivals arrivals({{0s, 7}, {500ms, 8}, {500ms, 0}, {2s, 9}});
  EXPECT_EQ(arrivals.counted(), 4);
  EXPECT_EQ(arrivals.At(2)->at, 500ms);
  EXPECT_EQ(arrivals.At(3)->at, 2s);
  EXPECT_FALSE(arrivals.At(4));
  EXPECT_EQ(arrivals.RateIn(0), 3);
  EXPECT_EQ(arrivals.RateIn(1), 0);
  EXPECT_TRUE(arrivals.gives_sizes());
  EXPECT_EQ(arrivals.At(1)->prompt_words, 8);
  EXPECT_EQ(arrivals.At(2)->prompt_words, 0);
}

TEST(Arrivals, OfATraceHaveSizesOnlyWhereAllDo) {
  const Arrivals arrivals({{0s, 7}, {1s, std::nullopt}});
  EXPECT_FALSE(arrivals.gives_sizes());
  EXPECT_EQ(arrivals.At(0)->prompt_words, 0);
  EXPECT_FALSE(Arrivals(ConstantRate(10_per_s).For(2s), 1).gives_sizes());
}

}  // namespace
}  // namespace clamor
