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
  if (seconds < length) return {{0, std::max(seconds, 1U)}};
  Windows grid;
  for (std::uint32_t begin = 0; begin + length <= seconds; begin += length) {
    grid.push_back({begin, begin + length});
  }
  return grid;
}

double SumOf(const Row& row, const WindowValue& window) {
  double sum = 0;
  for (std::size_t s = window.begin; s < window.end && s < row.size(); ++s) sum += row[s];
  return sum;
}

// Keeps the windows for which `set` finds a value.
template <class Set>
Windows Valued(const Windows& grid, const Set& set) {
  Windows valued;
  for (WindowValue window : grid) {
    if (set(window)) valued.push_back(window);
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
  std::map<std::uint32_t, WindowValue> values;
  series->timeline.ForEachWindow(seconds, [&](const Timeline::Cell& cell) {
    values[cell.second] = {0, 0, ValueOf(measure, cell, series->histogram), cell.Count()};
  });
  return Valued(Grid(run, length), [&](WindowValue& window) {
    const auto found = values.find(window.begin);
    if (found == values.end()) return false;
    window.value = found->second.value;
    window.samples = found->second.samples;
    return true;
  });
}

Windows ShareWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const SharePerSecond rows = ShareRows(measure, run);
  return Valued(Grid(run, seconds), [&](WindowValue& window) {
    const double whole = SumOf(rows.whole, window);
    if (whole == 0) return false;
    window.value = SumOf(rows.part, window) / whole;
    window.samples = static_cast<std::uint64_t>(whole);
    return true;
  });
}

Windows CountWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const Row row = CountRow(measure, run);
  const bool rate =
      measure.function == Function::kThroughput || measure.function == Function::kTokenRate;
  return Valued(Grid(run, seconds), [&](WindowValue& window) {
    window.value = SumOf(row, window) / (rate ? window.end - window.begin : 1);
    return true;
  });
}

Windows GaugeWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const GaugeSeries* series = run.FindGauge(*measure.gauge);
  if (series == nullptr) return {};
  return Valued(Grid(run, seconds), [&](WindowValue& window) {
    const std::size_t end = std::min<std::size_t>(window.end, series->per_second.size());
    if (window.begin >= end) return false;
    window.value =
        LevelOf(measure, {series->per_second.begin() + window.begin,
                          series->per_second.begin() + static_cast<std::ptrdiff_t>(end)});
    return true;
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
  return Valued(windows, [&](WindowValue& window) {
    const auto divisor = std::find_if(divisors.begin(), divisors.end(), [&](const auto& other) {
      return other.begin == window.begin && other.end == window.end;
    });
    if (divisor == divisors.end() || divisor->value == 0) return false;
    window.value /= divisor->value;
    window.samples = std::min(window.samples, divisor->samples);
    return true;
  });
}

}  // namespace clamor
