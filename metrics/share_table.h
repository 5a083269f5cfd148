// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: shares of each slice, in all and, where SLAs ask, by the second. A
// share is so many of something that are as they should be, of all of it: goodputs, checks, the
// rates that a suite defined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/second_rows.h"

namespace clamor {

class ShareTable {
 public:
  ShareTable(const SeriesPlan& plan, std::size_t shares);

  void Add(std::size_t share, bool yes, std::uint32_t second, std::span<const SliceId> slices);

  void Merge(const ShareTable& other);

  // The share's series: that of the whole run also when nothing was counted, others only when
  // something was.
  void WriteTo(std::size_t share, const std::string& name, const std::vector<Tags>& slices,
               std::vector<ShareSeries>& out) const;

 private:
  struct Cell {
    std::uint64_t yes = 0;
    std::uint64_t of = 0;
    SecondRow yes_per_second;
    SecondRow of_per_second;
  };

  std::size_t shares_;
  std::vector<bool> by_second_;  // by slice
  std::vector<Cell> cells_;      // by slice, then share
};

}  // namespace clamor
