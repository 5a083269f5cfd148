// SPDX-License-Identifier: Apache-2.0
#include "reporters/format.h"

#include <gtest/gtest.h>

#include <chrono>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(Format, ShowsADurationInTheUnitThatSuitsIt) {
  EXPECT_EQ(FormatDuration(0ns), "0 s");
  EXPECT_EQ(FormatDuration(850ns), "850 ns");
  EXPECT_EQ(FormatDuration(1us), "1.00 us");
  EXPECT_EQ(FormatDuration(612ms), "612 ms");
  EXPECT_EQ(FormatDuration(1234ms), "1.23 s");
  EXPECT_EQ(FormatDuration(119s), "119 s");
  EXPECT_EQ(FormatDuration(125s), "2 min 05 s");
  EXPECT_EQ(FormatDuration(3719s), "1 h 02 min");
}

TEST(Format, RoundsIntoTheNextUnitRatherThanToAThousand) {
  EXPECT_EQ(FormatDuration(999'600us), "1.00 s");
  EXPECT_EQ(FormatDuration(9'996us), "10.0 ms");
  EXPECT_EQ(FormatBytes(999'700), "1.00 MB");
}

TEST(Format, GroupsDigitsOfCounts) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(4812), "4,812");
  EXPECT_EQ(FormatCount(1'234'567), "1,234,567");
}

TEST(Format, NeverRoundsAShareToAllOrNothing) {
  EXPECT_EQ(FormatShare(0), "0 %");
  EXPECT_EQ(FormatShare(0.00001), "< 0.01 %");
  EXPECT_EQ(FormatShare(0.0025), "0.25 %");
  EXPECT_EQ(FormatShare(0.123), "12.3 %");
  EXPECT_EQ(FormatShare(0.99999), "> 99.9 %");
  EXPECT_EQ(FormatShare(1), "100 %");
}

TEST(Format, ShowsRatesBytesAndFactors) {
  EXPECT_EQ(FormatRate(45.62), "45.6/s");
  EXPECT_EQ(FormatRate(12345.6), "12,346/s");
  EXPECT_EQ(FormatBytes(12), "12 B");
  EXPECT_EQ(FormatBytes(1'234'567), "1.23 MB");
  EXPECT_EQ(FormatFactor(0.1), "0.1");
  EXPECT_EQ(FormatFactor(2), "2");
}

TEST(Format, WritesTimesForPrograms) {
  EXPECT_EQ(FormatSeconds(105'250ms), "105.250");
  EXPECT_EQ(FormatInstant(std::chrono::system_clock::time_point(86400s)), "1970-01-02T00:00:00Z");
}

}  // namespace
}  // namespace clamor
