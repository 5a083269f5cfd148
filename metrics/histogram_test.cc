// SPDX-License-Identifier: Apache-2.0
#include "metrics/histogram.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "base/random.h"

namespace clamor {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram empty;
  EXPECT_TRUE(empty.empty());
  EXPECT_EQ(empty.Quantile(0.5), nanoseconds(0));
  EXPECT_EQ(empty.min(), nanoseconds(0));
  EXPECT_EQ(empty.max(), nanoseconds(0));
  EXPECT_EQ(empty.Mean(), nanoseconds(0));
}

TEST(Histogram, PutsEachValueBetweenTheEdgesOfItsBucket) {
  for (std::int64_t ns = Histogram::kLowest.count(); ns < Histogram::kHighest.count();
       ns += 1 + ns / 777) {
    const nanoseconds value(ns);
    const auto edges = Histogram::EdgesOf(Histogram::IndexOf(value));
    ASSERT_LE(edges.low, value);
    ASSERT_GT(edges.high, value);
    ASSERT_LE(static_cast<double>((edges.high - edges.low).count()),
              std::max(1.0, static_cast<double>(ns) * 0.001));
  }
}

TEST(Histogram, NumbersItsBucketsInTheOrderOfTheirValues) {
  const int first = Histogram::IndexOf(Histogram::kLowest);
  const int last = Histogram::IndexOf(Histogram::kHighest);
  for (int i = first + 1; i <= last; ++i) {
    const auto below = Histogram::EdgesOf(static_cast<std::uint16_t>(i - 1));
    const auto edges = Histogram::EdgesOf(static_cast<std::uint16_t>(i));
    ASSERT_EQ(below.high, edges.low) << i;
  }
}

TEST(Histogram, KeepsExactExtremesOfWhatItsBucketsCannotHold) {
  Histogram h;
  h.Record(nanoseconds(3));
  h.Record(hours(5));
  EXPECT_EQ(h.min(), nanoseconds(3));
  EXPECT_EQ(h.max(), hours(5));
  EXPECT_EQ(h.sum(), hours(5) + nanoseconds(3));
  EXPECT_EQ(h.count(), 2U);
  EXPECT_EQ(h.CountAtOrBelow(microseconds(1)), 1U);
}

TEST(Histogram, GivesNoQuantileAboveTheLargestOrBelowTheLeast) {
  Histogram h;
  h.Record(microseconds(1001));
  for (const double q : {0.0, 0.5, 0.999, 1.0}) EXPECT_EQ(h.Quantile(q), microseconds(1001)) << q;
}

TEST(Histogram, TakesTheLeastValueThatAShareDoesNotExceed) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.Record(milliseconds(i));
  // 0.07 * 100 is a little above 7 in floating point; the seventh value is meant.
  EXPECT_NEAR(static_cast<double>(h.Quantile(0.07).count()), 7e6, 7e3);
  EXPECT_NEAR(static_cast<double>(h.Quantile(0.95).count()), 95e6, 95e3);
  EXPECT_EQ(h.Quantile(1), milliseconds(100));
}

TEST(Histogram, CountsWhatLiesAtOrBelowAValue) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.Record(milliseconds(i));
  EXPECT_EQ(h.CountAtOrBelow(milliseconds(40)), 40U);
  EXPECT_EQ(h.CountAtOrBelow(nanoseconds(1)), 0U);
  EXPECT_EQ(h.CountAtOrBelow(hours(2)), 100U);
}

TEST(Histogram, IsTheSameMergedAsRecordedAtOnce) {
  Random random(7);
  Histogram whole;
  Histogram a;
  Histogram b;
  for (int i = 0; i < 20'000; ++i) {
    const nanoseconds value(static_cast<std::int64_t>(random.Next() >> (random.Next() % 40 + 22)));
    whole.Record(value);
    (i % 3 == 0 ? a : b).Record(value);
  }
  a.Merge(b);
  a.Merge(Histogram());
  EXPECT_EQ(a.count(), whole.count());
  EXPECT_EQ(a.sum(), whole.sum());
  EXPECT_EQ(a.min(), whole.min());
  EXPECT_EQ(a.max(), whole.max());
  std::vector<std::pair<int, std::uint64_t>> merged;
  std::vector<std::pair<int, std::uint64_t>> expected;
  a.ForEachBucket([&](const auto& bucket) { merged.emplace_back(bucket.index, bucket.count); });
  whole.ForEachBucket(
      [&](const auto& bucket) { expected.emplace_back(bucket.index, bucket.count); });
  EXPECT_EQ(merged, expected);
}

// Against the exact answer: a sorted log-normal million around 100 ms.
TEST(Histogram, ReadsEveryPercentileOfAMillionWithinATenthOfAPercent) {
  Random random(20'240'601);
  std::vector<std::int64_t> exact;
  Histogram h;
  for (int i = 0; i < 500'000; ++i) {
    // Box and Muller, 1958: the standard's distributions differ between libraries.
    const double radius =
        std::sqrt(-2 * std::log(1 - static_cast<double>(random.Next() >> 11) * 0x1p-53));
    const double angle = 6.283185307179586 * static_cast<double>(random.Next() >> 11) * 0x1p-53;
    for (const double normal : {radius * std::cos(angle), radius * std::sin(angle)}) {
      const nanoseconds value(std::llround(100e6 * std::exp(0.8 * normal)));
      exact.push_back(value.count());
      h.Record(value);
    }
  }
  std::sort(exact.begin(), exact.end());
  for (const double q : {0.001, 0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * 1e6 - 1e-6));
    const auto truth = static_cast<double>(exact[rank - 1]);
    EXPECT_NEAR(static_cast<double>(h.Quantile(q).count()), truth, truth * 0.001) << q;
    const auto edges = h.QuantileEdges(q);
    EXPECT_LE(static_cast<double>(edges.low.count()), truth);
    EXPECT_GE(static_cast<double>(edges.high.count()), truth);
  }
}

}  // namespace
}  // namespace clamor
