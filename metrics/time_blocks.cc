// SPDX-License-Identifier: Apache-2.0
// Sums by blocks of time.
#include "metrics/time_blocks.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace clamor {
namespace {

// Calls f(block, cell) for each cell that has samples. False when there are fewer than ten cells.
template <class F>
bool ForEachCellByBlock(const Timeline& timeline, F&& f) {
  const std::uint64_t cells = timeline.EndSecond() / timeline.cell_seconds();
  if (cells < kTimeBlocks) return false;
  timeline.ForEachCell([&](const Timeline::Cell& cell) {
    f(cell.second / timeline.cell_seconds() * kTimeBlocks / cells, cell);
  });
  return true;
}

}  // namespace

double VarianceBetween(const BlockSums& blocks) {
  const double part = std::accumulate(blocks.part.begin(), blocks.part.end(), 0.0);
  const double whole = std::accumulate(blocks.whole.begin(), blocks.whole.end(), 0.0);
  if (whole <= 0) return 0;
  // The residuals' mean is zero by the choice of the ratio.
  double squares = 0;
  for (std::size_t b = 0; b < kTimeBlocks; ++b) {
    const double residual = blocks.part[b] - part / whole * blocks.whole[b];
    squares += residual * residual;
  }
  constexpr double kGroups = kTimeBlocks;
  return kGroups / (kGroups - 1) * squares / (whole * whole);
}

std::optional<BlockSums> SumBlocks(const Timeline& timeline,
                                   const std::function<double(const Timeline::Bucket&)>& part) {
  BlockSums blocks;
  const bool cut = ForEachCellByBlock(timeline, [&](std::size_t block, const auto& cell) {
    for (const Timeline::Bucket& bucket : cell.buckets) {
      blocks.part[block] += part(bucket);
      blocks.whole[block] += bucket.count;
    }
  });
  if (!cut) return std::nullopt;
  return blocks;
}

std::optional<std::array<Timeline::Cell, kTimeBlocks>> CutIntoBlocks(const Timeline& timeline) {
  std::array<Timeline::Cell, kTimeBlocks> blocks;
  std::array<std::map<std::uint16_t, std::uint32_t>, kTimeBlocks> counts;
  const bool cut = ForEachCellByBlock(timeline, [&](std::size_t block, const auto& cell) {
    if (counts[block].empty()) blocks[block].second = cell.second;
    for (const Timeline::Bucket& bucket : cell.buckets) counts[block][bucket.index] += bucket.count;
  });
  if (!cut) return std::nullopt;
  for (std::size_t block = 0; block < kTimeBlocks; ++block) {
    for (const auto& [index, count] : counts[block]) {
      blocks[block].buckets.push_back({index, count});
    }
  }
  return blocks;
}

std::optional<BlockSums> SumBlocks(const std::vector<std::uint32_t>& part,
                                   const std::vector<std::uint32_t>& whole, std::size_t seconds) {
  if (seconds < kTimeBlocks) return std::nullopt;
  BlockSums blocks;
  for (std::size_t s = 0; s < seconds; ++s) {
    const std::size_t block = s * kTimeBlocks / seconds;
    if (s < part.size()) blocks.part[block] += part[s];
    if (s < whole.size()) blocks.whole[block] += whole[s];
  }
  return blocks;
}

}  // namespace clamor
