// SPDX-License-Identifier: Apache-2.0
// Distributions: what is read, what is refused, and what is drawn.
#include "server/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace clamor::server {
namespace {

using std::chrono::nanoseconds;
using namespace std::chrono_literals;

std::string ErrorOf(Distribution (*parse)(std::string_view), std::string_view text) {
  try {
    parse(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Distribution, ReadsEachShapeAndUnit) {
  Random random(1);
  EXPECT_EQ(DrawDuration(ParseDurations("constant:20ms"), random), 20ms);
  EXPECT_EQ(DrawDuration(ParseDurations("constant:1.5us"), random), 1500ns);
  EXPECT_EQ(DrawDuration(ParseDurations("constant:7ns"), random), 7ns);
  EXPECT_EQ(DrawDuration(ParseDurations("constant:2s"), random), 2s);
  EXPECT_EQ(DrawDuration(ParseDurations("constant:1min"), random), 1min);
  EXPECT_EQ(DrawDuration(ParseDurations("uniform:3ms-3ms"), random), 3ms);
  EXPECT_EQ(DrawDuration(ParseDurations("lognormal:20ms,0"), random), 20ms);
  EXPECT_EQ(DrawCount(ParseCounts("constant:0"), random), 0U);
  EXPECT_EQ(DrawCount(ParseCounts("lognormal:12,0"), random), 12U);
}

TEST(Distribution, SaysWhatIsWrongAndWhatWasExpected) {
  const std::string expected = "; expected constant:20ms, uniform:10ms-30ms or lognormal:20ms,0.5";
  EXPECT_EQ(ErrorOf(&ParseDurations, "constant:20"),
            "\"20\" needs a unit (ns, us, ms, s, min)" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "constant:-1ms"),
            "\"-1ms\" is not a number of at least 0" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "constant:nanms"),
            "\"nanms\" is not a number of at least 0" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "constant"), "\"\" is not a number of at least 0" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "constant:61min"),
            "\"61min\" is longer than an hour" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "uniform:3ms"), "\"3ms\" is not a range" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "uniform:"), "\"\" is not a range" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "uniform:3ms-2ms"),
            "the range \"3ms-2ms\" is upside down" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "lognormal:3ms"),
            "\"3ms\" is not a median and a sigma" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "lognormal:3ms,11"),
            "\"11\" is not a sigma between 0 and 10" + expected);
  EXPECT_EQ(ErrorOf(&ParseDurations, "normal:3ms,1"),
            "\"normal:3ms,1\" is no distribution" + expected);
  EXPECT_EQ(ErrorOf(&ParseCounts, "constant:1.5"),
            "\"1.5\" is not a whole number of at most 1000000; expected constant:20, uniform:10-30 "
            "or lognormal:20,0.5");
}

TEST(Distribution, DrawsWholeNumbersWithBothBounds) {
  Random random(7);
  const auto distribution = ParseCounts("uniform:2-4");
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(DrawCount(distribution, random));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{2, 3, 4}));
}

TEST(Distribution, DrawsUniformDurationsInsideTheirBounds) {
  Random random(7);
  const auto distribution = ParseDurations("uniform:10ms-30ms");
  nanoseconds sum{0};
  for (int i = 0; i < 10'000; ++i) {
    const auto drawn = DrawDuration(distribution, random);
    ASSERT_GE(drawn, 10ms);
    ASSERT_LE(drawn, 30ms);
    sum += drawn;
  }
  EXPECT_NEAR(static_cast<double>((sum / 10'000).count()), 20e6, 0.2e6);
}

// The quantiles of a log-normal are median * exp(sigma * z): z is 1.2816 for the ninetieth per
// cent.
TEST(Distribution, DrawsLogNormalDurationsWithTheirMedianAndTail) {
  Random random(7);
  const auto distribution = ParseDurations("lognormal:20ms,0.5");
  std::vector<double> drawn;
  for (int i = 0; i < 20'001; ++i) {
    drawn.push_back(static_cast<double>(DrawDuration(distribution, random).count()));
  }
  std::sort(drawn.begin(), drawn.end());
  EXPECT_NEAR(drawn[10'000], 20e6, 0.4e6);
  EXPECT_NEAR(drawn[18'000], 37.96e6, 1.2e6);
}

TEST(Distribution, CutsATailWithoutEnd) {
  Random random(7);
  const auto durations = ParseDurations("lognormal:60min,10");
  const auto counts = ParseCounts("lognormal:1000000,10");
  for (int i = 0; i < 100; ++i) {
    EXPECT_LE(DrawDuration(durations, random), 1h);
    EXPECT_LE(DrawCount(counts, random), 1'000'000U);
  }
}

}  // namespace
}  // namespace clamor::server
