// SPDX-License-Identifier: Apache-2.0
// Values of measures window by window.
#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

#include "metrics/evaluate.h"
#include "metrics/measured_series.h"
#include "metrics/per_second.h"

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;
using Windows = std::vector<WindowValue>;

double InSeconds(std::chrono::nanoseconds value) {
  return std::chrono::duration<double>(value).count();
}

// Windows from second 0 to the run's end: whole ones, or the one that is the run. Of a scenario
// those within its time, or the parts of them that are.
Windows Grid(const ParsedMeasure& measure, const RunData& run, std::uint32_t length) {
  const auto seconds = static_cast<std::uint32_t>(std::max(0.0, InSeconds(run.counted)));
  if (seconds < length) return {{0, std::max(seconds, 1U)}};
  const Stretch time = CountedTimeOf(measure.tags, run);
  const auto from = static_cast<std::uint32_t>(std::ceil(time.begin));
  const auto to = std::min(seconds, static_cast<std::uint32_t>(time.end));
  Windows whole;
  Windows parts;
  for (std::uint32_t begin = 0; begin + length <= seconds; begin += length) {
    const std::uint32_t end = begin + length;
    if (from <= begin && end <= to) {
      whole.push_back({begin, end});
    } else if (begin < to && from < end) {
      parts.push_back({std::max(from, begin), std::min(to, end)});
    }
  }
  return whole.empty() ? parts : whole;
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
               const Distribution& distribution) {
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
  const Histogram& histogram = distribution.histogram;
  return InSeconds(std::clamp(value(), histogram.min(), histogram.max())) * distribution.scale;
}

Windows TrendWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const auto distribution = DistributionOf(measure, run);
  if (!distribution) return {};
  const std::uint32_t length = distribution->timeline.WindowFor(seconds);
  std::map<std::uint32_t, WindowValue> values;
  distribution->timeline.ForEachWindow(seconds, [&](const Timeline::Cell& cell) {
    values[cell.second] = {0, 0, ValueOf(measure, cell, *distribution), cell.Count()};
  });
  return Valued(Grid(measure, run, length), [&](WindowValue& window) {
    const auto found = values.find(window.begin / length * length);
    if (found == values.end()) return false;
    window.value = found->second.value;
    window.samples = found->second.samples;
    return true;
  });
}

Windows ShareWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const SharePerSecond rows = ShareRows(measure, run);
  if (rows.whole.empty()) {
    throw std::invalid_argument(measure.ToString() +
                                ": this run did not keep it by the second, expected it to be "
                                "promised before the run, or without \"over\"");
  }
  return Valued(Grid(measure, run, seconds), [&](WindowValue& window) {
    const double whole = SumOf(rows.whole, window);
    if (whole == 0) return false;
    window.value = SumOf(rows.part, window) / whole;
    window.samples = static_cast<std::uint64_t>(whole);
    return true;
  });
}

Windows CountWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const Row row = CountRow(measure, run);
  const bool rate = measure.function == Function::kComputed;
  return Valued(Grid(measure, run, seconds), [&](WindowValue& window) {
    window.value = SumOf(row, window) / (rate ? window.end - window.begin : 1);
    return true;
  });
}

Windows LevelWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const std::vector<SecondValue> samples = LevelsOf(measure, run);
  return Valued(Grid(measure, run, seconds), [&](WindowValue& window) {
    std::vector<double> levels;
    for (const SecondValue& sample : samples) {
      if (window.begin <= sample.second && sample.second < window.end) {
        levels.push_back(sample.value);
      }
    }
    if (levels.empty()) return false;
    window.value = LevelOf(measure, std::move(levels));
    return true;
  });
}

// A counter of the suite's own.
Windows TotalWindows(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  const DefinedLevels* series = run.FindDefinedLevels(measure.defined->name, measure.tags);
  return Valued(Grid(measure, run, seconds), [&](WindowValue& window) {
    for (std::size_t i = 0; series != nullptr && i < series->per_second.size(); ++i) {
      const SecondValue& sum = series->per_second[i];
      if (window.begin <= sum.second && sum.second < window.end) window.value += sum.value;
    }
    return true;
  });
}

Windows WindowsOfOne(const ParsedMeasure& measure, const RunData& run, std::uint32_t seconds) {
  if (!MeasureOf(measure, run).value) return {};
  switch (measure.function) {
    case Function::kComputed:
      return measure.computed->per_second ? CountWindows(measure, run, seconds)
                                          : ShareWindows(measure, run, seconds);
    case Function::kGoodput:
    case Function::kChecks:
    case Function::kDefinedShare:
      return ShareWindows(measure, run, seconds);
    case Function::kFailures:
    case Function::kCounter:
      return CountWindows(measure, run, seconds);
    case Function::kDefinedTotal:
      return TotalWindows(measure, run, seconds);
    default:
      return measure.IsOfLevels() ? LevelWindows(measure, run, seconds)
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
