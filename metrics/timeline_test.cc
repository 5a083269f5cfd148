// SPDX-License-Identifier: Apache-2.0
#include "metrics/timeline.h"

#include <gmock/gmock.h>

#include <map>
#include <utility>
#include <vector>

#include "base/random.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::Pair;

std::uint16_t IndexOfMs(int ms) { return Histogram::IndexOf(milliseconds(ms)); }

std::vector<std::pair<std::uint32_t, std::uint64_t>> CountsBySecond(const Timeline& timeline) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> counts;
  timeline.ForEachCell([&](const auto& cell) { counts.emplace_back(cell.second, cell.Count()); });
  return counts;
}

TEST(Timeline, CountsSamplesInTheirSecond) {
  Timeline timeline;
  timeline.Add(0, IndexOfMs(10));
  timeline.Add(0, IndexOfMs(20));
  timeline.Add(3, IndexOfMs(10));
  EXPECT_THAT(CountsBySecond(timeline), ElementsAre(Pair(0, 2), Pair(3, 1)));
  EXPECT_EQ(timeline.EndSecond(), 4U);
}

TEST(Timeline, CountsALateSampleInItsOwnSecond) {
  Timeline timeline;
  timeline.Add(5, IndexOfMs(10));
  timeline.Add(6, IndexOfMs(10));
  timeline.Add(5, IndexOfMs(11));
  timeline.Add(2, IndexOfMs(10));
  timeline.Add(6, IndexOfMs(10));
  timeline.Add(5, IndexOfMs(10));
  EXPECT_THAT(CountsBySecond(timeline), ElementsAre(Pair(2, 1), Pair(5, 3), Pair(6, 2)));
}

TEST(Timeline, ReadsQuantilesWithinOnePercent) {
  Timeline timeline;
  for (int ms = 1; ms <= 100; ++ms) timeline.Add(1, IndexOfMs(ms));
  timeline.ForEachCell([](const auto& cell) {
    EXPECT_NEAR(static_cast<double>(QuantileOf(cell, 0.95).count()), 95e6, 95e6 * 0.008);
    EXPECT_NEAR(static_cast<double>(MeanOf(cell).count()), 50.5e6, 50.5e6 * 0.008);
  });
}

TEST(Timeline, CountsManySamplesOfASecondAsItDoesFew) {
  Timeline few;
  Timeline many;
  for (int i = 0; i < 1000; ++i) {
    few.Add(static_cast<std::uint32_t>(i / 100), IndexOfMs(i % 50 + 1));
    many.Add(0, IndexOfMs(i % 50 + 1));
  }
  Timeline::Cell sum;
  few.ForEachWindow(10, [&sum](const auto& cell) { sum = cell; });
  many.ForEachCell([&sum](const auto& cell) {
    ASSERT_EQ(cell.buckets.size(), sum.buckets.size());
    for (std::size_t i = 0; i < cell.buckets.size(); ++i) {
      EXPECT_EQ(cell.buckets[i].index, sum.buckets[i].index);
      EXPECT_EQ(cell.buckets[i].count, sum.buckets[i].count);
    }
  });
}

TEST(Timeline, SumsSecondsToWindows) {
  Timeline timeline;
  for (const std::uint32_t second : {0U, 9U, 10U, 35U}) timeline.Add(second, IndexOfMs(10));
  std::vector<std::pair<std::uint32_t, std::uint64_t>> windows;
  timeline.ForEachWindow(
      10, [&](const auto& cell) { windows.emplace_back(cell.second, cell.Count()); });
  EXPECT_THAT(windows, ElementsAre(Pair(0, 2), Pair(10, 1), Pair(30, 1)));
}

TEST(Timeline, MakesWindowsOfWholeCells) {
  const Timeline timeline(10);
  EXPECT_EQ(timeline.WindowFor(5), 10U);
  EXPECT_EQ(timeline.WindowFor(30), 30U);
  EXPECT_EQ(timeline.WindowFor(31), 40U);
}

TEST(Timeline, IsTheSameMergedAsRecordedAtOnce) {
  Random random(3);
  Timeline whole;
  Timeline a;
  Timeline b;
  for (std::uint32_t second = 0; second < 30; ++second) {
    for (int i = 0; i < 50; ++i) {
      const auto ms = static_cast<int>(random.Next() % 500 + 1);
      whole.Add(second, IndexOfMs(ms));
      ((random.Next() & 1) != 0 ? a : b).Add(second, IndexOfMs(ms));
    }
  }
  a.Merge(b);
  using Row = std::vector<std::pair<int, std::uint32_t>>;
  const auto rows = [](const Timeline& timeline) {
    std::map<std::uint32_t, Row> all;
    timeline.ForEachCell([&all](const auto& cell) {
      for (const auto& bucket : cell.buckets) {
        all[cell.second].emplace_back(bucket.index, bucket.count);
      }
    });
    return all;
  };
  EXPECT_EQ(rows(a), rows(whole));
}

TEST(Timeline, ShiftsAShardThatBeganLater) {
  Timeline into;
  into.Add(0, IndexOfMs(10));
  into.Add(5, IndexOfMs(10));
  Timeline later;
  later.Add(0, IndexOfMs(10));
  into.Merge(later, 5);
  EXPECT_THAT(CountsBySecond(into), ElementsAre(Pair(0, 1), Pair(5, 2)));
}

TEST(Timeline, TakesTheLongerCellsOfTheTwoItMerges) {
  Timeline fine;
  fine.Add(3, IndexOfMs(10));
  fine.Add(12, IndexOfMs(10));
  Timeline coarse(10);
  coarse.AddCell({10, {{7, 4}}});
  fine.Merge(coarse);
  EXPECT_EQ(fine.cell_seconds(), 10U);
  EXPECT_THAT(CountsBySecond(fine), ElementsAre(Pair(0, 1), Pair(10, 5)));
}

}  // namespace
}  // namespace clamor
