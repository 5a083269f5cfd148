// SPDX-License-Identifier: Apache-2.0
// Intervals of measures over a whole run.
#include <algorithm>

#include "metrics/evaluate.h"
#include "metrics/measured_series.h"
#include "metrics/per_second.h"
#include "metrics/run_window.h"

namespace clamor {
namespace {

using Row = std::vector<std::uint32_t>;

// Outside of its scenario's time a row holds noughts, which are no blocks of time.
void CutTo(const Stretch& time, Row& row) {
  row = CutRow(row, time.first_second(), time.end_second());
}

std::optional<Interval> IntervalOfShare(const ParsedMeasure& measure, const RunData& run,
                                        double level) {
  if (!KeptByTheSecond(measure)) return std::nullopt;
  SharePerSecond share = ShareRows(measure, run);
  if (share.whole.empty()) return std::nullopt;
  const Stretch time = CountedTimeOf(measure.tags, run);
  if (IsPartOf(time, run)) {
    CutTo(time, share.part);
    CutTo(time, share.whole);
  }
  return ShareInterval(share.part, share.whole, level);
}

// Of what comes by itself; tokens and bytes come in lumps.
std::optional<Interval> IntervalOfRate(const ParsedMeasure& measure, const RunData& run,
                                       double level) {
  if (measure.computed->part.data() != measure.computed->of.data()) return std::nullopt;
  Row row = CountRow(measure, run);
  const Stretch time = CountedTimeOf(measure.tags, run);
  if (IsPartOf(time, run)) CutTo(time, row);
  return RateInterval(row, time.seconds(), level);
}

void Scale(Interval& interval, double scale) {
  if (interval.low) *interval.low *= scale;
  if (interval.high) *interval.high *= scale;
}

std::optional<Interval> IntervalOfTrend(const ParsedMeasure& measure, const RunData& run,
                                        double level) {
  const auto distribution = DistributionOf(measure, run);
  if (!distribution) return std::nullopt;
  const Stretch time = CountedTimeOf(measure.tags, run);
  Timeline own;
  if (IsPartOf(time, run)) {
    own = CutTimeline(distribution->timeline, time.first_second(), time.end_second());
  }
  const Timeline& timeline = IsPartOf(time, run) ? own : distribution->timeline;
  Interval interval =
      measure.function == Function::kMean
          ? MeanInterval(distribution->histogram, timeline, level)
          : QuantileInterval(distribution->histogram, timeline, measure.quantile, level);
  Scale(interval, distribution->scale);
  return interval;
}

std::optional<Interval> IntervalOfOne(const ParsedMeasure& measure, const RunData& run,
                                      double level) {
  switch (measure.function) {
    case Function::kComputed:
      return measure.computed->per_second ? IntervalOfRate(measure, run, level)
                                          : IntervalOfShare(measure, run, level);
    case Function::kGoodput:
    case Function::kChecks:
    case Function::kDefinedShare:
      return IntervalOfShare(measure, run, level);
    case Function::kQuantile:
    case Function::kMean:
      return measure.IsOfLevels() ? std::nullopt : IntervalOfTrend(measure, run, level);
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
