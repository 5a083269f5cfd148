// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: rows of counts by the second, which grow once a second.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace clamor {

using SecondRow = std::vector<std::uint32_t>;

inline void CountAt(SecondRow& row, std::size_t second, std::uint64_t n) {
  if (row.size() <= second) row.resize(second + 1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  row[second] = static_cast<std::uint32_t>(std::min(row[second] + n, kMost));
}

inline void AddRow(SecondRow& into, const SecondRow& from) {
  for (std::size_t s = 0; s < from.size(); ++s) CountAt(into, s, from[s]);
}

}  // namespace clamor
