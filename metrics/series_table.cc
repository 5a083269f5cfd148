// SPDX-License-Identifier: Apache-2.0
#include "metrics/series_table.h"

namespace clamor {
namespace {

bool CountsWhenFailed(Trend trend) {
  return trend == Trend::kFailedResponseTime || trend == Trend::kStartLag ||
         trend == Trend::kGeneratorLag;
}

}  // namespace

void SeriesTable::AddTurn(const TurnRecord& turn, std::uint32_t second,
                          std::span<const SliceId> slices) {
  const bool succeeded = turn.outcome == Outcome::kSuccess;
  for (std::size_t i = 0; i < kTrends; ++i) {
    const auto trend = static_cast<Trend>(i);
    if (trend == Trend::kInterEventGap || trend == Trend::kLongestStall) continue;  // from gaps
    if (succeeded ? trend == Trend::kFailedResponseTime : !CountsWhenFailed(trend)) continue;
    if (const auto value = turn.trends.Get(trend)) Add(trend, *value, second, slices);
  }
  if (!succeeded || turn.gaps.empty()) return;
  table_.Add(static_cast<std::size_t>(Trend::kInterEventGap), turn.gaps, second, slices);
  Add(Trend::kLongestStall, turn.gaps.Longest(), second, slices);
}

const Histogram* SeriesTable::FindWhole(Trend trend) const {
  const SampleSeries* series = table_.Find(0, static_cast<std::size_t>(trend));
  return series == nullptr ? nullptr : &series->histogram;
}

void SeriesTable::WriteSlice(SliceId slice, RunData& run) const {
  for (std::size_t trend = 0; trend < kTrends; ++trend) {
    const SampleSeries* series = table_.Find(slice, trend);
    if (series == nullptr) continue;
    run.trends.push_back(
        {static_cast<Trend>(trend), run.slices[slice], series->histogram, series->timeline});
  }
}

void SeriesTable::MoveTo(RunData& run) {
  table_.TakeEach([&run](std::size_t slice, std::size_t trend, SampleSeries series) {
    run.trends.push_back({static_cast<Trend>(trend), run.slices[slice], std::move(series.histogram),
                          std::move(series.timeline)});
  });
}

}  // namespace clamor
