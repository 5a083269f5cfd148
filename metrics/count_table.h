// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: counters and goodputs of each slice, in all and by the second.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/turn_record.h"

namespace clamor {

class CountTable {
 public:
  // The plan must outlive the table.
  explicit CountTable(const SeriesPlan& plan);

  void Add(Counter counter, std::uint64_t n, std::uint32_t second, std::span<const SliceId> slices);

  // All that a turn adds to counters and goodputs.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  std::uint64_t WholeRun(Counter counter) const {
    return counters_[0].totals[static_cast<std::size_t>(counter)];
  }

  void Merge(const CountTable& other);
  void WriteTo(RunData& run) const;

 private:
  using Row = std::vector<std::uint32_t>;
  struct Counters {
    std::array<std::uint64_t, kCounters> totals{};
    std::array<Row, kCounters> per_second;
  };
  struct Goodput {
    std::uint64_t good = 0;
    std::uint64_t of = 0;
    Row good_per_second;
    Row of_per_second;
  };

  void AddGoodput(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  const SeriesPlan* plan_;
  std::vector<Counters> counters_;  // by slice
  std::vector<Goodput> goodputs_;   // by slice, then goodput
};

}  // namespace clamor
