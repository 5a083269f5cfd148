// SPDX-License-Identifier: Apache-2.0
// Values of measures window by window.
#include <algorithm>
#include <cmath>
#include <map>

#include "metrics/evaluate.h"
#include "metrics/per_second.h"

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;
using Windows = std::vector<WindowValue>;

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

// Windows from second 0 to the run's end: whole ones, or the one that is the run.
std::vector<WindowValue> Grid(const RunData& run, std::uint32_t length) {
  const auto seconds = static_cast<std::uint32_t>(std::max(0.0, InSeconds(run.counted)));
  if (seconds < length) return {{0, std::max(seconds, 1U), 0}};
  Windows grid;
  for (std::uint32_t begin = 0; begin + length <= seconds; begin += length) {
    grid.push_back({begin, begin + length, 0});
  }
  return grid;
}

double SumOf(const Row& row, const WindowValue& window) {
  double sum = 0;
  for (std::size_t s = window.begin; s < window.end && s < row.size(); ++s) sum += row[s];
  return sum;
}

// Keeps the windows for which `value` gives one.
template <class Value>
Windows Valued(Windows grid, const Value& value) {
  Windows valued;
  for (WindowValue window : grid) {
    if (const std::optional<double> v = value(window)) {
      window.value = *v;
      valued.push_back(window);
    }
  }
  return valued;
}

double ValueOf(const ParsedMeasure& measure, const Timeline::Cell& cell,
               const Histogram& histogram) {
  const auto value = [&] {
    switch (measure.function) {
      case Function::kMean:
        return MeanOf(cell);
      case Function::kMin:
        return QuantileOf(cell, 0);
      case Function::kMax:
        return QuantileOf(cell, 1);
      default:
        return QuantileOf(cell, measure.quantile);
    }
  };
  return InSeconds(std::clamp(value(), histogram.min(), histogram.max()));
}

Windows TrendWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const TrendSeries* series = run.FindTrend(*measure.trend, measure.tags);
  if (series == nullptr) return {};
  const std::uint32_t length = series->timeline.WindowFor(seconds);
  std::map<std::uint32_t, double> values;
  series->timeline.ForEachWindow(seconds, [&](const Timeline::Cell& cell) {
    values[cell.second] = ValueOf(measure, cell, series->histogram);
  });
  return Valued(Grid(run, length), [&](const WindowValue& window) {
    const auto found = values.find(window.begin);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  });
}

Windows ShareWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const SharePerSecond rows = ShareRows(measure, run);
  return Valued(Grid(run, seconds), [&](const WindowValue& window) -> std::optional<double> {
    const double whole = SumOf(rows.whole, window);
    if (whole == 0) return std::nullopt;
    return SumOf(rows.part, window) / whole;
  });
}

Windows CountWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const Row row = CountRow(measure, run);
  const bool rate =
      measure.function == Function::kThroughput || measure.function == Function::kTokenRate;
  return Valued(Grid(run, seconds), [&](const WindowValue& window) -> std::optional<double> {
    return SumOf(row, window) / (rate ? window.end - window.begin : 1);
  });
}

Windows GaugeWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const GaugeSeries* series = run.FindGauge(*measure.gauge);
  if (series == nullptr) return {};
  return Valued(Grid(run, seconds), [&](const WindowValue& window) -> std::optional<double> {
    const std::size_t end = std::min<std::size_t>(window.end, series->per_second.size());
    if (window.begin >= end) return std::nullopt;
    return LevelOf(measure, {series->per_second.begin() + window.begin,
                             series->per_second.begin() + static_cast<std::ptrdiff_t>(end)});
  });
}

Windows WindowsOfOne(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  if (!MeasureOf(measure, run).value) return {};
  switch (measure.function) {
    case Function::kErrorRate:
    case Function::kSuccessRate:
    case Function::kGoodput:
      return ShareWindows(measure, run, seconds);
    case Function::kThroughput:
    case Function::kTokenRate:
    case Function::kFailures:
    case Function::kCounter:
      return CountWindows(measure, run, seconds);
    default:
      return measure.gauge ? GaugeWindows(measure, run, seconds)
                           : TrendWindows(measure, run, seconds);
  }
}

}  // namespace

std::vector<WindowValue> WindowsOf(const ParsedValue& value, const RunData& run,
                                   std::uint32_t seconds) {
  Windows windows = WindowsOfOne(value.measure, run, seconds);
  if (!value.divisor) return windows;
  const Windows divisors = WindowsOfOne(*value.divisor, run, seconds);
  return Valued(windows, [&](const WindowValue& window) -> std::optional<double> {
    const auto divisor = std::find_if(divisors.begin(), divisors.end(), [&](const auto& other) {
      return other.begin == window.begin && other.end == window.end;
    });
    if (divisor == divisors.end() || divisor->value == 0) return std::nullopt;
    return window.value / divisor->value;
  });
}

}  // namespace clamor
