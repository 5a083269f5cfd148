// SPDX-License-Identifier: Apache-2.0
#include "metrics/format_value.h"

#include <gmock/gmock.h>

namespace clamor {
namespace {

TEST(FormatValue, ChoosesTheUnitThatSuitsTheSize) {
  EXPECT_EQ(FormatValue(0.612, Unit::kSeconds), "612 ms");
  EXPECT_EQ(FormatValue(1.234, Unit::kSeconds), "1.23 s");
  EXPECT_EQ(FormatValue(0.5, Unit::kSeconds), "500 ms");
  EXPECT_EQ(FormatValue(85.31e-6, Unit::kSeconds), "85.3 us");
  EXPECT_EQ(FormatValue(12e-9, Unit::kSeconds), "12 ns");
  EXPECT_EQ(FormatValue(90, Unit::kSeconds), "90 s");
  EXPECT_EQ(FormatValue(1620, Unit::kSeconds), "27 min");
  EXPECT_EQ(FormatValue(0, Unit::kSeconds), "0 s");
  EXPECT_EQ(FormatValue(0.0042, Unit::kRatio), "0.42 %");
  EXPECT_EQ(FormatValue(1, Unit::kRatio), "100 %");
  EXPECT_EQ(FormatValue(51.26, Unit::kPerSecond), "51.3/s");
  EXPECT_EQ(FormatValue(4.8e6, Unit::kBytes), "4.8 MB");
  EXPECT_EQ(FormatValue(12, Unit::kBytes), "12 B");
  EXPECT_EQ(FormatValue(62'200, Unit::kBytesPerSecond), "62.2 kB/s");
  EXPECT_EQ(FormatValue(12'345.6, Unit::kCount), "12,346");
  EXPECT_EQ(FormatValue(-0.0125, Unit::kSeconds), "-12.5 ms");
}

TEST(FormatValue, NeverShowsAThousandOfOneUnit) {
  EXPECT_EQ(FormatValue(0.9996, Unit::kSeconds), "1 s");
  EXPECT_EQ(FormatValue(0.9996, Unit::kSeconds, 4), "999.6 ms");
  EXPECT_EQ(FormatValue(999'600, Unit::kBytes), "1 MB");
}

TEST(FormatCount, PutsACommaAtEachThousand) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(4812), "4,812");
  EXPECT_EQ(FormatCount(1'234'567), "1,234,567");
}

}  // namespace
}  // namespace clamor
