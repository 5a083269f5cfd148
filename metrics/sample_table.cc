// SPDX-License-Identifier: Apache-2.0
#include "metrics/sample_table.h"

namespace clamor {
namespace {

void MergeSeries(SampleSeries& into, const SampleSeries& from) {
  into.histogram.Merge(from.histogram);
  into.timeline.Merge(from.timeline);
}

}  // namespace

SampleSeries& SampleTable::At(SliceId slice, std::size_t metric) {
  auto& place = series_[slice * metrics_ + metric];
  if (!place) place = std::make_unique<SampleSeries>();
  return *place;
}

void SampleTable::Add(std::size_t metric, std::chrono::nanoseconds value, std::uint32_t second,
                      std::span<const SliceId> slices) {
  for (const SliceId slice : slices) {
    SampleSeries& into = At(slice, metric);
    into.histogram.Record(value);
    into.timeline.Add(second, Histogram::IndexOf(value));
  }
}

void SampleTable::Add(std::size_t metric, const PendingSamples& samples, std::uint32_t second,
                      std::span<const SliceId> slices) {
  for (const SliceId slice : slices) {
    SampleSeries& into = At(slice, metric);
    samples.AddTo(into.histogram);
    into.timeline.Add(second, samples.indexes());
  }
}

void SampleTable::Merge(const SampleTable& other) {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (!other.series_[i]) continue;
    if (!series_[i]) series_[i] = std::make_unique<SampleSeries>();
    MergeSeries(*series_[i], *other.series_[i]);
  }
}

void SampleTable::Merge(SampleTable&& other) {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    std::unique_ptr<SampleSeries> theirs = std::move(other.series_[i]);
    if (!series_[i]) {
      series_[i] = std::move(theirs);
    } else if (theirs) {
      MergeSeries(*series_[i], *theirs);
    }
  }
}

}  // namespace clamor
