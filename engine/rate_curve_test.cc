// SPDX-License-Identifier: Apache-2.0
#include "engine/rate_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(RateCurve, EvenArrivalsAreEvenlySpaced) {
  RateCurve curve;
  curve.Add(10_per_s, 10_per_s, 2s);
  EXPECT_EQ(curve.arrivals(), 20);
  EXPECT_EQ(curve.WhenDue(0)->count(), 0);
  EXPECT_NEAR(curve.WhenDue(13)->count(), 1.3, 1e-12);
  EXPECT_FALSE(curve.WhenDue(20));
}

// From 0/s by 2/s each second: n arrivals are due after the root of n seconds.
TEST(RateCurve, ARampFromNothingBringsArrivalsByTheSquareOfTime) {
  RateCurve curve;
  curve.Add(0_per_s, 20_per_s, 10s);
  EXPECT_EQ(curve.arrivals(), 100);
  for (const double n : {0.0, 1.0, 4.0, 81.0}) {
    EXPECT_NEAR(curve.WhenDue(n)->count(), std::sqrt(n), 1e-9) << n;
  }
}

TEST(RateCurve, ADescendingRampHoldsToItsEnd) {
  RateCurve curve;
  curve.Add(20_per_s, 0_per_s, 10s);
  EXPECT_NEAR(curve.WhenDue(75)->count(), 5, 1e-9);
  EXPECT_NEAR(curve.WhenDue(99.999999)->count(), 10, 1e-2);
  EXPECT_LE(*curve.WhenDue(99.999999), 10s);
}

TEST(RateCurve, StagesFollowEachOther) {
  RateCurve curve;
  curve.Add(0_per_s, 10_per_s, 2s);   // 10 arrivals
  curve.Add(10_per_s, 10_per_s, 1s);  // 10 more
  curve.Add(0_per_s, 0_per_s, 5s);    // silence
  curve.Add(10_per_s, 10_per_s, 1s);
  EXPECT_EQ(curve.length(), 9s);
  EXPECT_NEAR(curve.WhenDue(15)->count(), 2.5, 1e-9);
  EXPECT_NEAR(curve.WhenDue(25)->count(), 8.5, 1e-9);
  EXPECT_EQ(curve.At(1s).per_second, 5);
  EXPECT_EQ(curve.At(4s).per_second, 0);
  EXPECT_EQ(curve.At(9s).per_second, 0);
}

// A stage of no length is a step.
TEST(RateCurve, AStageOfNoLengthChangesTheRateAtOnce) {
  RateCurve curve;
  curve.Add(0_per_s, 50_per_s, 0s);
  curve.Add(50_per_s, 50_per_s, 1s);
  EXPECT_NEAR(curve.WhenDue(1)->count(), 0.02, 1e-12);
}

}  // namespace
}  // namespace clamor
