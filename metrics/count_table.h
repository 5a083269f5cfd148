// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: counters, goodputs and checks of each slice, in all and by the second.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/second_rows.h"
#include "metrics/share_table.h"
#include "metrics/turn_record.h"

namespace clamor {

class CountTable {
 public:
  // The plan must outlive the table.
  explicit CountTable(const SeriesPlan& plan);

  void Add(Counter counter, std::uint64_t n, std::uint32_t second, std::span<const SliceId> slices);

  // All that a turn adds to counters, goodputs and checks.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  std::uint64_t WholeRun(Counter counter) const {
    return counters_[0].totals[static_cast<std::size_t>(counter)];
  }

  void Merge(const CountTable& other);

  void WriteTo(RunData& run) const;

 private:
  struct Counters {
    std::array<std::uint64_t, kCounters> totals{};
    std::array<SecondRow, kCounters> per_second;
  };

  void AddChecks(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  const SeriesPlan* plan_;
  std::vector<Counters> counters_;  // by slice
  ShareTable goodputs_;
  ShareTable checks_;
};

}  // namespace clamor
