// SPDX-License-Identifier: Apache-2.0
// Internal to the recorder: a histogram and a timeline for each slice and metric that has samples.
// Most pairs never have one, so a series is made with its first.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "metrics/histogram.h"
#include "metrics/pending_samples.h"
#include "metrics/series_plan.h"
#include "metrics/timeline.h"

namespace clamor {

struct SampleSeries {
  Histogram histogram;
  Timeline timeline;
};

class SampleTable {
 public:
  SampleTable(std::size_t slices, std::size_t metrics)
      : metrics_(metrics), series_(slices * metrics) {}

  void Add(std::size_t metric, std::chrono::nanoseconds value, std::uint32_t second,
           std::span<const SliceId> slices);
  void Add(std::size_t metric, const PendingSamples& samples, std::uint32_t second,
           std::span<const SliceId> slices);

  // Null when it has no sample.
  const SampleSeries* Find(SliceId slice, std::size_t metric) const {
    return series_[slice * metrics_ + metric].get();
  }

  void Merge(const SampleTable& other);
  void Merge(SampleTable&& other);  // leaves the other without its memory

  // Calls f(slice, metric, series) for each series, giving it away.
  template <class F>
  void TakeEach(F&& f) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const std::unique_ptr<SampleSeries> series = std::move(series_[i]);
      if (series) f(i / metrics_, i % metrics_, std::move(*series));
    }
  }

 private:
  SampleSeries& At(SliceId slice, std::size_t metric);

  std::size_t metrics_;
  std::vector<std::unique_ptr<SampleSeries>> series_;  // by slice, then metric
};

}  // namespace clamor
