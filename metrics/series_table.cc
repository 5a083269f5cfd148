// SPDX-License-Identifier: Apache-2.0
// SeriesTable: most pairs of slice and trend never have a sample, so a series is made with its
// first.
#include "metrics/series_table.h"

#include <utility>

namespace clamor {
namespace {

bool CountsWhenFailed(Trend trend) {
  return trend == Trend::kFailedResponseTime || trend == Trend::kStartLag ||
         trend == Trend::kGeneratorLag;
}

}  // namespace

void SeriesTable::Series::Merge(const Series& other) {
  histogram.Merge(other.histogram);
  timeline.Merge(other.timeline);
}

SeriesTable::Series& SeriesTable::At(SliceId slice, Trend trend) {
  auto& place = series_[slice * kTrends + static_cast<std::size_t>(trend)];
  if (!place) place = std::make_unique<Series>();
  return *place;
}

void SeriesTable::Add(Trend trend, std::chrono::nanoseconds value, std::uint32_t second,
                      std::span<const SliceId> slices) {
  for (const SliceId slice : slices) {
    Series& into = At(slice, trend);
    into.histogram.Record(value);
    into.timeline.Add(second, Histogram::IndexOf(value));
  }
}

void SeriesTable::AddTurn(const TurnRecord& turn, std::uint32_t second,
                          std::span<const SliceId> slices) {
  const bool succeeded = turn.outcome == Outcome::kSuccess;
  for (std::size_t i = 0; i < kTrends; ++i) {
    const auto trend = static_cast<Trend>(i);
    if (trend == Trend::kInterEventGap || trend == Trend::kLongestStall) continue;  // AddGaps
    if (succeeded ? trend == Trend::kFailedResponseTime : !CountsWhenFailed(trend)) continue;
    if (const auto value = turn.trends.Get(trend)) Add(trend, *value, second, slices);
  }
  if (succeeded) AddGaps(turn.gaps, second, slices);
}

void SeriesTable::AddGaps(const PendingSamples& gaps, std::uint32_t second,
                          std::span<const SliceId> slices) {
  if (gaps.empty()) return;
  for (const SliceId slice : slices) {
    Series& into = At(slice, Trend::kInterEventGap);
    gaps.AddTo(into.histogram);
    into.timeline.Add(second, gaps.indexes());
  }
  Add(Trend::kLongestStall, gaps.Longest(), second, slices);
}

const Histogram* SeriesTable::FindWhole(Trend trend) const {
  const auto& series = series_[static_cast<std::size_t>(trend)];
  return series ? &series->histogram : nullptr;
}

void SeriesTable::Merge(const SeriesTable& other) {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (!other.series_[i]) continue;
    if (!series_[i]) series_[i] = std::make_unique<Series>();
    series_[i]->Merge(*other.series_[i]);
  }
}

void SeriesTable::Merge(SeriesTable&& other) {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    std::unique_ptr<Series> theirs = std::move(other.series_[i]);
    if (!series_[i]) {
      series_[i] = std::move(theirs);
    } else if (theirs) {
      series_[i]->Merge(*theirs);
    }
  }
}

void SeriesTable::WriteTo(RunData& run) const {
  const auto slices = static_cast<SliceId>(series_.size() / kTrends);
  for (SliceId slice = 0; slice < slices; ++slice) WriteSlice(slice, run);
}

void SeriesTable::WriteSlice(SliceId slice, RunData& run) const {
  for (std::size_t trend = 0; trend < kTrends; ++trend) {
    const auto& series = series_[slice * kTrends + trend];
    if (!series) continue;
    run.trends.push_back(
        {static_cast<Trend>(trend), run.slices[slice], series->histogram, series->timeline});
  }
}

void SeriesTable::MoveTo(RunData& run) {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    const std::unique_ptr<Series> series = std::move(series_[i]);
    if (!series) continue;
    run.trends.push_back({static_cast<Trend>(i % kTrends), run.slices[i / kTrends],
                          std::move(series->histogram), std::move(series->timeline)});
  }
}

}  // namespace clamor
