// SPDX-License-Identifier: Apache-2.0
#include "reporters/format.h"

#include <gtest/gtest.h>

#include <chrono>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(Format, ShowsADurationInTheUnitThatSuitsIt) {
  EXPECT_EQ(FormatDuration(0ns), "0 s");
  EXPECT_EQ(FormatDuration(612ms), "612 ms");
  EXPECT_EQ(FormatDuration(1234ms), "1.23 s");
  EXPECT_EQ(FormatDuration(27min), "27 min");
}

TEST(Format, NeverRoundsAShareToAllOrNothing) {
  EXPECT_EQ(FormatShare(0), "0 %");
  EXPECT_EQ(FormatShare(0.00001), "0.001 %");
  EXPECT_EQ(FormatShare(0.123), "12.3 %");
  EXPECT_EQ(FormatShare(0.9994), "99.9 %");
  EXPECT_EQ(FormatShare(0.99999), "> 99.9 %");
  EXPECT_EQ(FormatShare(1), "100 %");
}

TEST(Format, ShowsAFactorAsShortAsItIsExact) {
  EXPECT_EQ(FormatFactor(0.1), "0.1");
  EXPECT_EQ(FormatFactor(2), "2");
}

TEST(Format, WritesTimesForPrograms) {
  EXPECT_EQ(FormatSeconds(105'250ms), "105.250");
  EXPECT_EQ(FormatInstant(std::chrono::system_clock::time_point(86400s)), "1970-01-02T00:00:00Z");
}

}  // namespace
}  // namespace clamor
