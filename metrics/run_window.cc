// SPDX-License-Identifier: Apache-2.0
#include "metrics/run_window.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "metrics/measured_series.h"

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;

struct Window {
  std::uint32_t begin;
  std::uint32_t end;
};

Row Cut(const Row& row, const Window& window) { return CutRow(row, window.begin, window.end); }

Timeline Cut(const Timeline& timeline, const Window& window) {
  return CutTimeline(timeline, window.begin, window.end);
}

// Every sample in the middle of its coarse bucket, as QuantileOf takes it.
Histogram HistogramOf(const Timeline& timeline) {
  Histogram histogram;
  timeline.ForEachCell([&histogram](const Timeline::Cell& cell) {
    for (const Timeline::Bucket& bucket : cell.buckets) {
      const auto edges = TimelineEdges(bucket.index);
      const auto middle = (edges.low + edges.high) / 2;
      const int index = (bucket.index << kTimelineShift) + (1 << (kTimelineShift - 1));
      histogram.AddBucket(static_cast<std::uint16_t>(index), bucket.count);
      histogram.Restore(bucket.count, middle * bucket.count, middle, middle);
    }
  });
  return histogram;
}

void CutShares(const std::vector<ShareSeries>& shares, const Tags& tags, const Window& window,
               std::vector<ShareSeries>& cut) {
  for (const ShareSeries& series : shares) {
    if (series.tags != tags) continue;
    cut.push_back({series.name, series.tags, 0, 0, Cut(series.yes_per_second, window),
                   Cut(series.of_per_second, window)});
  }
}

void AddMeasured(const ParsedMeasure& measure, const RunData& run, const Window& window,
                 RunData& cut) {
  if (measure.trend || (measure.defined && measure.defined->kind == SampleKind::kTrend)) {
    const auto distribution = DistributionOf(measure, run);
    if (!distribution) return;
    Timeline timeline = Cut(distribution->timeline, window);
    Histogram histogram = HistogramOf(timeline);
    if (measure.trend) {
      cut.trends.push_back(
          {*measure.trend, measure.tags, std::move(histogram), std::move(timeline)});
    } else {
      cut.defined_trends.push_back(
          {measure.defined->name, measure.tags, std::move(histogram), std::move(timeline)});
    }
  }
  for (const CounterSeries& series : run.counters) {
    if (series.tags != measure.tags) continue;
    cut.counters.push_back({series.counter, series.tags, 0, Cut(series.per_second, window)});
  }
  CutShares(run.goodputs, measure.tags, window, cut.goodputs);
  CutShares(run.check_rates, measure.tags, window, cut.check_rates);
  CutShares(run.defined_rates, measure.tags, window, cut.defined_rates);
}

}  // namespace

Row CutRow(const Row& row, std::uint32_t begin, std::uint32_t end) {
  const auto from = std::min<std::size_t>(begin, row.size());
  const auto to = std::clamp<std::size_t>(end, from, row.size());
  return {row.begin() + static_cast<std::ptrdiff_t>(from),
          row.begin() + static_cast<std::ptrdiff_t>(to)};
}

Timeline CutTimeline(const Timeline& timeline, std::uint32_t begin, std::uint32_t end) {
  Timeline cut(timeline.cell_seconds());
  timeline.ForEachCell([&](Timeline::Cell cell) {
    if (cell.second < begin || cell.second >= end) return;
    cell.second -= begin;
    cut.AddCell(cell);
  });
  return cut;
}

RunData CutToWindow(const RunData& run, const ParsedValue& value, std::uint32_t begin,
                    std::uint32_t end) {
  RunData cut;
  cut.slices = run.slices;
  cut.checks = run.checks;
  cut.counted = std::chrono::seconds(end - begin);
  AddMeasured(value.measure, run, {begin, end}, cut);
  if (value.divisor) AddMeasured(*value.divisor, run, {begin, end}, cut);
  return cut;
}

}  // namespace clamor
