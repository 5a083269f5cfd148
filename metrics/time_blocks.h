// SPDX-License-Identifier: Apache-2.0
// A run cut into ten blocks of time of whole seconds, to tell how much its parts differ.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "metrics/timeline.h"

namespace clamor {

inline constexpr std::size_t kTimeBlocks = 10;

// A pair of sums for each block, of which the ratio is asked.
struct BlockSums {
  std::array<double, kTimeBlocks> part{};
  std::array<double, kTimeBlocks> whole{};
};

// The variance of sum(part) / sum(whole) between blocks: G / (G - 1) * sum (e - mean e)^2 / (sum
// whole)^2 with e = part - ratio * whole.
double VarianceBetween(const BlockSums& blocks);

// Sums each block of a timeline by what `part` makes of a bucket; `whole` is the number of samples.
// None when the timeline has fewer than ten cells.
std::optional<BlockSums> SumBlocks(const Timeline& timeline,
                                   const std::function<double(const Timeline::Bucket&)>& part);

// The samples of each block as one cell, which may be empty; `second` is the first that has a
// sample. None when the timeline has fewer than ten cells.
std::optional<std::array<Timeline::Cell, kTimeBlocks>> CutIntoBlocks(const Timeline& timeline);

// Sums counts per second over `seconds`; none when those are fewer than ten.
std::optional<BlockSums> SumBlocks(const std::vector<std::uint32_t>& part,
                                   const std::vector<std::uint32_t>& whole, std::size_t seconds);

}  // namespace clamor
