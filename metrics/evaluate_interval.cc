// SPDX-License-Identifier: Apache-2.0
// Intervals of measures over a whole run.
#include <algorithm>

#include "metrics/evaluate.h"
#include "metrics/per_second.h"

namespace clamor {
namespace {

std::optional<Interval> IntervalOfOne(const ParsedMeasure& measure, const RunData& run,
                                      double level) {
  switch (measure.function) {
    case Function::kErrorRate:
    case Function::kSuccessRate:
    case Function::kGoodput: {
      const SharePerSecond share = ShareRows(measure, run);
      return ShareInterval(share.part, share.whole, level);
    }
    case Function::kThroughput:
      return RateInterval(CountRow(measure, run),
                          std::chrono::duration<double>(run.counted).count(), level);
    case Function::kQuantile:
    case Function::kMean: {
      if (measure.gauge) return std::nullopt;
      const TrendSeries* series = run.FindTrend(*measure.trend, measure.tags);
      if (series == nullptr) return std::nullopt;
      return measure.function == Function::kMean
                 ? MeanInterval(series->histogram, series->timeline, level)
                 : QuantileInterval(series->histogram, series->timeline, measure.quantile, level);
    }
    default:
      return std::nullopt;
  }
}

// The outer ends of a / b, both above zero.
Interval Divided(const Interval& a, const Interval& b, double level) {
  Interval ratio;
  ratio.level = level;
  ratio.deff = std::max(a.deff, b.deff);
  ratio.unreliable = a.unreliable.empty() ? b.unreliable : a.unreliable;
  if (a.low && b.high && *b.high > 0) ratio.low = *a.low / *b.high;
  if (a.high && b.low && *b.low > 0) ratio.high = *a.high / *b.low;
  return ratio;
}

}  // namespace

std::optional<Interval> IntervalOf(const ParsedValue& value, const RunData& run, double level) {
  if (!value.divisor) return IntervalOfOne(value.measure, run, level);
  const double each = 1 - (1 - level) / 2;
  const auto a = IntervalOfOne(value.measure, run, each);
  const auto b = IntervalOfOne(*value.divisor, run, each);
  if (!a || !b) return std::nullopt;
  return Divided(*a, *b, level);
}

}  // namespace clamor
