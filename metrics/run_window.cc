// SPDX-License-Identifier: Apache-2.0
#include "metrics/run_window.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;

struct Window {
  std::uint32_t begin;
  std::uint32_t end;
};

Row Cut(const Row& row, const Window& window) {
  const auto from = std::min<std::size_t>(window.begin, row.size());
  const auto to = std::min<std::size_t>(window.end, row.size());
  return {row.begin() + static_cast<std::ptrdiff_t>(from),
          row.begin() + static_cast<std::ptrdiff_t>(to)};
}

Timeline Cut(const Timeline& timeline, const Window& window) {
  Timeline cut(timeline.cell_seconds());
  timeline.ForEachCell([&](Timeline::Cell cell) {
    if (cell.second < window.begin || cell.second >= window.end) return;
    cell.second -= window.begin;
    cut.AddCell(cell);
  });
  return cut;
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

void AddMeasured(const ParsedMeasure& measure, const RunData& run, const Window& window,
                 RunData& cut) {
  if (measure.trend) {
    const TrendSeries* series = run.FindTrend(*measure.trend, measure.tags);
    if (series == nullptr) return;
    Timeline timeline = Cut(series->timeline, window);
    Histogram histogram = HistogramOf(timeline);
    cut.trends.push_back({series->trend, series->tags, std::move(histogram), std::move(timeline)});
  }
  for (const CounterSeries& series : run.counters) {
    if (series.tags != measure.tags) continue;
    cut.counters.push_back({series.counter, series.tags, 0, Cut(series.per_second, window)});
  }
  for (const GoodputSeries& series : run.goodputs) {
    if (series.tags != measure.tags) continue;
    cut.goodputs.push_back({series.measure, series.tags, 0, 0, Cut(series.good_per_second, window),
                            Cut(series.of_per_second, window)});
  }
}

}  // namespace

RunData CutToWindow(const RunData& run, const ParsedValue& value, std::uint32_t begin,
                    std::uint32_t end) {
  RunData cut;
  cut.slices = run.slices;
  cut.counted = std::chrono::seconds(end - begin);
  AddMeasured(value.measure, run, {begin, end}, cut);
  if (value.divisor) AddMeasured(*value.divisor, run, {begin, end}, cut);
  return cut;
}

}  // namespace clamor
