// SPDX-License-Identifier: Apache-2.0
#include "metrics/time_blocks.h"

#include <gmock/gmock.h>

#include <chrono>
#include <vector>

namespace clamor {
namespace {

using std::chrono::milliseconds;
using testing::Each;
using testing::ElementsAre;

std::uint16_t Index(int ms) { return Histogram::IndexOf(milliseconds(ms)); }

// So many seconds, the first with one sample, the second with two, and so on.
Timeline Growing(std::uint32_t seconds) {
  Timeline timeline;
  for (std::uint32_t s = 0; s < seconds; ++s) {
    for (std::uint32_t i = 0; i <= s; ++i) timeline.Add(s, Index(10));
  }
  return timeline;
}

std::vector<std::uint64_t> CountsOf(const Timeline& timeline) {
  std::vector<std::uint64_t> counts;
  const auto blocks = CutIntoBlocks(timeline);
  EXPECT_TRUE(blocks);
  if (!blocks) return counts;
  for (const Timeline::Cell& block : *blocks) counts.push_back(block.Count());
  return counts;
}

TEST(TimeBlocks, AreTenOfWholeSeconds) {
  EXPECT_THAT(CountsOf(Growing(10)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_THAT(CountsOf(Growing(20)), ElementsAre(3, 7, 11, 15, 19, 23, 27, 31, 35, 39));
  EXPECT_THAT(CountsOf(Growing(12)), ElementsAre(3, 3, 4, 5, 6, 15, 9, 10, 11, 12));
}

TEST(TimeBlocks, AreNoneOfARunBelowTenSeconds) {
  EXPECT_FALSE(CutIntoBlocks(Growing(9)));
  EXPECT_FALSE(CutIntoBlocks(Timeline()));
}

TEST(TimeBlocks, HoldTheSamplesOfTheirSecondsAloneAndMayBeEmpty) {
  Timeline timeline;
  for (const int ms : {30, 10, 10, 20}) timeline.Add(0, Index(ms));
  timeline.Add(1, Index(10));
  timeline.Add(19, Index(500));
  const auto blocks = CutIntoBlocks(timeline);
  ASSERT_TRUE(blocks);
  const Timeline::Cell& first = blocks->front();
  EXPECT_EQ(first.Count(), 5U);
  ASSERT_EQ(first.buckets.size(), 3U);  // lowest first, equal ones together
  EXPECT_EQ(first.buckets[0].count, 3U);
  EXPECT_NEAR(static_cast<double>(QuantileOf(first, 0.99).count()), 30e6, 30e6 * 0.008);
  EXPECT_EQ(blocks->back().second, 19U);
  for (std::size_t block = 1; block < 9; ++block) EXPECT_TRUE((*blocks)[block].buckets.empty());
}

TEST(TimeBlocks, AreTheSameThatSumsAreTakenOf) {
  const Timeline timeline = Growing(37);
  const auto sums = SumBlocks(timeline, [](const Timeline::Bucket&) { return 0.0; });
  ASSERT_TRUE(sums);
  const std::vector<std::uint64_t> counts = CountsOf(timeline);
  EXPECT_THAT(std::vector<double>(counts.begin(), counts.end()),
              testing::ElementsAreArray(sums->whole));
  EXPECT_THAT(sums->part, Each(0));
}

TEST(TimeBlocks, AreCutBetweenTheCellsOfACoarserTimeline) {
  Timeline timeline(2);
  for (std::uint32_t second = 0; second < 20; second += 2) {
    timeline.AddCell({second, {{100, 7}}});
  }
  EXPECT_THAT(CountsOf(timeline), Each(7));
}

}  // namespace
}  // namespace clamor
