// SPDX-License-Identifier: Apache-2.0
#include "metrics/statistics.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "base/random.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using testing::HasSubstr;

double Uniform01(Random& random) { return static_cast<double>(random.Next() >> 11) * 0x1p-53; }

struct MadeSamples {
  Histogram histogram;
  Timeline timeline;

  void Add(std::uint32_t second, double ms) {
    const nanoseconds value(std::llround(ms * 1e6));
    histogram.Record(value);
    timeline.Add(second, Histogram::IndexOf(value));
  }
};

MadeSamples Independent(int seconds, int per_second, std::uint64_t seed = 1) {
  Random random(seed);
  MadeSamples samples;
  for (int s = 0; s < seconds; ++s) {
    for (int i = 0; i < per_second; ++i) {
      samples.Add(static_cast<std::uint32_t>(s), 100 + 900 * Uniform01(random));
    }
  }
  return samples;
}

// From the table of fewest samples: p50, p90, p95, p99, p99.9, one-sided.
TEST(SamplesNeeded, AgreesWithTheTable) {
  const double quantiles[]{0.5, 0.9, 0.95, 0.99, 0.999};
  const std::uint64_t at90[]{4, 22, 45, 230, 2302};
  const std::uint64_t at95[]{5, 29, 59, 299, 2995};
  const std::uint64_t at99[]{7, 44, 90, 459, 4603};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(SamplesNeeded(quantiles[i], 0.90), at90[i]);
    EXPECT_EQ(SamplesNeeded(quantiles[i], 0.95), at95[i]);
    EXPECT_EQ(SamplesNeeded(quantiles[i], 0.99), at99[i]);
  }
  EXPECT_EQ(SamplesNeeded(0.01, 0.95), 299U);
}

TEST(SamplesNeeded, TellsTheHighestPercentileToTrust) {
  EXPECT_EQ(HighestSupportedQuantile(4), std::nullopt);
  EXPECT_EQ(HighestSupportedQuantile(5), 0.5);
  EXPECT_EQ(HighestSupportedQuantile(298), 0.95);
  EXPECT_EQ(HighestSupportedQuantile(299), 0.99);
}

// The two-sided table: with one sample fewer, a side of the interval is open.
TEST(IndependentQuantileInterval, IsOpenWithTooFewSamples) {
  for (const auto& [q, fewest] :
       std::vector<std::pair<double, int>>{{0.5, 6}, {0.9, 36}, {0.95, 72}, {0.99, 368}}) {
    for (const int n : {fewest - 1, fewest}) {
      Histogram h;
      for (int i = 1; i <= n; ++i) h.Record(milliseconds(i));
      const Interval interval = IndependentQuantileInterval(h, q, 0.95);
      EXPECT_EQ(interval.high.has_value(), n == fewest) << q << " " << n;
      EXPECT_EQ(interval.unreliable.empty(), n == fewest);
    }
  }
}

// Textbook: for the median of 100 samples at 95 % the order statistics 40 and 61.
TEST(IndependentQuantileInterval, TakesTheTextbooksOrderStatistics) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.Record(milliseconds(i));
  const Interval interval = IndependentQuantileInterval(h, 0.5, 0.95);
  EXPECT_NEAR(*interval.low, 0.040, 0.00005);
  EXPECT_NEAR(*interval.high, 0.061, 0.00007);
}

TEST(QuantileInterval, IsCloseToTheTextbooksForIndependentSamples) {
  const MadeSamples samples = Independent(60, 100);
  const Interval blocks = QuantileInterval(samples.histogram, samples.timeline, 0.95, 0.95);
  const Interval textbook = IndependentQuantileInterval(samples.histogram, 0.95, 0.95);
  EXPECT_EQ(blocks.unreliable, "");
  EXPECT_LT(blocks.deff, 4);
  EXPECT_LT(*blocks.low, 0.955);
  EXPECT_GT(*blocks.high, 0.955);
  EXPECT_LT(*blocks.high - *blocks.low, 2.5 * (*textbook.high - *textbook.low));
}

TEST(QuantileInterval, CoversTheTruthOfIndependentSamplesMostly) {
  int held = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const MadeSamples samples = Independent(30, 40, seed);
    const Interval i = QuantileInterval(samples.histogram, samples.timeline, 0.9, 0.95);
    held += *i.low <= 0.91 && 0.91 <= *i.high ? 1 : 0;
  }
  EXPECT_GE(held, 93);
}

// A slow stretch of time: the textbook is sure of itself, blocks are not.
TEST(QuantileInterval, IsWideAndUnreliableWhenPartsOfTheRunDiffer) {
  Random random(5);
  MadeSamples samples;
  for (std::uint32_t s = 0; s < 60; ++s) {
    const double level = s < 30 ? 100 : 400;
    for (int i = 0; i < 100; ++i) samples.Add(s, level * (1 + 0.1 * Uniform01(random)));
  }
  const Interval blocks = QuantileInterval(samples.histogram, samples.timeline, 0.6, 0.95);
  const Interval textbook = IndependentQuantileInterval(samples.histogram, 0.6, 0.95);
  EXPECT_GT(blocks.deff, 10);
  EXPECT_THAT(blocks.unreliable, HasSubstr("design effect"));
  EXPECT_GT(*blocks.high - *blocks.low, 10 * (*textbook.high - *textbook.low));
}

TEST(QuantileInterval, IsOpenWhereTheSamplesDoNotReach) {
  const MadeSamples samples = Independent(20, 5);
  const Interval interval = QuantileInterval(samples.histogram, samples.timeline, 0.999, 0.95);
  EXPECT_FALSE(interval.high);
  EXPECT_EQ(interval.unreliable, "too few samples");
}

TEST(QuantileInterval, SaysThatAShortRunHasNoBlocks) {
  const MadeSamples samples = Independent(9, 100);
  const Interval interval = QuantileInterval(samples.histogram, samples.timeline, 0.5, 0.95);
  EXPECT_TRUE(interval.low && interval.high);
  EXPECT_THAT(interval.unreliable, HasSubstr("too short"));
}

TEST(QuantileInterval, OfNothingIsOpen) {
  const Interval interval = QuantileInterval(Histogram(), Timeline(), 0.5, 0.95);
  EXPECT_FALSE(interval.low);
  EXPECT_FALSE(interval.high);
}

TEST(QuantileInterval, OfConstantSamplesIsThatConstant) {
  MadeSamples samples;
  for (std::uint32_t s = 0; s < 30; ++s) {
    for (int i = 0; i < 20; ++i) samples.Add(s, 250);
  }
  const Interval interval = QuantileInterval(samples.histogram, samples.timeline, 0.9, 0.95);
  EXPECT_DOUBLE_EQ(*interval.low, 0.25);
  EXPECT_DOUBLE_EQ(*interval.high, 0.25);
}

TEST(MeanInterval, HoldsTheMeanOfIndependentSamples) {
  const MadeSamples samples = Independent(60, 100);
  const Interval interval = MeanInterval(samples.histogram, samples.timeline, 0.95);
  EXPECT_LT(*interval.low, 0.55);
  EXPECT_GT(*interval.high, 0.55);
  // 260 ms / sqrt(6000) * 2.26 = 7.6 ms to each side, or more.
  EXPECT_GT(*interval.high - *interval.low, 0.015);
  EXPECT_LT(*interval.high - *interval.low, 0.060);
}

TEST(ShareInterval, IsWilsonsWhereThereAreNoBlocks) {
  // Wilson's for 10 of 100 at 95 %: 5.52 % to 17.44 % (Newcombe 1998, table I's method 3).
  const Interval interval = ShareInterval({10}, {100}, 0.95);
  EXPECT_NEAR(*interval.low, 0.0552, 0.0001);
  EXPECT_NEAR(*interval.high, 0.1744, 0.0001);
  EXPECT_NE(interval.unreliable, "");
}

TEST(ShareInterval, NeverLeavesNoughtToOne) {
  const std::vector<std::uint32_t> none(20, 0);
  const std::vector<std::uint32_t> all(20, 50);
  const Interval clean = ShareInterval(none, all, 0.95);
  EXPECT_EQ(*clean.low, 0);
  EXPECT_GT(*clean.high, 0);
  EXPECT_LT(*clean.high, 0.01);
  EXPECT_EQ(*ShareInterval(all, all, 0.95).high, 1);
}

TEST(ShareInterval, IsWiderWhenFailuresComeInOneBurst) {
  std::vector<std::uint32_t> whole(100, 50);
  std::vector<std::uint32_t> spread(100, 1);
  std::vector<std::uint32_t> burst(100, 0);
  for (std::size_t s = 40; s < 42; ++s) burst[s] = 50;
  const Interval even = ShareInterval(spread, whole, 0.95);
  const Interval lumped = ShareInterval(burst, whole, 0.95);
  EXPECT_DOUBLE_EQ(even.deff, 1);
  EXPECT_GT(lumped.deff, 10);
  EXPECT_GT(*lumped.high, 2 * *even.high);
}

TEST(RateInterval, HoldsTheRate) {
  std::vector<std::uint32_t> counts;
  Random random(11);
  for (int s = 0; s < 60; ++s) {
    counts.push_back(static_cast<std::uint32_t>(40 + random.Next() % 21));
  }
  const Interval interval = RateInterval(counts, 60, 0.95);
  EXPECT_LT(*interval.low, 50);
  EXPECT_GT(*interval.high, 50);
  EXPECT_LT(*interval.high - *interval.low, 12);
}

}  // namespace
}  // namespace clamor
