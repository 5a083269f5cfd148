// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: the distributions of turns and conversations by slice and trend.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <utility>

#include "metrics/run_data.h"
#include "metrics/sample_table.h"
#include "metrics/turn_record.h"

namespace clamor {

class SeriesTable {
 public:
  explicit SeriesTable(std::size_t slices) : table_(slices, kTrends) {}

  void Add(Trend trend, std::chrono::nanoseconds value, std::uint32_t second,
           std::span<const SliceId> slices) {
    table_.Add(static_cast<std::size_t>(trend), value, second, slices);
  }

  // What an ended turn's outcome lets into the histograms: a successful turn's durations and gaps;
  // of a failed one only its own duration and the generator's lags.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  // Of the whole run; null when it has no sample.
  const Histogram* FindWhole(Trend trend) const;

  void Merge(const SeriesTable& other) { table_.Merge(other.table_); }
  void Merge(SeriesTable&& other) { table_.Merge(std::move(other.table_)); }

  void WriteSlice(SliceId slice, RunData& run) const;
  void MoveTo(RunData& run);

 private:
  SampleTable table_;
};

}  // namespace clamor
