// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: what a suite's own metrics come to, by slice.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/run_data.h"
#include "metrics/sample_table.h"
#include "metrics/share_table.h"
#include "metrics/turn_record.h"

namespace clamor {

class DefinedTable {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // The plan must outlive the table.
  explicit DefinedTable(const SeriesPlan& plan);

  // What hooks measured of the turn. A sample that is no number (NaN, infinity) is left out.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  void Merge(const DefinedTable& other);
  void Merge(DefinedTable&& other);  // leaves the other without its memory

  // Trends of these slices only, everything else.
  void WriteTo(RunData& run, std::span<const SliceId> slices) const;
  void MoveTo(RunData& run);

 private:
  // A second's sum, or its last sample and when that was taken.
  struct Level {
    std::uint32_t second;
    double value;
    Time at;
  };
  struct Levels {
    double sum = 0;
    std::vector<Level> per_second;  // by second, those without samples left out
  };

  Levels& LevelsAt(std::size_t slice, std::size_t metric) {
    return levels_[slice * plan_->defined.size() + metric];
  }
  void AddLevel(const DefinedSample& sample, std::uint32_t second, Time at,
                std::span<const SliceId> slices);
  void MergeLevels(const DefinedTable& other);
  void WriteRest(RunData& run) const;

  const SeriesPlan* plan_;
  SampleTable trends_;
  std::vector<Levels> levels_;  // of counters and gauges; by slice, then metric
  ShareTable rates_;
};

}  // namespace clamor
