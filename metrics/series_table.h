// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: a histogram and a timeline for each slice and trend that has samples.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "metrics/pending_samples.h"
#include "metrics/run_data.h"
#include "metrics/turn_record.h"

namespace clamor {

class SeriesTable {
 public:
  explicit SeriesTable(std::size_t slices) : series_(slices * kTrends) {}

  void Add(Trend trend, std::chrono::nanoseconds value, std::uint32_t second,
           std::span<const SliceId> slices);

  // What an ended turn's outcome lets into the histograms: a successful turn's durations and gaps;
  // of a failed one only its own duration and the generator's lags.
  void AddTurn(const TurnRecord& turn, std::uint32_t second, std::span<const SliceId> slices);

  // Of the whole run; null when it has no sample.
  const Histogram* FindWhole(Trend trend) const;

  void Merge(const SeriesTable& other);
  void Merge(SeriesTable&& other);  // leaves the other without its memory

  void WriteTo(RunData& run) const;
  void WriteSlice(SliceId slice, RunData& run) const;
  void MoveTo(RunData& run);

 private:
  struct Series {
    Histogram histogram;
    Timeline timeline;
    void Merge(const Series& other);
  };

  Series& At(SliceId slice, Trend trend);
  void AddGaps(const PendingSamples& gaps, std::uint32_t second, std::span<const SliceId> slices);

  std::vector<std::unique_ptr<Series>> series_;  // by slice, then trend
};

}  // namespace clamor
