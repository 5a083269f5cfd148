// SPDX-License-Identifier: Apache-2.0
#include "target/profile/weight.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(Weight, IsShownInAUnitThatFits) {
  EXPECT_EQ(ShowWeight(0, WeightUnit::kBytes), "0 B");
  EXPECT_EQ(ShowWeight(999, WeightUnit::kBytes), "999 B");
  EXPECT_EQ(ShowWeight(1500, WeightUnit::kBytes), "1.50 kB");
  EXPECT_EQ(ShowWeight(12'345'678, WeightUnit::kBytes), "12.3 MB");
  EXPECT_EQ(ShowWeight(123'000'000'000, WeightUnit::kBytes), "123 GB");
  EXPECT_EQ(ShowWeight(340'000, WeightUnit::kMicroseconds), "340 ms");
  EXPECT_EQ(ShowWeight(1'250'000, WeightUnit::kMicroseconds), "1.25 s");
  EXPECT_EQ(ShowWeight(12, WeightUnit::kMicroseconds), "12 us");
}

TEST(Weight, CountsSamples) {
  EXPECT_EQ(ShowWeight(1, WeightUnit::kSamples), "1 sample");
  EXPECT_EQ(ShowWeight(999, WeightUnit::kSamples), "999 samples");
  EXPECT_EQ(ShowWeight(1'234'567, WeightUnit::kSamples), "1,234,567 samples");
}

TEST(Weight, IsAShareOfTheWhole) {
  EXPECT_EQ(ShowShare(1, 8), "12.5 %");
  EXPECT_EQ(ShowShare(8, 8), "100.0 %");
  EXPECT_EQ(ShowShare(0, 0), "0.0 %");
}

}  // namespace
}  // namespace clamor
