// SPDX-License-Identifier: Apache-2.0
// Look-ups in a run.
#include "metrics/run_data.h"

#include <algorithm>

namespace clamor {

const TrendSeries* RunData::FindTrend(Trend trend, const Tags& tags) const {
  const auto found = std::find_if(trends.begin(), trends.end(), [&](const TrendSeries& series) {
    return series.trend == trend && series.tags == tags;
  });
  return found == trends.end() ? nullptr : &*found;
}

const CounterSeries* RunData::FindCounter(Counter counter, const Tags& tags) const {
  const auto found =
      std::find_if(counters.begin(), counters.end(), [&](const CounterSeries& series) {
        return series.counter == counter && series.tags == tags;
      });
  return found == counters.end() ? nullptr : &*found;
}

const GaugeSeries* RunData::FindGauge(Gauge gauge) const {
  const auto found = std::find_if(gauges.begin(), gauges.end(),
                                  [&](const GaugeSeries& series) { return series.gauge == gauge; });
  return found == gauges.end() ? nullptr : &*found;
}

const GoodputSeries* RunData::FindGoodput(const std::string& measure, const Tags& tags) const {
  const auto found =
      std::find_if(goodputs.begin(), goodputs.end(), [&](const GoodputSeries& series) {
        return series.measure == measure && series.tags == tags;
      });
  return found == goodputs.end() ? nullptr : &*found;
}

std::uint64_t RunData::Value(Counter counter, const Tags& tags) const {
  const CounterSeries* series = FindCounter(counter, tags);
  return series == nullptr ? 0 : series->value;
}

}  // namespace clamor
