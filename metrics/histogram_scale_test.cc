// SPDX-License-Identifier: Apache-2.0
#include "metrics/histogram_scale.h"

#include <gmock/gmock.h>

#include "metrics/histogram.h"

namespace clamor {
namespace {

constexpr Unit kUnits[]{Unit::kSeconds, Unit::kRatio,          Unit::kPerSecond,
                        Unit::kBytes,   Unit::kBytesPerSecond, Unit::kCount};

TEST(HistogramScale, GivesBackWhatItTook) {
  for (const Unit unit : kUnits) {
    for (const double value : {0.0, 1.0, 37.5, 3600.0}) {
      EXPECT_DOUBLE_EQ(FromHistogram(ToHistogram(value, unit), unit), value);
    }
  }
  EXPECT_DOUBLE_EQ(FromHistogram(ToHistogram(0.001, Unit::kCount), Unit::kCount), 0.001);
  EXPECT_DOUBLE_EQ(FromHistogram(ToHistogram(3.6e6, Unit::kCount), Unit::kCount), 3.6e6);
  EXPECT_DOUBLE_EQ(FromHistogram(ToHistogram(3.6e9, Unit::kBytes), Unit::kBytes), 3.6e9);
}

TEST(HistogramScale, TellsAThousandthOfACountFromTheNext) {
  const auto index = [](double value) {
    return Histogram::IndexOf(ToHistogram(value, Unit::kCount));
  };
  EXPECT_NE(index(0.001), index(0.002));
  EXPECT_NE(index(1), index(1.002));
  EXPECT_EQ(index(0), index(0.001));
}

TEST(HistogramScale, KeepsWithinWhatAHistogramHolds) {
  EXPECT_EQ(ToHistogram(-5, Unit::kCount), std::chrono::nanoseconds(0));
  EXPECT_EQ(ToHistogram(1e300, Unit::kBytes), Histogram::kHighest);
  EXPECT_DOUBLE_EQ(FromHistogram(ToHistogram(1e9, Unit::kCount), Unit::kCount), 3.6e6);
}

}  // namespace
}  // namespace clamor
