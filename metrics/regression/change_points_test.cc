// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/change_points.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "base/random.h"

namespace clamor {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::IsEmpty;
using testing::SizeIs;

// So many nights around the level that differ by up to 5 % of it.
void AddNights(std::vector<double>& values, int nights, double level) {
  Random random(values.size() + 1);
  for (int i = 0; i < nights; ++i) {
    values.push_back(level * (0.95 + 0.1 * random.Uniform()));
  }
}

std::vector<double> Nights(int nights, double level) {
  std::vector<double> values;
  AddNights(values, nights, level);
  return values;
}

TEST(ChangePoints, AreNoneWhereNothingChanged) {
  for (const int nights : {0, 1, 7, 8, 12, 40}) {
    EXPECT_THAT(FindChangePoints(Nights(nights, 0.2), {}), IsEmpty()) << nights;
  }
  EXPECT_THAT(FindChangePoints(std::vector<double>(40, 0.2), {}), IsEmpty()) << "all the same";
}

TEST(ChangePoints, FindAStepWithItsLevels) {
  for (const double after : {0.25, 0.16}) {
    std::vector<double> values = Nights(25, 0.2);
    AddNights(values, 10, after);
    const auto changes = FindChangePoints(values, {});
    ASSERT_THAT(changes, SizeIs(1)) << after;
    EXPECT_EQ(changes[0].at, 25U);
    EXPECT_THAT(changes[0].before, DoubleNear(0.2, 0.01));
    EXPECT_THAT(changes[0].after, DoubleNear(after, 0.01));
    EXPECT_THAT(changes[0].p, DoubleEq(1.0 / 200)) << "no permutation of 199 parts as clearly";
    EXPECT_EQ(changes[0].IsUpward(), after > 0.2);
  }
}

TEST(ChangePoints, FindARiseAndItsEnd) {
  std::vector<double> values = Nights(15, 0.2);
  AddNights(values, 12, 0.3);
  AddNights(values, 13, 0.21);
  const auto changes = FindChangePoints(values, {});
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].at, 15U);
  EXPECT_EQ(changes[1].at, 27U);
  EXPECT_DOUBLE_EQ(changes[0].after, changes[1].before);
  EXPECT_FALSE(changes[1].IsUpward());
}

TEST(ChangePoints, LieWhereTheStepsAre) {
  std::vector<double> values = Nights(12, 0.2);
  AddNights(values, 12, 0.25);
  AddNights(values, 12, 0.3);
  const auto changes = FindChangePoints(values, {});
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].at, 12U);
  EXPECT_EQ(changes[1].at, 24U);
}

TEST(ChangePoints, FindASlowDrift) {
  std::vector<double> values;
  for (int night = 0; night < 40; ++night) AddNights(values, 1, 0.2 + 0.002 * night);
  const auto changes = FindChangePoints(values, {});
  ASSERT_FALSE(changes.empty());
  for (const ChangePoint& change : changes) {
    EXPECT_TRUE(change.IsUpward());
    EXPECT_GE(change.after, 1.05 * change.before);
  }
}

TEST(ChangePoints, TakeNoBadNightForAChange) {
  for (const std::size_t night : {0, 20, 38, 39}) {
    std::vector<double> values = Nights(40, 0.2);
    values[night] *= 20;
    EXPECT_THAT(FindChangePoints(values, {}), IsEmpty()) << night;
  }
}

TEST(ChangePoints, LeaveOutWhatIsSmallerThanTheFloor) {
  std::vector<double> values;
  values.reserve(40);
  for (int night = 0; night < 40; ++night) {
    values.push_back(0.2 + 0.0001 * (night % 3) + (night < 20 ? 0 : 0.008));
  }
  EXPECT_THAT(FindChangePoints(values, {}), IsEmpty()) << "4 %";
  EXPECT_THAT(FindChangePoints(values, {.floor = {0.03, 0}}), SizeIs(1));
  EXPECT_THAT(FindChangePoints(values, {.floor = {0.03, 0.01}}), IsEmpty()) << "but 8 ms";
}

TEST(ChangePoints, TakeBackStepsTooSmallAndKeepWhatTheyComeTo) {
  std::vector<double> values;
  values.reserve(40);
  for (int night = 0; night < 40; ++night) {
    values.push_back(std::pow(1.03, night / 10) + 0.0001 * (night % 3));  // NOLINT: four stairs
  }
  const auto changes = FindChangePoints(values, {});
  ASSERT_THAT(changes, SizeIs(1)) << "of three steps of 3 %";
  EXPECT_GE(changes[0].after, 1.05 * changes[0].before);
}

TEST(ChangePoints, TakeMorePermutationsForASmallerP) {
  EXPECT_EQ(PermutationsFor(0.005), 199);
  EXPECT_EQ(PermutationsFor(0.05 / 300), 5999);
  std::vector<double> values = Nights(20, 0.2);
  AddNights(values, 20, 0.25);
  const auto changes = FindChangePoints(values, {.significance = 0.0005});
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_THAT(changes[0].p, DoubleEq(1.0 / 2000));
}

TEST(ChangePoints, ComeOutTheSameEachTime) {
  std::vector<double> values = Nights(20, 0.2);
  AddNights(values, 20, 0.213);
  const auto once = FindChangePoints(values, {.seed = 7});
  const auto again = FindChangePoints(values, {.seed = 7});
  ASSERT_FALSE(once.empty());
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].at, again[i].at);
    EXPECT_EQ(once[i].p, again[i].p);
  }
}

TEST(ChangeFloor, AsksForAShareAndADistance) {
  const ChangeFloor floor{0.05, 0.005};
  EXPECT_TRUE(floor.AreApart(1.05, 1));
  EXPECT_TRUE(floor.AreApart(1, 1.05));
  EXPECT_FALSE(floor.AreApart(1, 1.049));
  EXPECT_FALSE(floor.AreApart(0, 0.004));
  EXPECT_TRUE(floor.AreApart(0, 0.005));
  EXPECT_TRUE(floor.IsAbove(1.05, 1));
  EXPECT_FALSE(floor.IsAbove(1, 1.05));
  EXPECT_FALSE(ChangeFloor{}.AreApart(0, 0));
}

TEST(MedianLevel, IsTheMiddleOrTheGeometricMeanOfTwo) {
  EXPECT_EQ(MedianLevel(std::vector{3.0, 1.0, 2.0}), 2);
  EXPECT_DOUBLE_EQ(MedianLevel(std::vector{8.0, 1.0, 2.0, 100.0}), 4);
  EXPECT_EQ(MedianLevel(std::vector{0.0, 1.0}), 0.5);
}

}  // namespace
}  // namespace clamor
